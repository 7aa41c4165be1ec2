// Alerts on figures: a share beyond a threshold, or clearly worse than before. Beyond doubt means that the 99 % interval says so; a rule
// that holds raises one alert, which ends when the share itself is back.
import { asPercent } from '../../web/format.ts';
import { differenceOf } from '../../statistics/difference.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import { transaction, type Sql } from '../database.ts';
import { figures } from '../desk/desk.ts';
import { recordAction } from '../ledger/ledger.ts';
import { tallyOf, type Filters } from '../reports/reports.ts';

/** Rules look again and again: 99 % instead of 95 %. */
const z99 = 2.5758293035489;

export const conditions = ['below', 'above', 'worse'] as const;
export type AlertCondition = (typeof conditions)[number];

export interface AlertRule {
	id: number;
	name: string;
	figure: string;
	condition: AlertCondition;
	threshold: number | null;
	days: number;
	least: number;
	filters: Filters;
	/** Of the alert that stands. */
	raisedAt: Date | null;
	sentence: string | null;
}

export interface RuleGiven {
	name: string;
	figure: string;
	condition: string;
	/** In percent. */
	threshold: string;
	days: string;
	least: string;
	filters: Filters;
}

type Refused = { refused: string };

export async function addRule(
	sql: Sql,
	{ given, staff }: { given: RuleGiven; staff: number },
	now: Date
): Promise<'added' | Refused> {
	const [percent, days, least] = [Number(given.threshold), Number(given.days), Number(given.least)];
	const name = given.name.trim();
	if (name === '' || name.length > 80) return { refused: 'Give the rule a name of at most 80 characters.' };
	if (!figures.some(({ id }) => id === given.figure)) return { refused: 'Choose a figure.' };
	const condition = conditions.find((each) => each === given.condition);
	if (!condition) return { refused: 'Choose when it is raised.' };
	const hasThreshold = condition !== 'worse';
	if (hasThreshold && (given.threshold.trim() === '' || !(percent >= 0 && percent <= 100)))
		return { refused: 'The threshold is a percentage from 0 to 100.' };
	if (!Number.isInteger(days) || days < 1 || days > 366) return { refused: 'Look at 1 to 366 days.' };
	if (!Number.isInteger(least) || least < 5 || least > 100_000)
		return { refused: 'The least number of answers is 5 to 100,000.' };
	const { location, team, kind, channel, sku } = given.filters;
	await transaction(sql, async (sql) => {
		const [row] = await sql<{ id: number }[]>`
			insert into alert_rules (name, figure, condition, threshold, days, least, filters, added_by, added_at)
			values (${name}, ${given.figure}, ${condition}, ${hasThreshold ? percent / 100 : null}, ${days}, ${least},
				${JSON.stringify({ location, team, kind, channel, sku })}::text::jsonb, ${staff}, ${now})
			returning id::int`;
		await recordAction(sql, { staff, action: 'alert_rule_added', subject: `alert rule ${row!.id}` }, now);
	});
	return 'added';
}

export async function endRule(sql: Sql, { id, staff }: { id: number; staff: number }, now: Date) {
	await transaction(sql, async (sql) => {
		const rows =
			await sql`update alert_rules set ended_at = ${now} where id = ${id} and ended_at is null returning 1`;
		if (rows.length === 0) return;
		await sql`update alerts set ended_at = ${now} where rule = ${id} and ended_at is null`;
		await recordAction(sql, { staff, action: 'alert_rule_ended', subject: `alert rule ${id}` }, now);
	});
}

export async function listRules(sql: Sql): Promise<AlertRule[]> {
	return sql<AlertRule[]>`
		select r.id::int, r.name, r.figure, r.condition, r.threshold, r.days, r.least, r.filters, a.raised_at as "raisedAt", a.sentence
		from alert_rules r left join alerts a on a.rule = r.id and a.ended_at is null
		where r.ended_at is null order by r.id`;
}

export interface Raised {
	id: number;
	sentence: string;
}

/** Looks at every rule; the alerts raised now. `then`: in the transaction that raises each. */
export async function evaluateRules(
	sql: Sql,
	{ reports, then = async () => {} }: { reports: Sql; then?(sql: Sql, raised: Raised): Promise<unknown> },
	now: Date
): Promise<Raised[]> {
	const all: Raised[] = [];
	for (const rule of await listRules(sql)) {
		const verdict = await judge(reports, rule, now);
		if (verdict === 'over' && rule.raisedAt)
			await sql`update alerts set ended_at = ${now} where rule = ${rule.id} and ended_at is null`;
		if (typeof verdict !== 'object' || rule.raisedAt) continue;
		await transaction(sql, async (sql) => {
			const [raised] = await sql<Raised[]>`
				insert into alerts (rule, raised_at, sentence)
				select ${rule.id}, ${now}, ${verdict.sentence} where not exists (select from alerts where rule = ${rule.id} and ended_at is null)
				on conflict do nothing returning id::int, sentence`;
			if (!raised) return;
			await then(sql, raised);
			all.push(raised);
		});
	}
	return all;
}

const aDay = 86_400_000;
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** raised: with its sentence; over: an alert that stands ends; unclear: neither. */
async function judge(
	sql: Sql,
	rule: AlertRule,
	now: Date
): Promise<{ sentence: string } | 'over' | 'unclear'> {
	const at = figures.findIndex(({ id }) => id === rule.figure);
	const figure = figures[at];
	if (!figure) return 'over';
	const today = now.getTime();
	const share = async (from: number, to: number) => {
		const tally = await tallyOf(sql, { ...rule.filters, from: dayOf(from), to: dayOf(to) });
		return wilsonInterval(tally.yes[at]!, tally.n[at]!, z99);
	};
	const recent = await share(today - (rule.days - 1) * aDay, today);
	if (recent.n < rule.least) return 'unclear';
	const about = [figure.name, ...Object.values(rule.filters).filter(Boolean)].join(', ');
	const said = `${about}: ${asPercent(recent.estimate)} of ${recent.n} in ${rule.days} days (${asPercent(recent.low)} to ${asPercent(recent.high)})`;
	if (rule.condition === 'below') {
		if (recent.high < rule.threshold!) return { sentence: `${said}, below ${asPercent(rule.threshold!)}.` };
		return recent.estimate >= rule.threshold! ? 'over' : 'unclear';
	}
	if (rule.condition === 'above') {
		if (recent.low > rule.threshold!) return { sentence: `${said}, above ${asPercent(rule.threshold!)}.` };
		return recent.estimate <= rule.threshold! ? 'over' : 'unclear';
	}
	const before = await share(today - (2 * rule.days - 1) * aDay, today - rule.days * aDay);
	if (before.n < rule.least) return 'unclear';
	const change = differenceOf(recent, before);
	const isWorse = figure.isBad ? change.low > 0 : change.high < 0;
	if (isWorse) return { sentence: `${said}, after ${asPercent(before.estimate)} of ${before.n} before.` };
	return (figure.isBad ?? false) === change.estimate > 0 ? 'unclear' : 'over';
}
