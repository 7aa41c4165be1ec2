// Opens the product for one process: database (given or embedded), migrations, jobs, secrets.
import { join } from 'node:path';
import type { Config } from './config.ts';
import { embeddedSecret, startEmbedded, type Embedded } from './embedded.ts';
import { outsideIn } from './ledger/ledger.ts';
import { createLog } from './log.ts';
import { openDatabase, type OpenDatabase } from './opening.ts';
import { openQueue } from './queue.ts';
import { setRuntime, systemSources, type Runtime } from './runtime.ts';
import { eraseAgain } from './rights.ts';
import { publishDefault } from './survey/survey.ts';
import { createVault } from './vault.ts';

export interface Product {
	runtime: Runtime;
	/** Of the database, as the product signs in. */
	url: string;
	/** Lets go of jobs, connections and the embedded database, in this order. */
	close(): Promise<void>;
}

export interface Opening {
	/** Told in plain words what is being waited for. */
	say(line: string): void;
	/** Whether this process looks after the job queue (the running product), or only adds to it (a command). */
	supervise: boolean;
}

export async function openProduct(config: Config, { say, supervise }: Opening): Promise<Product> {
	const embedded: Embedded | undefined = config.DATABASE_URL
		? undefined
		: await startEmbedded(config.DATA_DIR);
	const log = createLog(config.LOG_LEVEL);
	const vault = createVault(config.SECRET_KEY ?? embeddedSecret(config.DATA_DIR));
	let database: OpenDatabase | undefined;
	try {
		database = await openDatabase({
			url: config.DATABASE_URL ?? embedded!.url,
			reportsUrl: config.REPORTS_DATABASE_URL,
			vault,
			say,
			log: (line) => log.warn(line)
		});
		const { sql, reports, applied, url } = database;
		if (applied.length > 0) log.info({ applied }, 'migrated');
		await publishDefault(sql, systemSources.now());
		const queue = await openQueue(url, log, { supervise });
		const outside = outsideIn(config.LEDGER_DIR ?? join(config.DATA_DIR, 'ledger'));
		const runtime: Runtime = { config, sql, reports, outside, queue, vault, log, ...systemSources };
		setRuntime(runtime);
		await eraseAgain(runtime, say);
		return {
			runtime,
			url,
			async close() {
				await queue.stop();
				await database!.end();
				await embedded?.release();
			}
		};
	} catch (error) {
		await database?.end();
		await embedded?.release();
		throw error;
	}
}
