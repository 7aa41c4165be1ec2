// Cases: opened by what customers say, taken up against a clock, put right, and asked about through a link the staff never see.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMail, openStop, takeStop } from '../../src/lib/server/delivery/delivery.ts';
import { gather } from '../../src/lib/server/desk/desk.ts';
import { caseMail } from '../../src/lib/server/recovery/mails.ts';
import {
	changeRules,
	escalate,
	findCase,
	listCases,
	listSteps,
	openByRules,
	openFollowUp,
	sendFollowUp,
	sendReply,
	takeFollowUp,
	takeStep,
	watchCases,
	type AskedStep
} from '../../src/lib/server/recovery/recovery.ts';
import { readRecovery } from '../../src/lib/server/reports/reports.ts';
import { acceptAnswer } from '../../src/lib/server/response/response.ts';
import { everyRow, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { from, origin, sendInvitation } from '../support/sending.ts';
import { makeStaff } from '../support/staff.ts';

let place: TestPlace;
let server: MailServer;
let one: number;
let two: number;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startMailServer()]);
	one = await makeStaff(place.sql, 'quality', 'one@l.example');
	two = await makeStaff(place.sql, 'quality', 'two@l.example');
	await gather(place.sql, now);
});
afterAll(async () => {
	await place.end();
	await server.stop();
});

const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const hour = 3600;

/** Somebody who was asked and answers so; what the worker would do at once is done. */
async function answered(id: string, replies: Record<string, unknown>, more: Record<string, unknown> = {}) {
	await met(place, id, more);
	await place.settle();
	const [row] = await place.sql<{ id: number }[]>`select id::int from invitations where interaction = ${id}`;
	await sendInvitation(place, { invitation: row!.id, mail: server.url });
	const link = (await server.linkTo(`${id}@mail.example`)).split('/').at(-1)!;
	const about = { link, interaction: id, voice: false, questionnaire: 1, words: {}, seconds: 30 };
	const sender = { address: '10.0.0.1', agent: 'a phone' };
	await acceptAnswer(
		place.sql,
		{ ...about, replies: replies as never, random: randomBytes(12), vault, sender },
		now
	);
	await gathered();
	return caseOf(id);
}
const gathered = () =>
	gather(place.sql, now, (sql, answers) => openByRules(sql, { answers, queue: place.queue }, now));
const caseOf = async (interaction: string) => {
	const [row] = await place.sql<
		{ id: number }[]
	>`select id::int from cases where interaction = ${interaction}`;
	return row ? findCase(place.sql, row.id) : undefined;
};
const jobsCalled = (name: string) => place.jobs.filter((job) => job.name === name).map(({ job }) => job);
const step = (id: number, asked: AskedStep, staff = one, at = now) =>
	takeStep(place.sql, { id, staff, asked, queue: place.queue, vault, hasSms: false }, at);
const withMail = async <T>(work: (mail: ReturnType<typeof connectMail>) => Promise<T>) => {
	const mail = connectMail(server.url, from);
	return work(mail).finally(() => mail.close());
};
const mailsTo = (address: string) => server.mails.filter(({ to }) => to === address);

