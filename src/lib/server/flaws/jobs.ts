import { z } from 'zod';
import { plainMail, type Mail } from '../delivery/delivery.ts';
import { addressOf } from '../identity/identity.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { digestMail, noticeMail } from './mails.ts';
import { carryOut } from './runs.ts';
import { digestsDue } from './subscriptions.ts';

const asked = z.object({ run: z.number() });
const notice = z.object({ staff: z.number(), findings: z.array(z.number()) });
const digest = z.object({ staff: z.number() });

export const flawsJobs = {
	async analyse(data: unknown, runtime: Pick<Runtime, 'sql' | 'queue' | 'log' | 'now'>) {
		const { extent, seconds, found, crossed, audited } = await carryOut(runtime, asked.parse(data).run);
		const { signals, failed } = audited;
		const audit = { seconds: audited.seconds, signals: signals.length, failed };
		runtime.log.info({ extent, seconds, found: found.length, crossed: crossed.length, audit }, 'analysed');
	},

	async notice(data: unknown, runtime: Runtime, mail: Mail) {
		const { staff, findings } = notice.parse(data);
		await post(runtime, mail, staff, await noticeMail(runtime.sql, findings, runtime.config.ORIGIN));
	},

	async digests({ sql, queue }: Runtime) {
		await queue.enqueue(sql, 'finding_digest', await digestsDue(sql));
	},

	async digest(data: unknown, runtime: Runtime, mail: Mail) {
		const { staff } = digest.parse(data);
		await post(runtime, mail, staff, await digestMail(runtime.sql, runtime.config.ORIGIN, runtime.now()));
	}
};

async function post(
	{ sql, log }: Runtime,
	mail: Mail,
	staff: number,
	{ subject, paragraphs }: { subject: string; paragraphs: string[] }
) {
	const to = await addressOf(sql, staff);
	if (!to || paragraphs.length === 0) return;
	const sent = await mail.send(to, plainMail(subject, paragraphs));
	if (sent === 'sent') return;
	if (sent.permanent) log.warn({ staff }, 'a mail server refused a mail about findings for good');
	else throw new JobFailed(`not sent: ${sent.why}`);
}
