import { z } from 'zod';
import { companyName } from '../config.ts';
import { plainMail, type Mail, type Transports } from '../delivery/delivery.ts';
import { addressOf } from '../identity/identity.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { sendFollowUp } from './follow-ups.ts';
import type { Outcome } from './handing.ts';
import { caseMail } from './mails.ts';
import { findCase } from './queries.ts';
import { sendReply } from './replying.ts';
import { escalate } from './steps.ts';

const due = z.object({ case: z.number() });
const notice = z.object({ case: z.number(), staff: z.number(), what: z.enum(['opened', 'escalated']) });
const reply = z.object({ step: z.number() });
const followUp = z.object({ followUp: z.number() });

export const recoveryJobs = {
	async due(data: unknown, { sql, queue, now }: Runtime) {
		await escalate(sql, { id: due.parse(data).case, queue }, now());
	},

	async notice(data: unknown, { sql, config, log }: Runtime, mail: Mail) {
		const { staff, what, case: id } = notice.parse(data);
		const [to, subject] = await Promise.all([addressOf(sql, staff), findCase(sql, id)]);
		if (!to || !subject) return;
		const { subject: title, paragraphs } = caseMail(subject, what, config.ORIGIN);
		const sent = await mail.send(to, plainMail(title, paragraphs));
		if (sent === 'sent') return;
		if (sent.permanent) log.warn({ staff }, 'a mail server refused a mail about a case for good');
		else throw new JobFailed(`not sent: ${sent.why}`);
	},

	async reply(data: unknown, { sql, vault, config, now, log }: Runtime, transports: Transports) {
		const { step } = reply.parse(data);
		const company = companyName(config);
		settle(await sendReply(sql, { step, vault, company, ...transports }, now()), () =>
			log.warn({ step }, 'a reply was refused for good')
		);
	},

	async followUp(data: unknown, { sql, vault, config, random, now, log }: Runtime, transports: Transports) {
		const sending = {
			...followUp.parse(data),
			vault,
			random,
			origin: config.ORIGIN,
			company: companyName(config)
		};
		settle(await sendFollowUp(sql, { ...sending, ...transports }, now()), () =>
			log.warn({ followUp: sending.followUp }, 'a follow-up was refused for good')
		);
	}
};

function settle(outcome: Outcome, refused: () => void) {
	if (outcome === 'refused for good') refused();
	if (typeof outcome === 'object') throw new JobFailed(`not sent: ${outcome.retry}`);
}
