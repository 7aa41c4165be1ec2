// The ticket a page carries: which questions it asked and when, signed for this one link. With it an
// answer is checked against what was really asked, without asking the database again; and how long
// the answer took is known without a cookie or a stored "opened". Who has no ticket has not seen the page.
import type { Asked } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';

export interface Ticket {
	questionnaire: number;
	asked: Asked;
	shownAt: Date;
	/** Seconds spent on earlier showings: a draft that is continued, a page that came back with an error. */
	spent: number;
}

export function writeTicket(
	vault: Vault,
	link: string,
	{ questionnaire, asked, shownAt, spent }: Ticket
): string {
	const { kind, product, promise, failureModes } = asked;
	const modes = failureModes.map((mode) => mode.code);
	const facts = [questionnaire, kind, +product, +promise, shownAt.getTime(), Math.round(spent), ...modes];
	const body = Buffer.from(JSON.stringify(facts)).toString('base64url');
	return `${body}.${vault.sign(`ticket\n${link}\n${body}`)}`;
}

/** The ticket, or undefined if it was not written by us for this link. */
export function readTicket(vault: Vault, link: string, ticket: string | null): Ticket | undefined {
	const [body, signature] = ticket?.split('.') ?? [];
	if (!body || !signature || !vault.verify(`ticket\n${link}\n${body}`, signature)) return undefined;
	const [questionnaire, kind, product, promise, shownAt, spent, ...modes] = JSON.parse(
		Buffer.from(body, 'base64url').toString()
	);
	return {
		questionnaire,
		asked: {
			kind,
			product: !!product,
			promise: !!promise,
			failureModes: modes.map((code: string) => ({ code, label: '' }))
		},
		shownAt: new Date(shownAt),
		spent
	};
}

/** Seconds since the customer first saw the page, absences left out. */
export function secondsOf({ shownAt, spent }: Ticket, now: Date): number {
	return spent + Math.max(0, (now.getTime() - shownAt.getTime()) / 1000);
}