describe('opening', () => {
	test('an answer opens a case at once, with its reasons and a clock; others open none', async () => {
		const found = await answered(
			'amy',
			{ eased: 1, contact_me: 'yes', wanted: ['action', 'apology'] },
			{ location: 'Ashford' }
		);
		expect(found).toMatchObject({
			rules: ['low_eased', 'wants_contact'],
			reason: 'The inconvenience was not eased. The customer asks to be contacted.',
			openedBy: null,
			location: 'Ashford',
			wanted: ['action', 'apology'],
			// Noon on a Monday: an hour.
			acknowledgeBy: later(hour),
			acknowledgedAt: null
		});
		expect(jobsCalled('case_due')).toEqual([{ data: { case: found!.id }, after: later(hour) }]);
		expect(await answered('bob', { eased: 4, contact_me: 'no' })).toBeUndefined();
	});
	test('there is one for an interaction, whoever gathers how often', async () => {
		await place.sql`delete from desk_answers`;
		await Promise.all([gathered(), gathered(), gathered()]);
		await gathered();
		expect(await place.sql`select from cases`).toHaveLength(1);
	});
	test('history opens none, and neither does what is a week old', async () => {
		await place.feed('answers', { id: 'old', interaction: 'old', answered_at: '2026-11-22', eased: 1 });
		await gathered();
		expect(await place.sql`select from cases`).toHaveLength(1);
		const [row] = await place.sql<
			{ id: number }[]
		>`select max(id)::int as id from answers where invitation is not null`;
		expect(
			await openByRules(place.sql, { answers: [row!.id], queue: place.queue }, later(8 * 24 * hour))
		).toBe(0);
	});
	test('rules are changed by staff, apply from then on, and mistakes are named', async () => {
		const given = {
			rules: ['promise_broken'],
			minutes: '30',
			opens: '08:00',
			closes: '20:00',
			days: ['1'],
			timezone: 'UTC',
			followUpHours: '2'
		};
		for (const wrong of [
			{ minutes: '1' },
			{ opens: '21:00' },
			{ days: [] },
			{ timezone: 'Mars' },
			{ followUpHours: 'x' }
		])
			expect(await changeRules(place.sql, { given: { ...given, ...wrong }, staff: one }, now)).toHaveProperty(
				'refused'
			);
		expect(await changeRules(place.sql, { given, staff: one }, now)).toBe('changed');
		expect(await answered('cat', { eased: 1 })).toBeUndefined();
		const found = await answered('dan', { eased: 1, promise_kept: 'broken' });
		expect(found).toMatchObject({ rules: ['promise_broken'], acknowledgeBy: later(hour / 2) });
	});
});

describe('working on a case', () => {
	test('whoever does something has taken it up; what was done stands beside what was wanted', async () => {
		const { id } = (await caseOf('amy'))!;
		expect(await step(id, { step: 'owner', owner: 'nobody@l.example' })).toHaveProperty('refused');
		expect(await step(id, { step: 'owner', owner: 'two@l.example' }, one, later(60))).toBe('taken');
		expect(await step(id, { step: 'acknowledged' })).toHaveProperty('refused');
		expect(await step(id, { step: 'remedy', remedies: ['a pony'] })).toHaveProperty('refused');
		expect(await step(id, { step: 'remedy', remedies: ['apology'] }, two)).toBe('taken');
		expect(await step(id, { step: 'note', words: ' ' })).toHaveProperty('refused');
		expect(await step(id, { step: 'note', words: 'rang, no answer' }, two)).toBe('taken');
		expect(await findCase(place.sql, id)).toMatchObject({
			owner: 'two@l.example',
			acknowledgedAt: later(60),
			remedies: ['apology']
		});
		expect((await listSteps(place.sql, id)).map(({ step }) => step)).toEqual(['remedy', 'note', 'owner']);
		expect(await listCases(place.sql, { state: 'working', owner: two }, 10, now)).toMatchObject([{ id }]);
	});
	test('a reply goes to the address the customer was asked at, once, and stays with the case', async () => {
		const { id } = (await caseOf('amy'))!;
		expect(await step(id, { step: 'reply', words: 'We are sorry.\n\nA new one is on its way.' })).toBe(
			'taken'
		);
		const [{ data }] = jobsCalled('case_reply') as unknown as [{ data: { step: number } }];
		const before = mailsTo('amy@mail.example').length;
		const send = () =>
			withMail((mail) => sendReply(place.sql, { step: data.step, vault, mail, company: 'Larkfield' }, now));
		expect(await send()).toBe('sent');
		expect(await send()).toBe('not needed');
		const mails = mailsTo('amy@mail.example').slice(before);
		expect(mails).toHaveLength(1);
		expect(mails[0]!.mail.text).toContain('We are sorry.\n\nA new one is on its way.');
		expect(mails[0]!.raw).not.toContain('/s/');
	});
	test('a reply that was refused for now is tried again', async () => {
		const { id } = (await caseOf('amy'))!;
		await step(id, { step: 'reply', words: 'Once more.' });
		const { data } = jobsCalled('case_reply').at(-1)! as { data: { step: number } };
		server.refuseWith(451);
		const send = () =>
			withMail((mail) => sendReply(place.sql, { step: data.step, vault, mail, company: 'Larkfield' }, now));
		expect(await send()).toHaveProperty('retry');
		server.refuseWith(undefined);
		expect(await send()).toBe('sent');
	});
});

