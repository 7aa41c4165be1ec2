// Sessions (lucia), kept as hashes: who reads the table cannot become anybody.
import { createHash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import type { Sql } from '../database.ts';
import type { Role } from './identity.ts';
import { standingOf, type Standing } from './rules.ts';

interface SessionAttributes {
	number?: number;
	createdAt: Date;
	seenAt: Date;
	browser: string | null;
	secondFactor: boolean;
}

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof createSessions>;
		DatabaseUserAttributes: { email: string; role: Role; hasTotp: boolean };
		DatabaseSessionAttributes: SessionAttributes;
		UserId: number;
	}
}

export interface SignedIn {
	id: number;
	email: string;
	role: Role;
	hasTotp: boolean;
	/** The number of this session. */
	session: number;
}

export const sessionCookie = 'ungamed_session';

export function createSessions(sql: Sql, { secure }: { secure: boolean }) {
	return new Lucia(adapter(sql), {
		sessionExpiresIn: new TimeSpan(12, 'h'),
		sessionCookie: { name: sessionCookie, expires: false, attributes: { secure, sameSite: 'lax' } },
		getUserAttributes: ({ email, role, hasTotp }) => ({ email, role, hasTotp }),
		getSessionAttributes: (attributes) => attributes
	});
}

export interface Beginning {
	staff: number;
	/** User-Agent as the browser sent it. */
	browser: string | null;
	secondFactor: boolean;
	secure: boolean;
}

/** A new session, and the cookie that names it. */
export async function beginSession(sql: Sql, { staff, browser, secondFactor, secure }: Beginning, now: Date) {
	const sessions = createSessions(sql, { secure });
	const attributes = { createdAt: now, seenAt: now, browser: browser?.slice(0, 300) ?? null, secondFactor };
	const { id } = await sessions.createSession(staff, attributes);
	return sessions.createSessionCookie(id);
}

export interface Asking {
	user: SignedIn;
	standing: Exclude<Standing, 'ended'>;
}

const fiveMinutes = 300_000;

/** Who holds this session, and how far it goes. */
export async function readSession(
	sql: Sql,
	{ id, secure }: { id: string; secure: boolean },
	now: Date
): Promise<Asking | undefined> {
	const { user, session } = await createSessions(sql, { secure }).validateSession(id);
	if (!user) return undefined;
	const standing = standingOf({ ...user, ...session }, now);
	if (standing === 'ended') return undefined;
	if (now.getTime() - session.seenAt.getTime() > fiveMinutes)
		await sql`update sessions set seen_at = ${now} where id_hash = ${hashed(id)}`;
	const { id: staff, email, role, hasTotp } = user;
	return { user: { id: staff, email, role, hasTotp, session: session.number! }, standing };
}

export async function endSession(sql: Sql, id: string) {
	await sql`delete from sessions where id_hash = ${hashed(id)}`;
}

export interface SessionRow {
	number: number;
	createdAt: Date;
	seenAt: Date;
	browser: string | null;
}

export async function listSessions(sql: Sql, staff: number, now: Date): Promise<SessionRow[]> {
	return sql<SessionRow[]>`
		select number::int, created_at as "createdAt", seen_at as "seenAt", browser from sessions
		where staff = ${staff} and expires_at > ${now} order by seen_at desc`;
}

/** Ends one of somebody's sessions, or all but the one given. */
export async function endSessions(
	sql: Sql,
	staff: number,
	which: { number: number } | { allBut: number | null }
) {
	await sql`delete from sessions where staff = ${staff}
		${'number' in which ? sql`and number = ${which.number}` : sql`and number is distinct from ${which.allBut}`}`;
}

const hashed = (sessionId: string) => createHash('sha256').update(sessionId).digest();

function adapter(sql: Sql): Adapter {
	return {
		async getSessionAndUser(sessionId) {
			const [row] = await sql<
				({
					staff: number;
					expires_at: Date;
					email: string;
					role: Role;
					hasTotp: boolean;
				} & SessionAttributes)[]
			>`
				select staff::int, expires_at, email, role, totp is not null as "hasTotp", number::int, sessions.created_at as "createdAt",
					seen_at as "seenAt", browser, second_factor as "secondFactor"
				from sessions join staff on staff.id = sessions.staff
				where id_hash = ${hashed(sessionId)} and ended_at is null`;
			if (!row) return [null, null];
			const { staff, expires_at, email, role, hasTotp, ...attributes } = row;
			const session = { id: sessionId, userId: staff, expiresAt: expires_at, attributes };
			return [session, { id: staff, attributes: { email, role, hasTotp } }];
		},
		// Sessions are listed by number (listSessions): their ids are not known any more.
		getUserSessions: async (): Promise<DatabaseSession[]> => [],
		async setSession({ id, userId, expiresAt, attributes: { createdAt, seenAt, browser, secondFactor } }) {
			await sql`
				insert into sessions (id_hash, staff, expires_at, created_at, seen_at, browser, second_factor)
				values (${hashed(id)}, ${userId}, ${expiresAt}, ${createdAt}, ${seenAt}, ${browser}, ${secondFactor})`;
		},
		async updateSessionExpiration(sessionId, expiresAt) {
			await sql`update sessions set expires_at = ${expiresAt} where id_hash = ${hashed(sessionId)}`;
		},
		deleteSession: (sessionId) => endSession(sql, sessionId),
		async deleteUserSessions(staff) {
			await sql`delete from sessions where staff = ${staff}`;
		},
		async deleteExpiredSessions() {
			await sql`delete from sessions where expires_at <= now()`;
		}
	};
}
