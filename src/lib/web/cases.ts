// Cases in words.

export const ruleWords: Record<string, string> = {
	low_eased: 'inconvenience not eased',
	promise_broken: 'promise broken',
	wants_contact: 'wants to be contacted',
	failed_again: 'product failed again'
};

export const remedyWords: Record<string, string> = {
	action: 'something done about it',
	apology: 'an apology',
	explanation: 'an explanation',
	credit: 'a credit',
	refund: 'money back',
	different_model: 'a different model',
	nothing: 'nothing'
};

export const remedyInWords = (code: string) => remedyWords[code] ?? code.replaceAll('_', ' ');

export const stepWords: Record<string, string> = {
	owner: 'looked after by',
	acknowledged: 'taken up',
	note: 'noted',
	remedy: 'done for the customer',
	reply: 'wrote to the customer',
	escalated: 'Nobody had taken it up in time; those who watch were told',
	closed: 'closed',
	reopened: 'opened again',
	contact_shown: 'saw the contact'
};

/** The clock of a case, in words: how much time is left, or how late it was taken up. */
export function clockOf(
	subject: { acknowledgeBy: Date | null; acknowledgedAt: Date | null; closedAt: Date | null },
	now: Date
): { words: string; state: 'none' | 'running' | 'soon' | 'late' | 'in time' } {
	const { acknowledgeBy, acknowledgedAt, closedAt } = subject;
	if (!acknowledgeBy) return { words: 'no clock', state: 'none' };
	const by = new Date(acknowledgeBy).getTime();
	if (acknowledgedAt) {
		const late = new Date(acknowledgedAt).getTime() - by;
		return late > 0
			? { words: `taken up ${span(late)} late`, state: 'late' }
			: { words: 'taken up in time', state: 'in time' };
	}
	const left = by - now.getTime();
	if (left < 0 || closedAt) return { words: `${span(-left)} past its time`, state: 'late' };
	return { words: `${span(left)} left`, state: left <= 3_600_000 ? 'soon' : 'running' };
}

function span(milliseconds: number): string {
	const minutes = Math.round(milliseconds / 60_000);
	if (minutes < 60) return `${minutes} min`;
	if (minutes < 48 * 60) return `${Math.round(minutes / 60)} h`;
	return `${Math.round(minutes / 1440)} days`;
}
