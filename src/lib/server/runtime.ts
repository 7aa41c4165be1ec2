// What one running process holds. The web server is bundled apart from the sources that start it, so
// both find the same runtime through a well-known symbol instead of a module's own memory.
import { randomBytes } from 'node:crypto';
import type { Config } from './config.ts';
import type { Pool } from './database.ts';
import type { Outside } from './ledger/ledger.ts';
import type { Log } from './log.ts';
import type { Queue } from './queue.ts';
import type { Vault } from './vault.ts';

export interface Runtime {
	config: Config;
	sql: Pool;
	/** For figures: cannot read a contact, cannot write. */
	reports: Pool;
	/** What is kept outside the database. */
	outside: Outside;
	queue: Queue;
	vault: Vault;
	log: Log;
	/** The only clock and the only source of randomness. */
	now(): Date;
	random(bytes: number): Buffer;
}

const key = Symbol.for('ungamed.runtime');
const holder = globalThis as { [key]?: Runtime };

export function setRuntime(runtime: Runtime) {
	holder[key] = runtime;
}

export function runtime(): Runtime {
	const current = holder[key];
	if (!current) throw new Error('no runtime: start through src/start.ts, src/worker.ts or src/cli.ts');
	return current;
}

export const systemSources: Pick<Runtime, 'now' | 'random'> = { now: () => new Date(), random: randomBytes };
