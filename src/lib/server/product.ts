// Opens the product for one process: database (given or embedded), migrations, jobs, secrets.
import { connect, waitForDatabase } from './database.ts';
import type { Config } from './config.ts';
import { embeddedSecret, startEmbedded, type Embedded } from './embedded.ts';
import { createLog } from './log.ts';
import { migrate } from './migrate.ts';
import { openQueue } from './queue.ts';
import { setRuntime, systemSources, type Runtime } from './runtime.ts';
import { publishDefault } from './survey/survey.ts';
import { createVault } from './vault.ts';

export interface Product {
	runtime: Runtime;
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
	const url = config.DATABASE_URL ?? embedded!.url;
	const log = createLog(config.LOG_LEVEL);
	const sql = connect(url);
	try {
		await waitForDatabase(sql, say);
		const applied = await migrate(sql);
		if (applied.length > 0) log.info({ applied }, 'migrated');
		await publishDefault(sql, systemSources.now());
		const queue = await openQueue(url, log, { supervise });
		const vault = createVault(config.SECRET_KEY ?? embeddedSecret(config.DATA_DIR));
		const runtime: Runtime = { config, sql, queue, vault, log, ...systemSources };
		setRuntime(runtime);
		return {
			runtime,
			async close() {
				await queue.stop();
				await sql.end({ timeout: 10 });
				await embedded?.release();
			}
		};
	} catch (error) {
		await sql.end({ timeout: 1 });
		await embedded?.release();
		throw error;
	}
}
