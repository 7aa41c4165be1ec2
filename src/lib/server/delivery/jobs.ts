import { z } from 'zod';
import { companyName } from '../config.ts';
import { addressOf } from '../identity/identity.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { knownAs } from '../survey/survey.ts';
import { allLanguages } from '../../web/languages/languages.ts';
import { makeSpecimen, sendInvitations, takeMail, type Mail, type Transports } from './delivery.ts';
import { readInbox } from './inbox.ts';
import { sendCheckpoint, sendLetter } from './letters.ts';
import { brandForm } from './wordings.ts';

const letter = z.object({ letter: z.number() });
const copy = z.object({ checkpoint: z.number().optional(), alarm: z.string().optional(), copy: z.number() });
const specimen = z.object({ staff: z.number(), brand: brandForm, language: z.enum(allLanguages) });
const payload = z.object({
	invitation: z.number(),
	purpose: z.enum(['invite', 'voice', 'reminder', 'second_reminder']).default('invite'),
	holds: z.boolean().optional()
});

export const deliveryJobs = {
	/** Many at once; for each, why it has to be tried again, or nothing. */
	async send(
		all: unknown[],
		{ sql, vault, queue, config, now, random, log }: Runtime,
		transports: Transports
	): Promise<(JobFailed | undefined)[]> {
		const from = { origin: config.ORIGIN, company: companyName(config) };
		const input = { ...transports, vault, queue, ...from, random };
		const due = all.map((data) => payload.parse(data));
		const became = await sendInvitations(sql, due, input, now);
		return became.map((each, at) => {
			const { invitation } = due[at]!;
			if (typeof each === 'object' && 'error' in each) {
				log.error({ error: each.error, invitation }, 'sending failed unexpectedly');
				return new JobFailed('unexpected error, see the log');
			}
			if (each === 'refused for good') log.warn({ invitation }, 'a message was refused for good');
			// The queue tries again after a growing pause; the reason is in message_outcomes.
			return typeof each === 'object' ? new JobFailed(`not sent: ${each.retry}`) : undefined;
		});
	},

	async inbox({ sql, vault, queue, config, now, log }: Runtime) {
		if (!config.INBOX_URL) return;
		const taking = { vault, queue };
		await readInbox(config.INBOX_URL, (raw) => takeMail(sql, { ...taking, raw }, now())).catch(
			(error: unknown) => {
				// Never the error as a whole: it may quote what the mailbox said.
				const { code, authenticationFailed } = error as { code?: string; authenticationFailed?: boolean };
				log.warn({ code, authenticationFailed }, 'the mailbox for bounces could not be read');
			}
		);
	},

	async letter(data: unknown, runtime: Runtime, mail: Mail) {
		const input = { ...letter.parse(data), mail };
		const result = await sendLetter(runtime, input);
		if (result === 'refused for good')
			runtime.log.warn({ letter: input.letter }, 'a mail server refused a letter to staff for good');
		if (typeof result === 'object') throw new JobFailed(`not sent: ${result.retry}`);
	},

	async specimen(data: unknown, { sql, vault, config, now, log }: Runtime, mail: Mail) {
		const { staff, brand, language } = specimen.parse(data);
		const to = await addressOf(sql, staff);
		if (!to) return;
		const company = await knownAs(sql, companyName(config));
		const made = makeSpecimen({ brand, language, company, origin: config.ORIGIN, vault }, now());
		const sent = await mail.send(to, made.mail);
		if (sent === 'sent') return;
		if (!sent.permanent) throw new JobFailed(`not sent: ${sent.why}`);
		log.warn({ staff, status: sent.status }, 'a mail server refused a specimen for good');
	},

	async checkpointCopy(data: unknown, runtime: Runtime, mail: Mail) {
		const result = await sendCheckpoint(runtime, { ...copy.parse(data), mail });
		if (result === 'refused for good') {
			runtime.log.error('a mail server refused a checkpoint or an alarm of the ledger for good');
			throw new JobFailed('refused for good');
		}
		if (typeof result === 'object') throw new JobFailed(`not handed over: ${result.retry}`);
	}
};
