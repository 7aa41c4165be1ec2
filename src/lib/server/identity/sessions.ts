// Sessions (lucia), kept as hashes: who reads the table cannot become anybody.
import { createHash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession } from 'lucia';
import type { Sql } from '../database.ts';
import type { Role } from './identity.ts';

declare module 'lucia' {
	interface Register {
		Lucia: ReturnType<typeof createSessions>;
		DatabaseUserAttributes: { email: string; role: Role };
		UserId: number;
	}
}

export interface SignedIn {
	id: number;
	email: string;
	role: Role;
}

export const sessionCookie = 'ungamed_session';

export function createSessions(sql: Sql, { secure }: { secure: boolean }) {
	return new Lucia(adapter(sql), {
		sessionExpiresIn: new TimeSpan(12, 'h'),
		sessionCookie: { name: sessionCookie, expires: false, attributes: { secure, sameSite: 'lax' } },
		getUserAttributes: ({ email, role }) => ({ email, role })
	});
}

const hashed = (sessionId: string) => createHash('sha256').update(sessionId).digest();

function adapter(sql: Sql): Adapter {
	return {
		async getSessionAndUser(sessionId) {
			const [row] = await sql<{ staff: number; expires_at: Date; email: string; role: Role }[]>`
				select staff::int, expires_at, email, role from sessions join staff on staff.id = sessions.staff
				where id_hash = ${hashed(sessionId)}`;
			if (!row) return [null, null];
			const session = { id: sessionId, userId: row.staff, expiresAt: row.expires_at, attributes: {} };
			return [session, { id: row.staff, attributes: { email: row.email, role: row.role } }];
		},
		async getUserSessions(staff): Promise<DatabaseSession[]> {
			const rows = await sql<{ id_hash: Buffer; expires_at: Date }[]>`
				select id_hash, expires_at from sessions where staff = ${staff}`;
			// The ids themselves are not known any more; the hash serves to tell sessions apart.
			return rows.map((row) => ({
				id: row.id_hash.toString('hex'),
				userId: staff,
				expiresAt: row.expires_at,
				attributes: {}
			}));
		},
		async setSession({ id, userId, expiresAt }) {
			await sql`insert into sessions (id_hash, staff, expires_at) values (${hashed(id)}, ${userId}, ${expiresAt})`;
		},
		async updateSessionExpiration(sessionId, expiresAt) {
			await sql`update sessions set expires_at = ${expiresAt} where id_hash = ${hashed(sessionId)}`;
		},
		async deleteSession(sessionId) {
			await sql`delete from sessions where id_hash = ${hashed(sessionId)}`;
		},
		async deleteUserSessions(staff) {
			await sql`delete from sessions where staff = ${staff}`;
		},
		async deleteExpiredSessions() {
			await sql`delete from sessions where expires_at <= now()`;
		}
	};
}
