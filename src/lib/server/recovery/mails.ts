// What staff are told about cases by mail: where to look. No customer's words leave the house this way.
import type { CaseRow } from './queries.ts';

export function caseMail(subject: CaseRow, what: 'opened' | 'escalated', origin: string) {
	const { id, kind, location, reason, rules, acknowledgeBy } = subject;
	const where = location ? `, ${location}` : '';
	const until = acknowledgeBy ? `${acknowledgeBy.toISOString().slice(0, 16).replace('T', ' ')} UTC` : 'soon';
	// What a member of staff wrote may quote a customer.
	const why = rules.length > 0 ? reason : 'Opened by hand.';
	const [title, first] =
		what === 'opened'
			? [`Case ${id}: ${kind}${where}`, `A case has been opened. It waits to be taken up by ${until}.`]
			: [
					`Nobody has taken up case ${id}`,
					`The clock of this case ran out at ${until}, and nobody has taken it up.`
				];
	return { subject: title, paragraphs: [first, why, `${origin}/cases/${id}`] };
}
