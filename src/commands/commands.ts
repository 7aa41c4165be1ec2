// What operates the product.
import { parseArgs } from 'node:util';
import { isFeed, feedNames } from '#lib/server/feeds.ts';
import {
	addKey,
	addStaff,
	listKeys,
	revokeKey,
	roles,
	scopes,
	type Role,
	type Scope
} from '#lib/server/identity/identity.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { changePolicy, currentPolicy, policyNames } from '#lib/server/sampling/sampling.ts';
import { eraseCustomer, exportCustomer } from '#lib/server/rights.ts';
import { analyseOptions, runAnalysis } from './analyse.ts';
import { importFile } from './import.ts';
import { checkpoint, checkpointOptions, verify, verifyOptions } from './ledger.ts';
import { importOptOuts } from './opt-outs.ts';
import { Refused } from './refused.ts';

export const usage = `Usage: npm run ungamed -- <command>

  migrate                                   apply database migrations
  user add --email E --role R               add staff (${roles.join(', ')}); password from standard input
  key add --name N --scope S[,S] [--days D] create an API key (${scopes.join(', ')}); prints it once
  key list                                  keys by name and prefix
  key revoke --name N                       end a key
  import <feed> <file.csv|.ndjson>          feeds: ${feedNames.join(', ')}
  opt-outs <file.csv>                       take over who wants no questions (columns: contact, customer)
  policy                                    how customers are asked
  policy set name=value …                   change it: ${policyNames.join(', ')}
  analyse [--as-of DAY] [--full]            look for design flaws; findings as JSON
  verify [--checkpoint FILE] [--key K]      whether the ledger still is what was signed
  checkpoint                                sign the ledger as it stands, print it
  checkpoint --after-restore WHY            begin anew after the restore of an older backup
  export --customer ID                      everything held about a customer, as JSON
  erase --customer ID [--reason WHY]        forget a customer
  demo [--fresh]                            a simulated retail chain to look around in`;

/** The result is the exit code; nothing means success. */
type Command = (args: string[], runtime: Runtime) => Promise<number | void>;

