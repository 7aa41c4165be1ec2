// Webhooks: signed as Standard Webhooks says (https://www.standardwebhooks.com), or a sentence for a chat. Addresses and secrets are
// sealed; a secret is shown once, and after a rotation the one before counts for another day.
import { Webhook } from 'standardwebhooks';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { NewJob } from '../queue.ts';
import type { Vault } from '../vault.ts';
import { eventTypes, type EventType, type NewEvent } from './events.ts';
import { postTo, refuseUrl, type Posted } from './posting.ts';

const aDay = 86_400_000;

export interface Hook {
	id: number;
	name: string;
	kind: 'signed' | 'slack';
	/** Only the host: the rest may be a secret. */
	host: string;
	events: EventType[];
	addedAt: Date;
	rotatedAt: Date | null;
	/** Of the last day: handed over, and not. */
	delivered: number;
	failed: number;
}

type Refused = { refused: string };

export interface NewHook {
	name: string;
	kind: string;
	url: string;
	events: string[];
	staff: number;
	/** 24 random bytes. */
	random: Buffer;
	vault: Vault;
	mayBePrivate: boolean;
}

const secretFrom = (random: Buffer) => `whsec_${random.toString('base64')}`;

/** The result is the only time the secret is readable; a chat's hook has none. */
export async function addHook(
	sql: Sql,
	{ name, kind, url, events, staff, random, vault, mayBePrivate }: NewHook,
	now: Date
): Promise<Refused | { id: number; secret: string | null }> {
	const called = name.trim();
	if (called === '' || called.length > 80)
		return { refused: 'Give the webhook a name of at most 80 characters.' };
	if (kind !== 'signed' && kind !== 'slack') return { refused: 'Choose what is posted.' };
	const wrong = refuseUrl(url.trim(), mayBePrivate);
	if (wrong) return { refused: wrong };
	const wanted = eventTypes.filter((type) => events.includes(type));
	if (wanted.length === 0) return { refused: 'Choose what it is told.' };
	const secret = kind === 'signed' ? secretFrom(random) : null;
	return transaction(sql, async (sql) => {
		const [row] = await sql<{ id: number }[]>`
			insert into hooks (name, kind, url, secret, events, added_by, added_at)
			values (${called}, ${kind}, ${vault.seal(url.trim())}, ${secret && vault.seal(secret)}, ${wanted}, ${staff}, ${now})
			returning id::int`;
		await recordAction(sql, { staff, action: 'hook_added', subject: `hook ${row!.id}` }, now);
		return { id: row!.id, secret };
	});
}

/** Another secret; the one before counts for another day, so that receivers can change over. */
export async function rotateSecret(
	sql: Sql,
	{ id, staff, random, vault }: { id: number; staff: number; random: Buffer; vault: Vault },
	now: Date
): Promise<string | undefined> {
	const secret = secretFrom(random);
	return transaction(sql, async (sql) => {
		const rows = await sql`
			update hooks set previous_secret = secret, secret = ${vault.seal(secret)}, rotated_at = ${now}
			where id = ${id} and kind = 'signed' and ended_at is null returning 1`;
		if (rows.length === 0) return undefined;
		await recordAction(sql, { staff, action: 'hook_secret_rotated', subject: `hook ${id}` }, now);
		return secret;
	});
}

export async function endHook(sql: Sql, { id, staff }: { id: number; staff: number }, now: Date) {
	await transaction(sql, async (sql) => {
		const rows =
			await sql`update hooks set ended_at = ${now} where id = ${id} and ended_at is null returning 1`;
		if (rows.length > 0) await recordAction(sql, { staff, action: 'hook_ended', subject: `hook ${id}` }, now);
	});
}

export async function listHooks(sql: Sql, vault: Vault, now: Date): Promise<Hook[]> {
	const since = new Date(now.getTime() - aDay);
	const isGood = sql`d.status between 200 and 299`;
	const rows = await sql<(Omit<Hook, 'host'> & { url: Buffer })[]>`
		select h.id::int, h.name, h.kind, h.url, h.events, h.added_at as "addedAt", h.rotated_at as "rotatedAt",
			count(d.id) filter (where ${isGood})::int as delivered, count(d.id) filter (where not coalesce(${isGood}, false))::int as failed
		from hooks h left join hook_deliveries d on d.hook = h.id and d.at >= ${since}
		where h.ended_at is null group by h.id order by h.id`;
	return rows.map(({ url, ...hook }) => ({ ...hook, host: new URL(vault.open(url)).host }));
}

export interface HookDelivery {
	id: number;
	hook: string;
	hookId: number;
	event: number;
	type: string;
	sentence: string;
	status: number | null;
	detail: string | null;
	milliseconds: number;
	at: Date;
}

