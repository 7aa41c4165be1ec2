// The ticket a page carries: which questions it asked and when, signed for this one link. With it an
// answer is checked against what was really asked, without asking the database again; and how long
// the answer took is known without a cookie or a stored "opened". Who has no ticket has not seen the page.
import type { Asked } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';

export interface Ticket {
	questionnaire: number;
	interaction: string;
	/** The customer asked to be asked. */
	voice: boolean;
	asked: Asked;
	/** When this visit began; a page that comes back with an error keeps it. */
	shownAt: Date;
	/** Seconds spent on earlier visits, where a draft is continued. */
	spent: number;
}

export function writeTicket(
	vault: Vault,
	link: string,
	{ questionnaire, interaction, voice, asked, shownAt, spent }: Ticket
): string {
	const { kind, product, promise, failureModes } = asked;
	const modes = failureModes.map((mode) => mode.code);
	const about = [questionnaire, interaction, +voice, kind, +product, +promise];
	const facts = [...about, shownAt.getTime(), Math.round(spent), ...modes];
	const body = Buffer.from(JSON.stringify(facts)).toString('base64url');
	return `${body}.${vault.sign(`ticket\n${link}\n${body}`)}`;
}

/** The ticket, or undefined if it was not written by us for this link. */
export function readTicket(vault: Vault, link: string, ticket: string | null): Ticket | undefined {
	const [body, signature] = ticket?.split('.') ?? [];
	if (!body || !signature || !vault.verify(`ticket\n${link}\n${body}`, signature)) return undefined;
	const [questionnaire, interaction, voice, kind, product, promise, shownAt, spent, ...modes] = JSON.parse(
		Buffer.from(body, 'base64url').toString()
	);
	return {
		questionnaire,
		interaction,
		voice: !!voice,
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

/** Seconds of this visit. */
export const visitOf = ({ shownAt }: Ticket, now: Date): number =>
	Math.max(0, (now.getTime() - shownAt.getTime()) / 1000);

/** Seconds of all visits, absences left out. */
export const secondsOf = (ticket: Ticket, now: Date): number => ticket.spent + visitOf(ticket, now);