export const commands = {
	async migrate() {
		// Opening the product has applied them.
		console.log('The database is up to date.');
	},

	async user(args, { sql, now }) {
		const { values } = parse(args, 'user', ['add'], { email: { type: 'string' }, role: { type: 'string' } });
		const { email, role } = values;
		if (!email) throw new Refused('--email is needed');
		if (!roles.includes(role as Role)) throw new Refused(`--role must be ${roles.join(', ')}`);
		if (process.stdin.isTTY) process.stderr.write('Password: ');
		const password = await firstLineOfInput();
		const result = await addStaff(sql, { email, role: role as Role, password }, now());
		if ('refused' in result) throw new Refused(result.refused);
		console.log(`${email} can sign in as ${role}.`);
	},

	async key(args, { sql, now, random }) {
		const { values, verb } = parse(args, 'key', ['add', 'list', 'revoke'], {
			name: { type: 'string' },
			scope: { type: 'string' },
			days: { type: 'string' }
		});
		if (verb === 'list') {
			for (const key of await listKeys(sql))
				console.log(
					`${key.prefix}…  ${key.name}  ${key.scopes.join(',')}${key.expiresAt ? `  until ${key.expiresAt.toISOString()}` : ''}${key.revokedAt ? '  revoked' : ''}`
				);
			return;
		}
		const { name, scope = '', days } = values;
		if (!name) throw new Refused('--name is needed');
		if (verb === 'revoke') {
			if ((await revokeKey(sql, { name }, now())) === 0) throw new Refused(`no key is named "${name}"`);
			console.log(`Revoked: ${name}`);
			return;
		}
		const wanted = scope.split(',').filter(Boolean);
		if (wanted.length === 0 || !wanted.every((each) => scopes.includes(each as Scope)))
			throw new Refused(`--scope must be one or more of ${scopes.join(', ')}, separated by commas`);
		if (days !== undefined && !/^[1-9]\d{0,3}$/.test(days)) throw new Refused('--days must be whole days');
		const expiresAt = days === undefined ? null : new Date(now().getTime() + Number(days) * 86_400_000);
		console.log(await addKey(sql, { name, scopes: wanted as Scope[], random: random(24), expiresAt }, now()));
	},

	async import(args, runtime) {
		const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
		const [feed, file] = positionals;
		if (!feed || !isFeed(feed)) throw new Refused(`which feed? ${feedNames.join(', ')}`);
		if (!file) throw new Refused('which file? a .csv or .ndjson file');
		return importFile(runtime, feed, file);
	},

	async 'opt-outs'(args, runtime) {
		const [file, extra] = parseArgs({ args, allowPositionals: true, options: {} }).positionals;
		if (!file || extra !== undefined) throw new Refused('which file? one .csv file');
		return importOptOuts(runtime, file);
	},

	analyse: (args, runtime) => runAnalysis(parseArgs({ args, options: analyseOptions }).values, runtime),

	verify: (args, runtime) => verify(parseArgs({ args, options: verifyOptions }).values, runtime),

	checkpoint: (args, runtime) => checkpoint(parseArgs({ args, options: checkpointOptions }).values, runtime),

	async export(args, runtime) {
		const { customer, reason } = parseArgs({ args, options: rightsOptions }).values;
		if (!customer) throw new Refused('--customer is needed');
		const found = await exportCustomer(runtime, { customer, staff: null, reason }, runtime.now());
		if (!found) throw new Refused(`nothing is held about a customer "${customer}"`);
		console.log(JSON.stringify(found, null, '\t'));
	},

	async erase(args, runtime) {
		const { customer, reason = 'command line' } = parseArgs({ args, options: rightsOptions }).values;
		if (!customer) throw new Refused('--customer is needed');
		if ((await eraseCustomer(runtime, { customer, reason, staff: null }, runtime.now())) === 'unknown')
			throw new Refused(`nothing is held about a customer "${customer}"`);
		console.log('Erased. Figures and the ledger keep what happened, not to whom.');
	},

	async policy(args, { sql, now }) {
		const [verb, ...assignments] = args;
		if (verb === 'set') {
			if (assignments.length === 0)
				throw new Refused(`name=value is needed; there are ${policyNames.join(', ')}`);
			const values = Object.fromEntries(assignments.map(readAssignment));
			const result = await changePolicy(sql, values, now());
			if ('mistakes' in result) throw new Refused(result.mistakes.join('\n'));
		} else if (verb !== undefined) {
			throw new Refused(`policy ${verb} is not a command; there are "policy" and "policy set name=value …"`);
		}
		const policy = await currentPolicy(sql);
		for (const name of policyNames) console.log(`${name}=${policy[name]}`);
	}
} satisfies Record<string, Command>;

const rightsOptions = { customer: { type: 'string' }, reason: { type: 'string' } } as const;

function parse<O extends NonNullable<Parameters<typeof parseArgs>[0]>['options']>(
	args: string[],
	name: string,
	verbs: string[],
	options: O
) {
	const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
	const [verb = '', extra] = positionals;
	if (!verbs.includes(verb) || extra !== undefined)
		throw new Refused(`usage: ${name} ${verbs.join(' | ')}\n\n${usage}`);
	return { verb, values: values as unknown as Record<keyof O, string | undefined> };
}

function readAssignment(text: string): [string, string] {
	const at = text.indexOf('=');
	if (at < 1) throw new Refused(`"${text}" is not of the form name=value`);
	return [text.slice(0, at), text.slice(at + 1)];
}

async function firstLineOfInput(): Promise<string> {
	let text = '';
	for await (const chunk of process.stdin) {
		text += chunk;
		if (text.includes('\n')) break;
	}
	return text.split(/\r?\n/)[0]!;
}
