// The command line: npm run ungamed -- <command>. Results on standard output, progress on standard
// error. Each command works beside a running product and without one.
import { configOrExit } from '#lib/server/config.ts';
import { outage } from '#lib/server/database.ts';
import { openProduct } from '#lib/server/product.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { commands, usage } from './commands/commands.ts';
import { Refused } from './commands/refused.ts';

const [name = '', ...rest] = process.argv.slice(2);

if (name === 'demo') {
	const { demo } = await import('./demo/demo.ts');
	await demo(rest);
} else if (Object.hasOwn(commands, name)) {
	process.exitCode = await run(commands[name as keyof typeof commands], rest);
} else {
	console.error(usage);
	process.exitCode = name === '' || name === 'help' ? 0 : 2;
}

async function run(
	command: (args: string[], runtime: Runtime) => Promise<number | void>,
	args: string[]
): Promise<number> {
	const config = configOrExit({ LOG_LEVEL: 'warn', ...process.env });
	try {
		const product = await openProduct(config, { say: (line) => console.error(line), supervise: false });
		try {
			return (await command(args, product.runtime)) ?? 0;
		} finally {
			await product.close();
		}
	} catch (error) {
		console.error(error instanceof Refused || !(error instanceof Error) ? String(error) : explain(error));
		return 1;
	}
}

function explain(error: Error): string {
	if ('code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
		return `${error.message}\n\n${usage}`;
	const cause = outage(error);
	if (cause === 'disk_full')
		return "The database's disk is full. What was stored stays; free some space and run the command again.";
	if (cause)
		return 'The database does not answer. Check that it runs (DATABASE_URL), and run the command again.';
	return error.message || String(error);
}
