// Staff: invited by an admin, ended by an admin. There is always an admin left.
import { hash } from '@node-rs/argon2';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Queue } from '../queue.ts';
import { roles, type Role } from './identity.ts';
import { voidLetters, writeLetter } from './letters.ts';
import { passwordProblem } from './passwords.ts';

export type NewStaff = { email: string; role: Role; password: string };

const emailProblem = (email: string) =>
	!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320 ? 'email: must be an e-mail address' : undefined;

/** Adds a member of staff with a password. Refusals name the field. */
export async function addStaff(
	sql: Sql,
	{ email, role, password }: NewStaff,
	now: Date
): Promise<{ id: number } | { refused: string }> {
	const problem = emailProblem(email) ?? passwordProblem(password);
	if (problem) return { refused: problem };
	const passwordHash = await hash(password);
	return transaction(sql, async (sql) => {
		const id = await insertStaff(sql, { email, role, passwordHash }, now);
		if (id === undefined) return { refused: 'email: somebody with this address exists already' };
		await recordAction(sql, { staff: null, action: 'staff_added', subject: `staff ${id} ${role}` }, now);
		return { id };
	});
}

/** Invites somebody by a letter; they set a password themselves. */
export async function inviteStaff(
	sql: Sql,
	{ email, role, by, queue }: { email: string; role: string; by: number; queue: Pick<Queue, 'enqueue'> },
	now: Date
): Promise<{ refused: string } | { id: number }> {
	const problem = emailProblem(email.trim());
	if (problem) return { refused: problem };
	const chosen = roles.find((each) => each === role);
	if (!chosen) return { refused: `role: must be ${roles.join(', ')}` };
	return transaction(sql, async (sql) => {
		const id = await insertStaff(sql, { email, role: chosen, passwordHash: null }, now);
		if (id === undefined) return { refused: 'email: somebody with this address exists already' };
		await writeLetter(sql, { staff: id, purpose: 'join', queue }, now);
		await recordAction(sql, { staff: by, action: 'staff_invited', subject: `staff ${id} ${chosen}` }, now);
		return { id };
	});
}

async function insertStaff(
	sql: Sql,
	{ email, role, passwordHash }: { email: string; role: Role; passwordHash: string | null },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into staff (email, role, password_hash, created_at, joined_at)
		values (${email.trim()}, ${role}, ${passwordHash}, ${now}, ${passwordHash === null ? null : now})
		on conflict do nothing
		returning id::int`;
	return row?.id;
}

export interface StaffRow {
	id: number;
	email: string;
	role: Role;
	joinedAt: Date | null;
	endedAt: Date | null;
	hasTotp: boolean;
	throughProvider: boolean;
	seenAt: Date | null;
	/** API keys they made that still open something. */
	openKeys: number;
}

export async function listStaff(sql: Sql, now: Date): Promise<StaffRow[]> {
	return sql<StaffRow[]>`
		select id::int, email, role, joined_at as "joinedAt", ended_at as "endedAt", totp is not null as "hasTotp",
			issuer is not null as "throughProvider", (select max(seen_at) from sessions where sessions.staff = staff.id) as "seenAt",
			(select count(*)::int from api_keys where created_by = staff.id and revoked_at is null
				and coalesce(expires_at > ${now}, true)) as "openKeys"
		from staff order by ended_at is not null, lower(email)`;
}

/** Whoever may work at the quality team's desk, by address. */
export async function listQualityStaff(sql: Sql): Promise<{ id: number; email: string }[]> {
	return sql<{ id: number; email: string }[]>`
		select id::int, email from staff where ended_at is null and role in ('admin', 'quality') order by lower(email)`;
}

export type StaffChange =
	| { do: 'role'; role: string }
	| { do: 'end' }
	| { do: 'return' }
	| { do: 'sign out' }
	| { do: 'invite again'; queue: Pick<Queue, 'enqueue'> };

/** Changes what somebody may do; their sessions end where it becomes less. */
export async function changeStaff(
	sql: Sql,
	{ staff, by, change }: { staff: number; by: number; change: StaffChange },
	now: Date
): Promise<{ refused: string } | 'changed'> {
	return transaction(sql, async (sql) => {
		// One change of staff at a time, so that two admins cannot end each other. Any fixed number.
		await sql`select pg_advisory_xact_lock(7155206)`;
		const [found] = await sql<{ role: Role }[]>`select role from staff where id = ${staff}`;
		if (!found) return { refused: 'There is nobody with this number.' };
		const { action, subject } = await apply(sql, staff, found.role, change, now);
		if (!(await hasAdmin(sql))) throw new Refusal('There has to be an admin who can sign in.');
		await recordAction(sql, { staff: by, action, subject: subject ?? `staff ${staff}` }, now);
		return 'changed' as const;
	}).catch((error: unknown) => {
		if (error instanceof Refusal) return { refused: error.message };
		throw error;
	});
}

/** Undoes the transaction. */
class Refusal extends Error {}

async function hasAdmin(sql: Sql): Promise<boolean> {
	const rows =
		await sql`select from staff where role = 'admin' and ended_at is null and joined_at is not null limit 1`;
	return rows.length > 0;
}

async function apply(sql: Sql, staff: number, before: Role, change: StaffChange, now: Date) {
	if (change.do === 'role') {
		const role = roles.find((each) => each === change.role);
		if (!role || role === before) throw new Refusal(`They are ${before} already, or this is no role.`);
		await sql`update staff set role = ${role} where id = ${staff}`;
		await sql`delete from sessions where staff = ${staff}`;
		return { action: 'role_changed', subject: `staff ${staff} ${before} ${role}` };
	}
	if (change.do === 'invite again') {
		await writeLetter(sql, { staff, purpose: 'join', queue: change.queue }, now);
		return { action: 'staff_invited' };
	}
	if (change.do === 'return') {
		await sql`update staff set ended_at = null where id = ${staff}`;
		return { action: 'staff_returned' };
	}
	await sql`delete from sessions where staff = ${staff}`;
	if (change.do === 'sign out') return { action: 'signed_out_everywhere' };
	await sql`update staff set ended_at = ${now} where id = ${staff}`;
	await voidLetters(sql, staff, now);
	return { action: 'staff_ended' };
}

/** The address of somebody who still has an account. */
export async function addressOf(sql: Sql, staff: number): Promise<string | undefined> {
	const [row] = await sql<
		{ email: string }[]
	>`select email from staff where id = ${staff} and ended_at is null`;
	return row?.email;
}
