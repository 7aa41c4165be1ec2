import { z } from 'zod';
import { companyName } from '../config.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { sendInvitation, type Mail } from './delivery.ts';
import { sendCheckpoint, sendLetter } from './letters.ts';

const letter = z.object({ letter: z.number() });
const copy = z.object({ checkpoint: z.number().optional(), alarm: z.string().optional(), copy: z.number() });
const payload = z.object({ invitation: z.number(), purpose: z.enum(['invite', 'voice']).default('invite') });

export const deliveryJobs = {
	async send(data: unknown, { sql, vault, config, now, random, log }: Runtime, mail: Mail) {
		const { invitation, purpose } = payload.parse(data);
		const from = { origin: config.ORIGIN, company: companyName(config) };
		const input = { invitation, purpose, mail, vault, ...from, random };
		const result = await sendInvitation(sql, input, now());
		if (result === 'refused for good') log.warn({ invitation }, 'a mail server refused a message for good');
		// The queue tries again after a growing pause; the reason is in message_outcomes.
		if (typeof result === 'object') throw new JobFailed(`not sent: ${result.retry}`);
	},

	async letter(data: unknown, runtime: Runtime, mail: Mail) {
		const input = { ...letter.parse(data), mail };
		const result = await sendLetter(runtime, input);
		if (result === 'refused for good')
			runtime.log.warn({ letter: input.letter }, 'a mail server refused a letter to staff for good');
		if (typeof result === 'object') throw new JobFailed(`not sent: ${result.retry}`);
	},

	async checkpointCopy(data: unknown, runtime: Runtime, mail: Mail) {
		const result = await sendCheckpoint(runtime, { ...copy.parse(data), mail });
		if (typeof result === 'object') throw new JobFailed(`not handed over: ${result.retry}`);
	}
};
