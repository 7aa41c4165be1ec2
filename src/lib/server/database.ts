// The connection to PostgreSQL. Verbs everywhere take `sql`, which may be this pool or a transaction.
import { connect as openTcp, type Socket } from 'node:net';
import postgres from 'postgres';

export type Pool = postgres.Sql;
export type Sql = postgres.Sql | postgres.TransactionSql;

export type Fragment = postgres.PendingQuery<postgres.Row[]>;

/** Pieces of SQL one after the other. */
export function joined(sql: Sql, parts: Fragment[], by: ', ' | ' and '): Fragment {
	return parts.reduce((all, part) => sql`${all}${sql.unsafe(by)}${part}`);
}

export function connect(url: string, options: { max?: number } = {}): Pool {
	return postgres(url, {
		max: options.max ?? 16,
		connect_timeout: 5,
		onnotice: () => {},
		// Compiling a plan costs more than any of ours gains by it.
		connection: { TimeZone: 'UTC', application_name: 'ungamed', jit: 'off' },
		// The library leaves Nagle's algorithm on, which costs 40 ms whenever a message has a second half.
		socket: openSocket
	} as postgres.Options<Record<string, never>>);
}

/** Not connected yet: what is written waits, and failures arrive as events, as the library expects. */
function openSocket({ host, port, path }: { host: string[]; port: number[]; path?: string | false }): Socket {
	return openTcp(path ? { path } : { host: host[0]!, port: port[0]!, noDelay: true });
}

/** One transaction, whether or not `sql` already is one. */
export function transaction<T>(sql: Sql, work: (sql: Sql) => Promise<T>): Promise<T> {
	if ('savepoint' in sql) return work(sql);
	return sql.begin(work) as Promise<T>;
}

/** For transactions that may lock the same rows in another order: one of them is told to try again. */
export async function untilNoDeadlock<T>(work: () => Promise<T>): Promise<T> {
	for (let left = 5; ; left--) {
		try {
			return await work();
		} catch (error) {
			if (left === 0 || (error as { code?: string }).code !== '40P01') throw error;
		}
	}
}

/** What an exception from the database means to the person waiting: an outage, or a bug. */
export function outage(error: unknown): 'unreachable' | 'disk_full' | undefined {
	const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
	if (code === '53100') return 'disk_full';
	if (
		code === '55000' &&
		error instanceof Error &&
		error.message.includes('not currently accepting connections')
	)
		return 'unreachable';
	const unreachable =
		/^(CONNECT_TIMEOUT|CONNECTION_\w+|ECONN\w+|EPIPE|ENOTFOUND|ENOENT|57P0[123]|08\w{3}|53300)$/;
	return unreachable.test(code) ? 'unreachable' : undefined;
}

/** Waits until the database answers, saying so once; gives up after `seconds`. */
export async function waitForDatabase(sql: Pool, say: (line: string) => void, seconds = 60): Promise<void> {
	const end = Date.now() + seconds * 1000;
	for (let attempt = 0; ; attempt++) {
		try {
			const [row] = await sql`select current_setting('server_version_num')::int as version`;
			if (row!.version < 150000)
				throw new Error('Ungamed needs PostgreSQL 15 or newer; this server is older.');
			return;
		} catch (error) {
			if (!outage(error)) throw error;
			if (Date.now() > end)
				throw new Error(`No database after ${seconds} seconds. Check DATABASE_URL and that the server runs.`);
			if (attempt === 0) say('Waiting for the database …');
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
	}
}
