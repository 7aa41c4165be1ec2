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
import { importFile } from './import.ts';

/** An expected refusal: shown as it is, without a stack. */
export class Refused extends Error {
	override toString() {
		return this.message;
	}
}

export const usage = `Usage: npm run ungamed -- <command>

  migrate                                   apply database migrations
  user add --email E --role R               add staff (${roles.join(', ')}); password from standard input
  key add --name N --scope S[,S]            create an API key (${scopes.join(', ')}); prints it once
  key list                                  keys by name and prefix
  key revoke --name N                       end a key
  import <feed> <file.csv|.ndjson>          feeds: ${feedNames.join(', ')}
  policy                                    how customers are asked
  policy set name=value …                   change it: ${policyNames.join(', ')}
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
			scope: { type: 'string' }
		});
		if (verb === 'list') {
			for (const key of await listKeys(sql))
				console.log(
					`${key.prefix}…  ${key.name}  ${key.scopes.join(',')}${key.revoked_at ? '  revoked' : ''}`
				);
			return;
		}
		const { name, scope = '' } = values;
		if (!name) throw new Refused('--name is needed');
		if (verb === 'revoke') {
			if ((await revokeKey(sql, name, now())) === 0) throw new Refused(`no key is named "${name}"`);
			console.log(`Revoked: ${name}`);
			return;
		}
		const wanted = scope.split(',').filter(Boolean);
		if (wanted.length === 0 || !wanted.every((each) => scopes.includes(each as Scope)))
			throw new Refused(`--scope must be one or more of ${scopes.join(', ')}, separated by commas`);
		console.log(await addKey(sql, { name, scopes: wanted as Scope[], random: random(24) }, now()));
	},

	async import(args, runtime) {
		const { positionals } = parseArgs({ args, allowPositionals: true, options: {} });
		const [feed, file] = positionals;
		if (!feed || !isFeed(feed)) throw new Refused(`which feed? ${feedNames.join(', ')}`);
		if (!file) throw new Refused('which file? a .csv or .ndjson file');
		return importFile(runtime, feed, file);
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
