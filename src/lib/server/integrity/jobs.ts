import { z } from 'zod';
import { companyName } from '../config.ts';
import type { Mail } from '../delivery/delivery.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { noticeChanges, noticePromises, sendNotice } from './notices.ts';

const news = z.object({ received: z.coerce.date().optional(), promises: z.array(z.string()).default([]) });
const one = z.object({ notice: z.number() });

export const integrityJobs = {
	async notices(data: unknown, { sql, queue, now }: Runtime) {
		const { received, promises } = news.parse(data);
		if (received) await noticeChanges(sql, { received, queue }, now());
		await noticePromises(sql, { interactions: promises, queue }, now());
	},

	async notice(data: unknown, { sql, vault, config, random, now, log }: Runtime, mail: Mail) {
		const { notice } = one.parse(data);
		const from = { origin: config.ORIGIN, company: companyName(config) };
		const result = await sendNotice(sql, { notice, mail, vault, ...from, random }, now());
		if (result === 'refused for good') log.warn({ notice }, 'a mail server refused a notice for good');
		if (typeof result === 'object') throw new JobFailed(`not sent: ${result.retry}`);
	}
};
