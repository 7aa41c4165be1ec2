// What the demo's staff have done so far: proposals, some of them decided, an audit, analyses week by week, work on two
// findings, and a first checkpoint.
import { addRule, qualityMails } from '#lib/server/alerts/alerts.ts';
import { gather, noteHappening, saveView, tagAnswer } from '#lib/server/desk/desk.ts';
import { audit, decideProposal, listSignals, propose } from '#lib/server/integrity/integrity.ts';
import { analyse, listFindings, subscribe, takeStep } from '#lib/server/flaws/flaws.ts';
import { signLedger } from '#lib/server/ledger/ledger.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { pastCases } from './cases.ts';
import { staffEmail } from './tour.ts';

export async function actOut(runtime: Runtime) {
	const { sql, now } = runtime;
	const [quality, admin] = await Promise.all([idOf(sql, 'quality'), idOf(sql, 'admin')]);
	// Filled in within seconds, to the highest score: the answers of the rep who swaps addresses look like this.
	const odd = await sql<{ id: number }[]>`
		select id::int from answers where seconds < 16 and replies ->> 'overall' = '5' order by id limit 2`;
	for (const [index, { id }] of odd.entries()) {
		const reason = 'Filled in within seconds, from an address the rep had entered the same day.';
		const proposed = await propose(
			sql,
			{ change: 'exclude_answer', answer: id, staff: quality, reason },
			now()
		);
		if (index === 0 && 'id' in proposed)
			await decideProposal(
				sql,
				{
					proposal: proposed.id,
					staff: admin,
					verdict: 'approved',
					reason: 'The customer says it was not her.'
				},
				now()
			);
	}
	const slower = { change: 'policy' as const, values: { quiet_days: '21' }, staff: quality };
	await propose(
		sql,
		{ ...slower, reason: 'Customers with two visits in a fortnight complain of two mails.' },
		now()
	);
	await allDecided(runtime);
	await audit(sql, { now });
	await workOnSignals(runtime, { quality, admin });
	await lookWeekByWeek(runtime);
	await gather(sql, now());
	await pastCases(runtime, [quality, admin]);
	await atTheDesk(runtime, quality);
	await signLedger(runtime);
}

/** The worker decides while records still arrive; an audit before that would see half. */
async function allDecided({ sql }: Runtime) {
	for (let waited = 0; waited < 120; waited++) {
		const [open] = await sql`
			select from interactions i where not exists (select from decisions d where d.interaction = i.id) limit 1`;
		if (!open) return;
		await new Promise((resolve) => setTimeout(resolve, 1000));
	}
}

/** One signal confirmed by two people, an explanation of another that waits for the second one. */
async function workOnSignals({ sql, now }: Runtime, { quality, admin }: { quality: number; admin: number }) {
	const signals = await listSignals(sql);
	const begged = signals.find(({ detector }) => detector === 'asked_for_score');
	const location = signals.find(({ subjectType }) => subjectType === 'location');
	if (begged) {
		const reason = 'Four customers repeat the same sentence: “I assume you will score me a five”.';
		const proposed = await propose(
			sql,
			{ change: 'confirm_signal', signal: begged.id, staff: quality, reason },
			now()
		);
		if ('id' in proposed)
			await decideProposal(
				sql,
				{ proposal: proposed.id, staff: admin, verdict: 'approved', reason: 'Read them all; so it is.' },
				now()
			);
	}
	if (location) {
		const reason = 'The line of the shop was down in those weeks; the feed came by hand.';
		await propose(sql, { change: 'explain_signal', signal: location.id, staff: quality, reason }, now());
	}
}

/** Views, tags, a rule, and what happened meanwhile. */
async function atTheDesk({ sql, now }: Runtime, staff: number) {
	const ago = (days: number) => new Date(now().getTime() - days * day).toISOString().slice(0, 10);
	for (const [days, words, location] of [
		[40, 'The counter got new software', ''],
		[75, 'Moved to the high street', 'Camber'],
		[20, 'Half the shop was ill', 'Denholm']
	] as const)
		await noteHappening(sql, { day: ago(days), words, location, staff }, now());
	const view = { page: '/quality/answers', staff, shared: true };
	await saveView(
		sql,
		{ ...view, name: 'Promises broken', search: 'said=promise_kept%3Dbroken&only=words' },
		now()
	);
	await saveView(
		sql,
		{ ...view, page: '/quality', name: 'Brill by team', search: 'location=Brill&by=team' },
		now()
	);
	const told = await sql<{ id: number }[]>`
		select answer::int as id from answer_words where words like 'They told me others%' order by answer desc limit 6`;
	for (const { id } of told) await tagAnswer(sql, { answer: id, tag: 'others came back, too', staff }, now());
	const rule = { figure: 'eased', condition: 'below', threshold: '75', days: '90', least: '30' };
	await addRule(sql, { given: { ...rule, name: 'Inconvenience eased', filters: {} }, staff }, now());
	await qualityMails(sql, staff, { alerts: true, digest: 'weekly' });
}

const day = 86_400_000;

/** As if the product had been there all along: what stood out when is part of the story. */
async function lookWeekByWeek({ sql, queue, now }: Runtime) {
	for (let back = 36; back >= 0; back--) {
		const asOf = new Date(now().getTime() - back * 14 * day).toISOString().slice(0, 10);
		await analyse(sql, { asOf, queue, now });
	}
	const product = await idOf(sql, 'product');
	await subscribe(sql, product, { atOnce: true, weekly: true });
	const findings = await listFindings(sql, {});
	const flaw = findings.find(({ cause }) => cause === 'design');
	const lot = findings.find(({ cause }) => cause === 'lot');
	if (flaw) {
		const on = { finding: flaw.id, staff: product };
		await takeStep(sql, { ...on, step: 'owner', owner: staffEmail('product') }, now());
		await takeStep(sql, { ...on, step: 'state', state: 'investigating', note: '', fixLot: '' }, now());
		await takeStep(
			sql,
			{ ...on, step: 'note', note: 'Six units are on their way to the manufacturer.' },
			now()
		);
	}
	if (lot) {
		const on = { finding: lot.id, staff: product };
		const note = 'What was left of the lot is off the shelves.';
		await takeStep(sql, { ...on, step: 'state', state: 'confirmed', note, fixLot: '' }, now());
	}
}

async function idOf(sql: Runtime['sql'], role: 'product' | 'quality' | 'admin'): Promise<number> {
	const [row] = await sql<{ id: number }[]>`select id::int from staff where email = ${staffEmail(role)}`;
	return row!.id;
}
