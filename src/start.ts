// The whole product in one process: database, migrations, web, worker.
import { configOrExit } from '#lib/server/config.ts';
import { offerSetup } from '#lib/server/identity/identity.ts';
import { openProduct } from '#lib/server/product.ts';
import { serve } from './serve.ts';
import { startWorker } from './worker.ts';

const config = configOrExit(process.env);
const say = (line: string) => console.log(line);

try {
	const product = await openProduct(config, { say, supervise: true });
	const web = await serve(config, { development: process.argv.includes('--dev') });
	const endWorker = config.WORKER === 'inline' ? await startWorker(product) : undefined;

	const { sql, random, now } = product.runtime;
	const setup = await offerSetup(sql, random(16), now());
	if (setup)
		say(
			`Nobody can sign in yet. The first admin sets a password here, once:\n  ${config.ORIGIN}/sign-in/set-up/${setup}`
		);
	say(`Ungamed is ready at ${config.ORIGIN}`);

	let stopping = false;
	const stop = async () => {
		if (stopping) return;
		stopping = true;
		say('Stopping: finishing what has begun …');
		await web.close();
		await product.close();
		endWorker?.();
		process.exit(0);
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exit(1);
}
