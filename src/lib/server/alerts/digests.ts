// The digest: what moved, what waits. A page of sentences; no customer's words leave the house by mail.
import { asPercent, asPoints } from '../../web/format.ts';
import type { Sql } from '../database.ts';
import { readOverview } from '../reports/reports.ts';
import { listRules } from './evaluating.ts';

const aDay = 86_400_000;
const shown = ['overall', 'eased', 'resolved', 'promise_kept', 'told_upfront', 'respected', 'stay'];

/** The mail of a day or a week that ended yesterday. */
export async function digestMail(
	sql: Sql,
	{ every, origin }: { every: 'daily' | 'weekly'; origin: string },
	now: Date
) {
	const days = every === 'daily' ? 1 : 7;
	const day = (back: number) => new Date(now.getTime() - back * aDay).toISOString().slice(0, 10);
	const [{ figures, standing }, rules] = await Promise.all([
		readOverview(sql, { from: day(days), to: day(1) }, now),
		listRules(sql)
	]);
	const lines = figures.series
		.filter(({ id, total }) => shown.includes(id) && total.n > 0)
		.map(({ name, total, change }) => {
			const interval = `${asPercent(total.low)} to ${asPercent(total.high)}, n = ${total.n}`;
			const isClear = change && (change.low > 0 || change.high < 0);
			return `${name}: ${asPercent(total.estimate)} (${interval})${isClear ? `, ${asPoints(change.estimate)} points` : ''}`;
		});
	const standingAlerts = rules.filter(({ raisedAt }) => raisedAt !== null);
	const period = every === 'daily' ? 'Yesterday' : 'In the last seven days';
	const paragraphs = [
		`${period}: ${figures.answers} answers, ${figures.answersBefore} before.`,
		lines.length > 0 ? lines.join('\n') : 'Nobody answered.',
		...(standingAlerts.length > 0
			? [['Alerts that stand:', ...standingAlerts.map(({ sentence }) => sentence!)].join('\n')]
			: []),
		`${standing.openCases} open cases, ${standing.casesAtRisk} of them at risk. ${standing.openSignals} open signals.`,
		`Points are changes beyond chance against the period before. The desk: ${origin}/quality`
	];
	return {
		subject: `Quality ${every === 'daily' ? 'of yesterday' : 'of the week'}: ${figures.answers} answers`,
		paragraphs
	};
}
