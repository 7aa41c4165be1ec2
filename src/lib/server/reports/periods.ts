// Periods of days in UTC, inclusive, as YYYY-MM-DD. Pure.

export interface Days {
	/** Absent: since ever, until ever. */
	from?: string;
	to?: string;
}

export type Span = 'week' | 'month';

const aDay = 86_400_000;
const asDay = (moment: number) => new Date(moment).toISOString().slice(0, 10);
export const dayAfter = (day: string, days = 1) => asDay(Date.parse(day) + days * aDay);

/** The first day of the week from Monday, or of the month, in which a day lies. */
export function startOf(day: string, span: Span): string {
	if (span === 'month') return `${day.slice(0, 7)}-01`;
	const weekday = (new Date(day).getUTCDay() + 6) % 7;
	return dayAfter(day, -weekday);
}

const startAfter = (start: string, span: Span) =>
	startOf(span === 'week' ? dayAfter(start, 7) : dayAfter(start, 31), span);

export interface Pieces {
	/** Whole weeks or months: first start, and the start after the last. */
	whole: { from?: string; until?: string } | undefined;
	/** Days at both ends, inclusive. */
	edges: { from: string; to: string }[];
}

/** A period in whole weeks or months as far as it goes, and in days at its ends. */
export function piecesOf({ from, to }: Days, span: Span): Pieces {
	const first = from && (startOf(from, span) === from ? from : startAfter(startOf(from, span), span));
	const until = to && startOf(dayAfter(to), span);
	if (from && to && first! >= until!) return { whole: undefined, edges: [{ from, to }] };
	const edges = [];
	if (from && from < first!) edges.push({ from, to: dayAfter(first!, -1) });
	if (to && until! <= to) edges.push({ from: until!, to });
	return { whole: { from: first, until }, edges };
}

export const lengthOf = ({ from, to }: Required<Days>) =>
	Math.round((Date.parse(to) - Date.parse(from)) / aDay) + 1;

/** As many days, just before. Undefined where the period has no beginning. */
export function periodBefore({ from, to }: Days, today: string): Required<Days> | undefined {
	if (!from) return undefined;
	const days = lengthOf({ from, to: to ?? (today > from ? today : from) });
	return { from: dayAfter(from, -days), to: dayAfter(from, -1) };
}

export const lengths = ['4w', '13w', '26w', '52w', 'all'] as const;
export type Length = (typeof lengths)[number];

/** Whole weeks that end with the one of `today`. */
export function latest(length: Length, today: string): Days {
	if (length === 'all') return {};
	const weeks = Number(length.slice(0, -1));
	return { from: dayAfter(startOf(today, 'week'), -7 * (weeks - 1)) };
}
