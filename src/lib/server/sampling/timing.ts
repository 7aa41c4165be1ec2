// When messages may leave, on the customer's clock: within the window, not on holidays, on Sundays not before noon. Pure.
import { DateTime } from 'luxon';

export interface Timing {
	/** Bounds of the random delay, minutes. */
	delay_min: number;
	delay_max: number;
	/** "always" or local times such as "09:00-20:00". */
	sending_window: string;
	/** Such as "12:00"; "always" knows no Sundays. */
	sunday_from: string;
	/** "none", or days of every year and of one, such as "12-25 2026-04-03". */
	holidays: string;
}

interface Clock {
	timezone: string | null;
	/** In [0, 1): how far into the first hour of a window, so that not everything leaves at its first minute. */
	spread: number;
}

/** Longer than any run of holidays. */
const mostDays = 400;

/** The earliest moment from then on at which a message may leave. */
export function nextMoment(policy: Timing, { timezone, spread }: Clock, from: Date): Date {
	if (policy.sending_window === 'always') return from;
	const at = DateTime.fromJSDate(from, { zone: timezone ?? 'UTC' });
	for (let days = 0; days < mostDays; days++) {
		const day = at.plus({ days });
		const window = windowOf(policy, day);
		if (!window) continue;
		const minute = days > 0 ? -1 : at.hour * 60 + at.minute;
		if (minute >= window.from && minute < window.to) return from;
		if (minute >= window.to) continue;
		// By the clock on the wall, also where clocks are changed that night.
		const { from: first, to } = window;
		const opening = day.set({ hour: Math.floor(first / 60), minute: first % 60, second: 0, millisecond: 0 });
		return opening.plus({ minutes: spread * Math.min(60, to - first) }).toJSDate();
	}
	return from;
}

/** In minutes of the day; undefined: not on this day. */
function windowOf({ sending_window, sunday_from, holidays }: Timing, day: DateTime) {
	const dates = holidays.split(' ');
	if (dates.includes(day.toFormat('MM-dd')) || dates.includes(day.toFormat('yyyy-MM-dd'))) return undefined;
	const [opens, to] = sending_window.split('-').map((clock) => minutesOf(clock!)) as [number, number];
	const from = day.weekday === 7 ? Math.max(opens, minutesOf(sunday_from)) : opens;
	return from < to ? { from, to } : undefined;
}

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
