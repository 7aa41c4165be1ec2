// The ticket a page carries: which questions it asked and when, signed for this one link. With it an
// answer is checked against what was really asked, without asking the database again; and how long
// the answer took is known without a cookie or a stored "opened".
import type { Asked } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';

export interface Ticket {
	questionnaire: number;
	asked: Asked;
	shownAt: Date;
}

export function writeTicket(vault: Vault, link: string, { questionnaire, asked, shownAt }: Ticket): string {
	const modes = asked.failureModes.map((mode) => mode.code);
	const content = JSON.stringify([
		questionnaire,
		asked.kind,
		+asked.product,
		+asked.promise,
		shownAt.getTime(),
		...modes
	]);
	const body = Buffer.from(content).toString('base64url');
	return `${body}.${vault.sign(`ticket\n${link}\n${body}`)}`;
}

/** The ticket, or undefined if it was not written by us for this link. */
export function readTicket(vault: Vault, link: string, ticket: string | null): Ticket | undefined {
	const [body, signature] = ticket?.split('.') ?? [];
	if (!body || !signature || !vault.verify(`ticket\n${link}\n${body}`, signature)) return undefined;
	const [questionnaire, kind, product, promise, shownAt, ...modes] = JSON.parse(
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
		shownAt: new Date(shownAt)
	};
}
