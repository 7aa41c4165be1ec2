// Mails that are not to customers: letters to staff, and the ledger's checkpoints for whoever keeps them.
import { openLetter } from '../identity/identity.ts';
import { findCheckpoint } from '../ledger/ledger.ts';
import type { Runtime } from '../runtime.ts';
import type { Mail, MailContent } from './transport.ts';

type Outcome = 'sent' | 'not needed' | 'refused for good' | { retry: string };

/** Sends a letter with a link minted for this one mail. */
export async function sendLetter(
	{ sql, config, random, now }: Runtime,
	{ letter, mail }: { letter: number; mail: Mail }
): Promise<Outcome> {
	const opened = await openLetter(sql, { letter, random: random(16) }, now());
	if (!opened) return 'not needed';
	const address = `${config.ORIGIN}/sign-in/letter/${opened.token}`;
	const until = `${opened.expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
	const [subject, first] =
		opened.purpose === 'join'
			? [
					'Your invitation to Ungamed',
					`You have been invited to Ungamed as ${opened.role}. Set a password here:`
				]
			: [
					'Another password for Ungamed',
					'Somebody, hopefully you, wants to set another password. Do it here:'
				];
	const last = `The link works once, until ${until}. If you did not expect this mail, you need not do anything.`;
	return outcomeOf(await mail.send(opened.to, plainMail(subject!, [first!, address, last])));
}

/** Hands a checkpoint, or an alarm, to one of those configured: by mail, or posted as text. */
export async function sendCheckpoint(
	{ sql, config }: Runtime,
	{ checkpoint, alarm, copy, mail }: { checkpoint?: number; alarm?: string; copy: number; mail: Mail }
): Promise<Outcome> {
	const target = config.CHECKPOINTS[copy];
	const found = checkpoint === undefined ? undefined : await findCheckpoint(sql, checkpoint);
	const text = alarm ?? found?.note;
	if (!target || !text) return 'not needed';
	if (target.startsWith('mailto:')) {
		const subject = alarm ? 'The ledger of Ungamed does not fit' : 'Checkpoint of the ledger of Ungamed';
		const about = alarm
			? 'Please look into this at once:'
			: 'Keep this: later changes of the past will not fit it.';
		return outcomeOf(await mail.send(target.slice('mailto:'.length), plainMail(subject, [about, text])));
	}
	try {
		const response = await fetch(target, {
			method: 'POST',
			body: text,
			redirect: 'error',
			headers: { 'content-type': 'text/plain; charset=utf-8', 'x-ungamed': alarm ? 'alarm' : 'checkpoint' },
			signal: AbortSignal.timeout(10_000)
		});
		return response.ok ? 'sent' : { retry: `status ${response.status}` };
	} catch (error) {
		return { retry: error instanceof Error ? error.name : 'no connection' };
	}
}

/** To staff: paragraphs, nothing else. */
export function plainMail(subject: string, paragraphs: string[]): MailContent {
	const escaped = paragraphs.map((text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;'));
	const html = `<!doctype html><html lang="en"><body>${escaped.map((text) => `<pre style="font:inherit;white-space:pre-wrap">${text}</pre>`).join('')}</body></html>`;
	return { subject, text: paragraphs.join('\n\n'), html };
}

const outcomeOf = (sent: Awaited<ReturnType<Mail['send']>>): Outcome =>
	sent === 'sent' ? 'sent' : sent.permanent ? 'refused for good' : { retry: sent.why };
