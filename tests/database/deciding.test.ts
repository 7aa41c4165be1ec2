import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);

/** The address the invitation of an interaction goes to. */
async function destination(interaction: string) {
	const [row] = await place.sql<{ sealed: Buffer; salt: Buffer }[]>`
		select sealed, salt from invitations v join contacts k on k.id = v.contact join subject_keys s on s.customer = k.customer
		where v.interaction = ${interaction}`;
	return row && vault.open(row.sealed, row.salt);
}

describe('every interaction is decided once', () => {
	test('invited, with one invitation and one job to send it', async () => {
		await met(place, 'D1');
		await place.settle();
		expect(await place.outcome('D1')).toBe('invited');
		expect(place.jobs.filter(({ name }) => name === 'send')).toHaveLength(1);
	});
	test('deciding again changes nothing', async () => {
		await place.queue.enqueue(place.sql, 'decide', [{ data: { interactions: ['D1'] } }]);
		await place.settle();
		expect(place.jobs.filter(({ name }) => name === 'send')).toHaveLength(1);
	});
	test('and only when its random delay has passed', async () => {
		await changePolicy(place.sql, { delay_min: '60', delay_max: '1440' }, now);
		await met(place, 'D2');
		await place.settle();
		expect(await place.outcome('D2')).toBeUndefined();
		const { job } = place.jobs.find(({ name }) => name === 'decide')!;
		expect(job.after!.getTime()).toBeGreaterThanOrEqual(later(1).getTime());
		expect(job.after!.getTime()).toBeLessThanOrEqual(later(25).getTime());
		await place.settle(later(26));
		expect(await place.outcome('D2')).toBe('invited');
		await changePolicy(place.sql, { delay_min: '0', delay_max: '0' }, now);
	});
	test('and a job that comes too early, by a clock ahead of ours, is followed by another', async () => {
		await changePolicy(place.sql, { delay_min: '60', delay_max: '60' }, now);
		await met(place, 'early');
		// Nobody we know: looked at for the last time a day later.
		await place.feed('interactions', {
			id: 'stranger',
			kind: 'visit',
			customer: 'C-strange',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		for (const [interaction, at] of [
			['early', later(0.5)],
			['stranger', later(23.9)]
		] as const) {
			place.jobs.splice(0);
			await place.queue.enqueue(place.sql, 'decide', [{ data: { interactions: [interaction] } }]);
			await place.settle(at);
			expect(await place.outcome(interaction)).toBeUndefined();
			const [{ job }] = place.jobs as [TestPlace['jobs'][number]];
			expect(job.data).toEqual({ interactions: [interaction] });
			await place.settle(job.after!);
			expect(await place.outcome(interaction)).toBe(interaction === 'early' ? 'invited' : 'no_contact');
		}
		await changePolicy(place.sql, { delay_min: '0', delay_max: '0' }, now);
	});
	test('A23: of several encounters within the delay the draw chooses, not who came first', async () => {
		await changePolicy(place.sql, { delay_min: '60', delay_max: '1440' }, now);
		const first: boolean[] = [];
		for (let n = 0; n < 60; n++) {
			const customer = `C-A23-${n}`;
			await place.feed('customers', { id: customer, email: `a23-${n}@mail.example` });
			// The trivial contact first, the one that matters ten minutes later.
			for (const [id, at] of [
				[`small${n}`, '11:00'],
				[`big${n}`, '11:10']
			])
				await place.feed('interactions', { id, kind: 'call', customer, started_at: `2026-11-23T${at}:00Z` });
		}
		await place.settle();
		await place.settle(later(26));
		for (let n = 0; n < 60; n++) {
			const [small, big] = [await place.outcome(`small${n}`), await place.outcome(`big${n}`)];
			expect([small, big].sort()).toEqual(['asked_recently', 'invited']);
			first.push(small === 'invited');
		}
		// Standard deviation 3.9: four of them either way.
		expect(Math.abs(first.filter(Boolean).length - 30)).toBeLessThan(16);
		await changePolicy(place.sql, { delay_min: '0', delay_max: '0' }, now);
	});
	test('too late is too late', async () => {
		await met(place, 'D-late', { startedAt: '2026-10-01T10:00:00Z' });
		await place.settle();
		expect(await place.outcome('D-late')).toBe('too_late');
	});
});

describe('the contact is the customer’s own', () => {
	test('a changed contact does not move the invitation', async () => {
		await place.feed('contacts', {
			customer: 'C-D3',
			kind: 'email',
			value: 'reps.friend@post.example',
			changed_at: '2026-11-23T11:30:00Z',
			changed_by: 'R1'
		});
		await met(place, 'D3', { startedAt: '2026-11-23T11:00:00Z' });
		await place.settle();
		expect(await destination('D3')).toBe('D3@mail.example');
	});
	test('a contact changed before the interaction counts', async () => {
		await place.feed('contacts', {
			customer: 'C-D4',
			kind: 'email',
			value: 'moved@mail.example',
			changed_at: '2026-11-01',
			changed_by: 'customer'
		});
		await met(place, 'D4');
		await place.settle();
		expect(await destination('D4')).toBe('moved@mail.example');
	});
	test('a rep’s own mailbox never counts as the customer’s', async () => {
		await place.feed('reps', { id: 'R9', email: 'R.Nine@staff.example' });
		await met(place, 'D5', { email: 'r.nine@staff.example' });
		await place.settle();
		expect(await place.outcome('D5')).toBe('staff_contact');
	});
	test('a mailbox of many customers is nobody’s', async () => {
		for (const n of [1, 2, 3])
			await place.feed('customers', { id: `shared${n}`, email: 'shared@mail.example' });
		await place.feed('interactions', {
			id: 'D6',
			kind: 'visit',
			customer: 'shared2',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		expect(await place.outcome('D6')).toBe('destination_shared');
	});
	test('"declined" is a state of its own', async () => {
		await met(place, 'D7', { email: 'declined' });
		await place.settle();
		expect(await place.outcome('D7')).toBe('contact_declined');
	});
	test('a phone alone cannot be reached yet, and that is said', async () => {
		await place.feed('customers', { id: 'C-D8', phone: '+44 20 7946 0018' });
		await place.feed('interactions', {
			id: 'D8',
			kind: 'call',
			customer: 'C-D8',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		expect(await place.outcome('D8')).toBe('no_channel');
	});
});

describe('records arrive in any order', () => {
	test('an interaction waits for its customer', async () => {
		await place.feed('interactions', {
			id: 'D10',
			kind: 'visit',
			customer: 'C-D10',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		expect(await place.outcome('D10')).toBeUndefined();
		await place.feed('customers', { id: 'C-D10', email: 'late@mail.example' });
		await place.settle();
		expect(await place.outcome('D10')).toBe('invited');
		expect(await place.sql`select from waiting`).toHaveLength(0);
	});
	test('but not for ever', async () => {
		await place.feed('interactions', {
			id: 'D11',
			kind: 'visit',
			customer: 'C-nobody',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		await place.settle(later(25));
		expect(await place.outcome('D11')).toBe('no_contact');
	});
});

describe('how often a customer is asked', () => {
	test('once within the quiet days, whatever the order and the batch', async () => {
		await place.feed('customers', { id: 'C-often', email: 'often@mail.example' });
		await place.feed(
			'interactions',
			...[1, 2, 3].map((n) => ({
				id: `D2${n}`,
				kind: 'call',
				customer: 'C-often',
				started_at: `2026-11-23T0${n}:00:00Z`
			}))
		);
		await place.settle();
		await place.feed('interactions', {
			id: 'D24',
			kind: 'call',
			customer: 'C-often',
			started_at: '2026-11-23T11:30:00Z'
		});
		await place.settle();
		const outcomes = await Promise.all(['D21', 'D22', 'D23', 'D24'].map((id) => place.outcome(id)));
		expect(outcomes.sort()).toEqual(['asked_recently', 'asked_recently', 'asked_recently', 'invited']);
	});
	test('two workers deciding at once invite once', async () => {
		await place.feed('customers', { id: 'C-race', email: 'race@mail.example' });
		for (const n of [1, 2, 3, 4])
			await place.feed('interactions', {
				id: `D3${n}`,
				kind: 'call',
				customer: 'C-race',
				started_at: '2026-11-23T11:00:00Z'
			});
		const { decideInteractions } = await import('../../src/lib/server/sampling/sampling.ts');
		place.jobs.splice(0);
		await Promise.all(
			[1, 2, 3, 4, 1, 2, 3, 4].map((n) =>
				decideInteractions(
					place.sql,
					{ interactions: [`D3${n}`], queue: place.queue, vault, hasSms: false },
					now
				)
			)
		);
		const outcomes = await Promise.all([1, 2, 3, 4].map((n) => place.outcome(`D3${n}`)));
		expect(outcomes.filter((outcome) => outcome === 'invited')).toHaveLength(1);
		expect(place.jobs.filter(({ name }) => name === 'invite')).toHaveLength(1);
	});
	test('the draw follows the rate, and cannot be chosen by sending again', async () => {
		await changePolicy(place.sql, { draw_rate: '0.3' }, now);
		const ids = Array.from({ length: 1000 }, (_, n) => `draw${n}`);
		await place.feed('customers', ...ids.map((id) => ({ id: `C-${id}`, email: `${id}@mail.example` })));
		await place.feed(
			'interactions',
			...ids.map((id) => ({ id, kind: 'visit', customer: `C-${id}`, started_at: '2026-11-23T11:00:00Z' }))
		);
		await place.settle();
		const [row] =
			await place.sql`select count(*) filter (where outcome = 'invited')::int as invited, count(*)::int as n from decisions where interaction like 'draw%'`;
		expect(row!.n).toBe(1000);
		// Standard deviation 14.5: four of them either way.
		expect(Math.abs(row!.invited - 300)).toBeLessThan(58);
	});
});

describe('policy', () => {
	test('mistakes are named, all of them, and change nothing', async () => {
		const result = await changePolicy(
			place.sql,
			{ draw_rate: '2', expiry_days: 'x', sending_window: '20:00-09:00', colour: 'red' },
			now
		);
		expect('mistakes' in result && result.mistakes).toHaveLength(4);
		expect(await changePolicy(place.sql, { delay_min: '100000' }, now)).toMatchObject({
			mistakes: [expect.stringContaining('delay_max')]
		});
	});
	test('every version is kept and each decision names its own', async () => {
		const versions = await place.sql<{ policy: number }[]>`select distinct policy from decisions`;
		expect(versions.length).toBeGreaterThan(2);
		const kept = await place.sql<{ version: number }[]>`select version from policies`;
		expect(kept.map(({ version }) => version)).toEqual(
			expect.arrayContaining(versions.map(({ policy }) => policy))
		);
	});
});
