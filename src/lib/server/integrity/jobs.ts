import { z } from 'zod';
import { companyName } from '../config.ts';
import type { Transports } from '../delivery/delivery.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { noticeChanges, noticePromises, sendNotice } from './notices.ts';

const news = z.object({ received: z.coerce.date().optional(), promises: z.array(z.string()).default([]) });
const one = z.object({ notice: z.number() });

export const integrityJobs = {
	async notices(data: unknown, { sql, queue, vault, config, now }: Runtime) {
		const { received, promises } = news.parse(data);
		const hasSms = config.SMS_URL !== undefined;
		if (received) await noticeChanges(sql, { received, queue, hasSms }, now());
		await noticePromises(sql, { interactions: promises, queue, vault, hasSms }, now());
	},

	async notice(data: unknown, { sql, vault, config, random, now, log }: Runtime, transports: Transports) {
		const { notice } = one.parse(data);
		const from = { origin: config.ORIGIN, company: companyName(config) };
		const result = await sendNotice(sql, { notice, ...transports, vault, ...from, random }, now());
		if (result === 'refused for good') log.warn({ notice }, 'a notice was refused for good');
		if (typeof result === 'object') throw new JobFailed(`not sent: ${result.retry}`);
	}
};
