import { z } from 'zod';
import { plainMail, type Mail } from '../delivery/delivery.ts';
import { addressOf } from '../identity/identity.ts';
import type { Sql } from '../database.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { digestMail } from './digests.ts';
import { evaluateRules, type Raised } from './evaluating.ts';
import { noteEvents } from './events.ts';
import { deliver, deliveriesOf } from './hooks.ts';
import { mailsTo } from './mails.ts';

const hook = z.object({ hook: z.number(), event: z.number(), again: z.boolean().optional() });
const mailing = z.object({
	staff: z.number(),
	alerts: z.array(z.string()).optional(),
	every: z.enum(['daily', 'weekly']).optional()
});

const monday = 1;

export const alertsJobs = {
	/** By the minute: what others are to be told. */
	async events({ sql, queue, config, now }: Runtime) {
		await sql.begin(async (sql) => {
			const events = await noteEvents(sql, config.ORIGIN, now());
			await queue.enqueue(sql, 'hook', await deliveriesOf(sql, events));
		});
	},

	async alerts({ sql, reports, queue, now }: Runtime) {
		const then = async (sql: Sql, { sentence }: Raised) => {
			const staff = await mailsTo(sql, 'alerts');
			await queue.enqueue(
				sql,
				'quality_mail',
				staff.map((staff) => ({ data: { staff, alerts: [sentence] } }))
			);
		};
		await evaluateRules(sql, { reports, then }, now());
	},

	async digests({ sql, queue, now }: Runtime) {
		const due = ['daily', ...(now().getUTCDay() === monday ? ['weekly'] : [])] as ('daily' | 'weekly')[];
		for (const every of due) {
			const staff = await mailsTo(sql, every);
			await queue.enqueue(
				sql,
				'quality_mail',
				staff.map((staff) => ({ data: { staff, every } }))
			);
		}
	},

	async mail(data: unknown, { sql, reports, config, now, log }: Runtime, mail: Mail) {
		const { staff, alerts, every } = mailing.parse(data);
		const to = await addressOf(sql, staff);
		if (!to) return;
		const { subject, paragraphs } = every
			? await digestMail(reports, { every, origin: config.ORIGIN }, now())
			: { subject: 'Alert: a figure has moved', paragraphs: [...alerts!, `${config.ORIGIN}/quality`] };
		const sent = await mail.send(to, plainMail(subject, paragraphs));
		if (sent === 'sent') return;
		if (sent.permanent) log.warn({ staff }, 'a mail server refused a mail to staff for good');
		else throw new JobFailed(`not sent: ${sent.why}`);
	},

	async hook(data: unknown, { sql, vault, config, now }: Runtime) {
		const mayBePrivate = config.HOOKS_TO_PRIVATE === 'on';
		const delivered = await deliver(sql, { ...hook.parse(data), vault, mayBePrivate }, now());
		if (typeof delivered === 'object') throw new JobFailed(`not delivered: ${delivered.retry}`);
	}
};
