// Whether a person pressed the button of a page that opens by a link: mail scanners follow links, and the
// worse of them submit what they find. The page carries the time it was shown, signed for this link and
// this purpose; whoever presses sooner than a person reads, or fills in the trap, is asked to press again.
import type { Vault } from './vault.ts';

/** Nobody has read the page and pressed in less, in milliseconds. */
const leastPause = 1000;

export type Purpose = 'stop' | 'not me' | 'follow-up';

export const writeShown = (vault: Vault, purpose: Purpose, link: string, at: Date): string =>
	`${at.getTime()}.${vault.sign(`${purpose}\n${link}\n${at.getTime()}`)}`;

/** Whether the form of the page came from a person who had it before their eyes. */
export function isPressed(
	vault: Vault,
	purpose: Purpose,
	{ link, form }: { link: string; form: URLSearchParams },
	now: Date
): boolean {
	const [at, signature] = form.get('ticket')?.split('.') ?? [];
	if (!at || !signature || !vault.verify(`${purpose}\n${link}\n${at}`, signature)) return false;
	return now.getTime() - Number(at) >= leastPause && !form.get('reference');
}
