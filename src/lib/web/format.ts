// Numbers and days as people read them.
import type { Share } from '../statistics/wilson-interval.ts';

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 });
const whole = new Intl.NumberFormat('en');
const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' });

const moments = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' });

export const asPercent = (share: number) => (Number.isNaN(share) ? '–' : percent.format(share));
export const asCount = (count: number) => whole.format(count);
/** "1 post", "1,200 posts" */
export const asNumberOf = (count: number, noun: string) =>
	`${asCount(count)} ${noun}${count === 1 ? '' : 's'}`;
export const asDay = (day: Date | string) => days.format(new Date(day));

/** On the server's clock, which is the same for all readers. */
export const asMoment = (moment: Date | string) => `${moments.format(new Date(moment))} UTC`;

/** "41 % to 58 %". */
export const asInterval = ({ low, high, n }: Share) =>
	n === 0 ? 'no answers' : `${asPercent(low)} to ${asPercent(high)}`;

/** A difference of shares in points: "+3", "−12". */
export const asPoints = (difference: number) => {
	const points = Math.round(100 * difference);
	return points < 0 ? `−${-points}` : points > 0 ? `+${points}` : '0';
};

/** "12 min", "3 h 20 min", "2 days". */
export function asDuration(minutes: number): string {
	if (minutes < 60) return `${Math.round(minutes)} min`;
	if (minutes < 48 * 60) {
		const rest = Math.round(minutes % 60);
		return `${Math.floor(minutes / 60)} h${rest > 0 ? ` ${rest} min` : ''}`;
	}
	return `${Math.round(minutes / 1440)} days`;
}
