// Half a year of cases at the simulated chain: what its staff did about unhappy customers, and what those said afterwards. The customers
// answer through the links they were sent, like any other.
import {
	changeRules,
	openCase,
	sendFollowUp,
	takeFollowUp,
	takeStep,
	openFollowUp,
	saveTemplate,
	escalate,
	type Remedy
} from '#lib/server/recovery/recovery.ts';
import type { Mail, MailContent } from '#lib/server/delivery/delivery.ts';
import type { Queue } from '#lib/server/queue.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { seededRandom, type Random } from './random.ts';

const seed = 20_261_128;
const hour = 3_600_000;
const day = 24 * hour;

interface Unhappy {
	answer: number;
	answeredAt: Date;
	wanted: string[];
	eased: number | null;
}

export async function pastCases(runtime: Runtime, staff: number[]) {
	const { sql, now } = runtime;
	await changeRules(sql, { given: rules, staff: staff[0]! }, new Date(now().getTime() - 190 * day));
	for (const [name, words] of Object.entries(templates))
		await saveTemplate(sql, { name, words, staff: staff[0]! }, now());
	const random = seededRandom(seed);
	const unhappy = await sql<Unhappy[]>`
		select a.id::int as answer, a.answered_at as "answeredAt",
			coalesce((select array_agg(code) from jsonb_array_elements_text(a.replies -> 'wanted') code), '{}') as wanted,
			case when a.replies ->> 'eased' ~ '^[1-5]$' then (a.replies ->> 'eased')::int end as eased
		from answers a
		where a.answered_at between ${new Date(now().getTime() - 180 * day)} and ${new Date(now().getTime() - 9 * day)}
			and a.replies ->> 'eased' in ('1', '2') order by a.answered_at limit 160`;
	for (const each of unhappy) await putRight(runtime, each, { random, staff: random.pick(staff) });
}

const rules = {
	rules: ['low_eased', 'promise_broken', 'wants_contact', 'failed_again'],
	minutes: '60',
	opens: '09:00',
	closes: '18:00',
	days: ['1', '2', '3', '4', '5', '6'],
	timezone: 'UTC',
	followUpHours: '24'
};

const templates = {
	'We are sorry':
		'Thank you for telling us. What happened should not have happened, and I am sorry.\n\nI am looking into it today and will write to you again by tomorrow evening.',
	'A different model':
		'You have had trouble with this product more than once. You need not take the same one again.\n\nBring it back whenever you like: we will exchange it for a different model, or return your money.'
};

/** Steps taken in the past cause no mails now. */
const silent: Pick<Queue, 'enqueue'> = { enqueue: async () => {} };

async function putRight(
	{ sql, vault, random: bytes }: Runtime,
	{ answer, answeredAt, wanted, eased }: Unhappy,
	{ random, staff }: { random: Random; staff: number }
) {
	const at = (hours: number) => new Date(answeredAt.getTime() + hours * hour);
	const opened = await openCase(
		sql,
		{ answer, reason: 'The inconvenience was not eased.', staff, queue: silent },
		answeredAt
	);
	if ('refused' in opened) return;
	const step = (asked: Parameters<typeof takeStep>[1]['asked'], hours: number) =>
		takeStep(sql, { id: opened.id, staff, asked, queue: followUps, vault, hasSms: false }, at(hours));
	let followUp: number | undefined;
	const followUps: Pick<Queue, 'enqueue'> = {
		async enqueue(_, name, jobs) {
			if (name === 'follow_up') followUp = (jobs[0]!.data as { followUp: number }).followUp;
		}
	};
	// Nights and Sundays make some of them late.
	const taken = random.chance(0.7) ? random.next() * 0.9 : 1 + random.next() * 20;
	if (taken > 1) await escalate(sql, { id: opened.id, queue: silent }, at(14));
	await step({ step: 'acknowledged' }, taken);
	const done: Remedy[] = random.chance(0.55)
		? (wanted.slice(0, 1) as Remedy[])
		: [random.pick(['apology', 'credit', 'explanation', 'refund'])];
	if (done.length > 0) await step({ step: 'remedy', remedies: done }, taken + 5);
	if (random.chance(0.4)) await step({ step: 'note', words: random.pick(notes) }, taken + 6);
	await step({ step: 'closed', words: random.pick(endings) }, taken + 20 + 30 * random.next());
	if (followUp === undefined || !random.chance(0.6)) return;

	const then = at(taken + 90);
	const sent: MailContent[] = [];
	const mail: Mail = { send: async (_, content) => (sent.push(content), 'sent'), close() {} };
	const sending = { followUp, vault, mail, origin: 'http://localhost', company: 'Larkfield', random: bytes };
	if ((await sendFollowUp(sql, sending, then)) !== 'sent') return;
	const link = /follow-up\/([\w-]{22})/.exec(sent[0]!.text)![1]!;
	const page = await openFollowUp(sql, { link, vault }, then);
	const isWanted = done.some((remedy) => wanted.includes(remedy));
	const acts = done.some(
		(remedy) =>
			remedy === 'action' || remedy === 'apology' || remedy === 'explanation' || remedy === 'different_model'
	);
	const isEased = random.chance(0.25 + (isWanted ? 0.3 : 0) + (acts ? 0.25 : 0) - (taken > 1 ? 0.15 : 0));
	const form = new URLSearchParams({
		ticket: page!.ticket,
		eased: String(isEased ? random.whole(4, 5) : random.whole(1, eased === 2 ? 3 : 2)),
		resolved: isEased ? 'yes' : random.pick(['partly', 'no']),
		stay: random.pick(isEased ? ['yes', 'yes', 'yes', 'unsure'] : ['unsure', 'no', 'no'])
	});
	await takeFollowUp(sql, { link, form, vault }, new Date(then.getTime() + 60_000));
}

const notes = [
	'Rang twice, left a message.',
	'The shop had promised a call and nobody had written it down.',
	'Has had two of these; does not want a third.',
	'Only wanted somebody to listen.'
];
const endings = [
	'Exchanged; the customer is content.',
	'Apologised on the phone, explained what went wrong.',
	'Money returned the same day.',
	'A credit was sent; no answer to it.'
];