/** The newest attempts. */
export async function listDeliveries(sql: Sql, limit = 50): Promise<HookDelivery[]> {
	return sql<HookDelivery[]>`
		select d.id::int, h.name as hook, h.id::int as "hookId", e.id::int as event, e.type, e.sentence, d.status, d.detail, d.milliseconds, d.at
		from hook_deliveries d join hooks h on h.id = d.hook join hook_events e on e.id = d.event
		where h.ended_at is null order by d.id desc limit ${limit}`;
}

/** One job for each hook that is told of each of these. */
export async function deliveriesOf(sql: Sql, events: NewEvent[]): Promise<NewJob[]> {
	if (events.length === 0) return [];
	const hooks = await sql<
		{ id: number; events: string[] }[]
	>`select id::int, events from hooks where ended_at is null`;
	return events.flatMap((event) =>
		hooks
			.filter((hook) => hook.events.includes(event.type))
			.map((hook) => ({ data: { hook: hook.id, event: event.id } }))
	);
}

/** Once more, whatever became of it. */
export async function resend(sql: Sql, id: number): Promise<NewJob | undefined> {
	const [row] = await sql<{ hook: number; event: number }[]>`
		select d.hook::int, d.event::int from hook_deliveries d join hooks h on h.id = d.hook where d.id = ${id} and h.ended_at is null`;
	return row && { data: { ...row, again: true } };
}

export interface Delivering {
	hook: number;
	event: number;
	/** Sent by hand: though it has arrived before. */
	again?: boolean;
	vault: Vault;
	mayBePrivate: boolean;
}

export type Delivered = 'delivered' | 'not needed' | { retry: string };

export async function deliver(sql: Sql, input: Delivering, now: Date): Promise<Delivered> {
	const [found] = await sql<Found[]>`
		select h.kind, h.url, h.secret, h.previous_secret as "previousSecret", h.rotated_at as "rotatedAt", e.type, e.data, e.sentence, e.at,
			exists (select from hook_deliveries d where d.hook = h.id and d.event = e.id and d.status between 200 and 299) as "hasArrived"
		from hooks h, hook_events e where h.id = ${input.hook} and h.ended_at is null and e.id = ${input.event}`;
	if (!found || (found.hasArrived && !input.again)) return 'not needed';
	const started = performance.now();
	const posted = await post(found, `evt_${input.event}`, input, now);
	await sql`
		insert into hook_deliveries (hook, event, status, detail, milliseconds, at)
		values (${input.hook}, ${input.event}, ${posted.status}, ${'detail' in posted ? posted.detail : null},
			${Math.round(performance.now() - started)}, ${now})`;
	if (posted.status !== null && posted.status >= 200 && posted.status < 300) return 'delivered';
	return { retry: posted.status === null ? posted.detail : `status ${posted.status}` };
}

interface Found {
	kind: 'signed' | 'slack';
	url: Buffer;
	secret: Buffer | null;
	previousSecret: Buffer | null;
	rotatedAt: Date | null;
	type: string;
	data: { url: string };
	sentence: string;
	at: Date;
	hasArrived: boolean;
}

function post(
	found: Found,
	id: string,
	{ vault, mayBePrivate }: Pick<Delivering, 'vault' | 'mayBePrivate'>,
	now: Date
): Promise<Posted> {
	const url = vault.open(found.url);
	if (found.kind === 'slack') {
		const body = JSON.stringify({ text: `${found.sentence}\n${found.data.url}` });
		return postTo({ url, body, headers: { 'content-type': 'application/json' }, mayBePrivate });
	}
	const body = JSON.stringify({ type: found.type, timestamp: found.at.toISOString(), data: found.data });
	const isChanging = found.rotatedAt !== null && now.getTime() - found.rotatedAt.getTime() < aDay;
	const secrets = [found.secret!, ...(isChanging && found.previousSecret ? [found.previousSecret] : [])];
	const signatures = secrets.map((sealed) => new Webhook(vault.open(sealed)).sign(id, now, body));
	const headers = {
		'content-type': 'application/json',
		'webhook-id': id,
		'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
		'webhook-signature': signatures.join(' ')
	};
	return postTo({ url, body, headers, mayBePrivate });
}

/** An event of no consequence, at once: whether anything arrives. */
export async function tryHook(
	sql: Sql,
	{ id, vault, mayBePrivate, origin }: { id: number; vault: Vault; mayBePrivate: boolean; origin: string },
	now: Date
): Promise<Posted | undefined> {
	const [hook] = await sql<Found[]>`
		select kind, url, secret, previous_secret as "previousSecret", rotated_at as "rotatedAt" from hooks where id = ${id} and ended_at is null`;
	if (!hook) return undefined;
	const test = {
		type: 'test',
		data: { url: `${origin}/settings/hooks` },
		sentence: 'Ungamed can reach this place.',
		at: now
	};
	return post({ ...hook, ...test }, `test_${now.getTime()}`, { vault, mayBePrivate }, now);
}