describe('the clock', () => {
	test('runs out once, and those who watch hear of it', async () => {
		const { id } = (await caseOf('dan'))!;
		await watchCases(place.sql, two, { opened: false, escalated: true });
		const run = () => escalate(place.sql, { id, queue: place.queue }, later(hour));
		expect(await Promise.all([run(), run()])).toEqual(expect.arrayContaining([true, false]));
		expect(jobsCalled('case_notice').map(({ data }) => data)).toEqual([
			{ case: id, staff: two, what: 'escalated' }
		]);
		expect(await listCases(place.sql, { state: 'overdue' }, 10, later(hour))).toMatchObject([{ id }]);
		const mail = caseMail((await findCase(place.sql, id))!, 'escalated', origin);
		expect(mail.paragraphs.at(-1)).toBe(`${origin}/cases/${id}`);
	});
	test('does not run out where somebody has taken the case up', async () => {
		const { id } = (await caseOf('amy'))!;
		expect(await escalate(place.sql, { id, queue: place.queue }, later(9 * hour))).toBe(false);
	});
});

describe('did it help', () => {
	let link: string;
	const send = (followUp: number, at: Date) =>
		withMail((mail) =>
			sendFollowUp(
				place.sql,
				{ followUp, vault, mail, origin, company: 'Larkfield', random: randomBytes },
				at
			)
		);
	const take = (fields: Record<string, string>, at: Date, to = link) =>
		takeFollowUp(place.sql, { link: to, form: new URLSearchParams(fields), vault }, at);
	const shown = async (at: Date) => (await openFollowUp(place.sql, { link, vault }, at))!.ticket;

	test('a closed case asks its customer, some time later and once, through a link that stands nowhere', async () => {
		const { id } = (await caseOf('amy'))!;
		expect(await step(id, { step: 'closed', words: '' })).toHaveProperty('refused');
		expect(await step(id, { step: 'closed', words: 'a new one was handed over' })).toBe('taken');
		expect(await step(id, { step: 'remedy', remedies: ['action'] })).toHaveProperty('refused');
		const [job] = jobsCalled('follow_up') as unknown as [{ data: { followUp: number }; after: Date }];
		expect(job.after).toEqual(later(2 * hour));
		expect(await send(job.data.followUp, job.after)).toBe('sent');
		expect(await send(job.data.followUp, job.after)).toBe('not needed');
		link = /\/follow-up\/([A-Za-z0-9_-]{22})/.exec(mailsTo('amy@mail.example').at(-1)!.mail.text!)![1]!;
		expect(await everyRow(place.sql)).not.toContain(link);
	});
	test('opening it changes nothing; who presses too soon, fills the trap or says nothing is asked again', async () => {
		const before = await everyRow(place.sql);
		const ticket = await shown(later(0));
		expect(await everyRow(place.sql)).toBe(before);
		const said = { eased: '5', resolved: 'yes', stay: 'yes' };
		expect(await take({ ticket, ...said }, later(0.5))).toBe('press again');
		expect(await take({ ticket, ...said, reference: 'x' }, later(5))).toBe('press again');
		expect(await take({ ticket: `${ticket}x`, ...said }, later(5))).toBe('press again');
		expect(await take({ ticket, eased: '9', stay: 'perhaps' }, later(5))).toBe('nothing said');
		expect(await take(said, later(5), 'A'.repeat(22))).toBe('unknown');
		expect(await take({ ticket, ...said }, later(60 * 24 * hour))).toBe('expired');
		expect(await place.sql`select from follow_up_answers`).toHaveLength(0);
	});
	test('twenty presses at once are one answer, and it stands', async () => {
		const ticket = await shown(now);
		const said = { ticket, eased: '5', resolved: 'yes', stay: 'yes' };
		const taken = await Promise.all(Array.from({ length: 20 }, () => take(said, later(5))));
		expect(new Set(taken)).toEqual(new Set(['taken']));
		expect(await take({ ticket, eased: '1' }, later(9))).toBe('taken');
		expect(await place.sql`select eased, resolved, stay from follow_up_answers`).toEqual([
			{ eased: '5', resolved: 'yes', stay: 'yes' }
		]);
	});
	test('its message carries a way out, of the address it went to', async () => {
		const { mail } = mailsTo('amy@mail.example').at(-1)!;
		const [, stop] = /\/u\/(k\d+\.[\w-]{22})$/m.exec(mail.text!)!;
		expect(mail.headers.get('list')).toMatchObject({ unsubscribe: { url: `${origin}/u/${stop}` } });
		const open = (link: string) => openStop(place.sql, { link, vault }, now);
		expect(await open(stop!)).toMatchObject({ state: 'asked' });
		// Numbers of messages are signed apart.
		expect(await open(stop!.slice(1))).toBeUndefined();
		expect(await open(stop!.replace('k', 'k1'))).toBeUndefined();
		const press = (form: Record<string, string>) =>
			takeStop(place.sql, { link: stop!, form: new URLSearchParams(form), vault }, later(30));
		expect(await press({ 'List-Unsubscribe': 'One-Click' })).toBe('stopped');
		expect(await open(stop!)).toMatchObject({ state: 'stopped' });
	});
	test('a case opened again before it was asked is not asked about', async () => {
		const { id } = (await caseOf('dan'))!;
		await step(id, { step: 'closed', words: 'done' }, two, later(1.5 * hour));
		const { data } = jobsCalled('follow_up').at(-1)! as { data: { followUp: number } };
		expect(await step(id, { step: 'reopened', words: 'not done after all' })).toBe('taken');
		expect(await send(data.followUp, later(2 * hour))).toBe('not needed');
		await step(id, { step: 'closed', words: 'now it is' });
		expect(await place.sql`select from follow_ups where "case" = ${id}`).toHaveLength(1);
		// Who wants no questions at whatever address is not asked, either.
		const [{ customer }] =
			(await place.sql`select customer from interactions where id = 'dan'`) as unknown as [
				{ customer: string }
			];
		const choose = (stop: boolean) =>
			place.sql`insert into opt_outs (fingerprint, stop, source, at) values (${vault.fingerprint(`customer:${customer}`)}, ${stop}, 'page', ${now})`;
		await choose(true);
		expect(await send(data.followUp, later(2 * hour))).toBe('not needed');
		await choose(false);
		expect(await send(data.followUp, later(2 * hour))).toBe('sent');
	});
	test('the report counts who was in time, and what came of it', async () => {
		const { inTime, effect } = await readRecovery(place.sql, {}, later(2 * hour));
		const all = inTime.find(({ location, rule }) => location === null && rule === null)!;
		expect(all).toMatchObject({ opened: 2, clocked: 2, inTime: 1, escalated: 1, closed: 2 });
		expect(inTime.find(({ location }) => location === 'Ashford')).toMatchObject({ opened: 1, inTime: 1 });
		expect(effect).toMatchObject({
			asked: 2,
			answered: 1,
			before: { n: 1, estimate: 0 },
			after: { n: 1, estimate: 1 },
			oddsRatio: null
		});
		expect(effect.byRemedy.filter(({ eased }) => eased.n > 0)).toMatchObject([{ remedy: 'apology' }]);
		// She wanted action, too.
		expect(effect.asWanted).toMatchObject({ done: { n: 0 }, notDone: { n: 1 } });
	});
});

test('steps are facts: nothing of them can be changed or taken back', async () => {
	for (const table of ['case_steps', 'follow_ups', 'follow_up_answers', 'recovery_rules'])
		await expect(place.sql.unsafe(`delete from ${table}`)).rejects.toThrow('append-only');
});
