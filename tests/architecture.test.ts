// The rules of the house, read off the import lines.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const server = 'src/lib/server';

const rooms = [
	'ledger',
	'identity',
	'intake',
	'sampling',
	'survey',
	'invitation',
	'delivery',
	'response',
	'integrity',
	'returns',
	'flaws',
	'recovery',
	'desk',
	'reports',
	'alerts'
];
/** Put rooms together for a process; no room may know them. */
const assemblies = ['feeds.ts', 'openapi.ts', 'product.ts', 'uploads.ts'].map((name) => `${server}/${name}`);

const files = readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })
	.filter(
		(entry) => entry.isFile() && /\.(ts|svelte|js)$/.test(entry.name) && !entry.name.endsWith('.test.ts')
	)
	.map((entry) => relative(root, join(entry.parentPath, entry.name)));

const imports = files.flatMap((file) => {
	const text = readFileSync(join(root, file), 'utf8');
	const found = text.matchAll(
		/(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(['"]([^'"]+)['"]\)/g
	);
	return [...found].map(([, type, named, dynamic]) => ({
		file,
		isType: Boolean(type),
		target: resolveTarget(file, (named ?? dynamic)!)
	}));
});

function resolveTarget(file: string, target: string): string {
	if (target.startsWith('#lib/')) return `src/lib/${target.slice(5)}`;
	if (target.startsWith('.')) return relative(root, resolve(root, dirname(file), target));
	return target;
}

const roomOf = (file: string) => rooms.find((room) => file.startsWith(`${server}/${room}/`));
const offences = (isWrong: (line: (typeof imports)[number]) => boolean) =>
	imports.filter(isWrong).map(({ file, target }) => `${file} imports ${target}`);

describe('the house', () => {
	test('every room in the server is one of the design', () => {
		const found = readdirSync(join(root, server), { withFileTypes: true }).filter((entry) =>
			entry.isDirectory()
		);
		expect(found.map((entry) => entry.name).filter((name) => !rooms.includes(name))).toEqual([]);
	});

	test('a room imports faces of earlier rooms only', () => {
		expect(
			offences(({ file, target }) => {
				const [from, to] = [roomOf(file), roomOf(target)];
				if (!from || !to || from === to) return false;
				const isFace = target === `${server}/${to}/${to}.ts`;
				return !isFace || rooms.indexOf(to) > rooms.indexOf(from);
			})
		).toEqual([]);
	});

	test('rooms do not know what puts them together', () => {
		expect(offences(({ file, target }) => roomOf(file) !== undefined && assemblies.includes(target))).toEqual(
			[]
		);
	});

	test('every kind of job is worked on by every worker, so that none piles up', () => {
		const text = (file: string) => readFileSync(join(root, file), 'utf8');
		const [, list] = /const queues = \{([\s\S]*?)\} satisfies/.exec(text('src/lib/server/queue.ts'))!;
		const names = [...list!.matchAll(/^\t(\w+): \{/gm)].map(([, name]) => name!);
		const worked = [...text('src/worker.ts').matchAll(/^\tawait queue\.work\w*\('(\w+)'/gm)].map(
			([, name]) => name!
		);
		expect(names.length).toBeGreaterThan(10);
		expect(worked.sort()).toEqual(names.sort());
	});

	test('statistics imports nothing', () => {
		expect(
			offences(
				({ file, target }) =>
					file.startsWith('src/lib/statistics/') && !target.startsWith('src/lib/statistics/')
			)
		).toEqual([]);
	});

	test('pure rules import statistics, types, libraries and each other only', () => {
		const isPure = (file: string) => /\/(rules|timing)\.ts$/.test(file);
		expect(
			offences(({ file, target, isType }) => {
				if (!isPure(file) || isType) return false;
				return (
					target.startsWith('node:') ||
					(target.startsWith('src/') && !target.startsWith('src/lib/statistics/') && !isPure(target))
				);
			})
		).toEqual([]);
	});

	test('what plain node runs imports nothing of SvelteKit', () => {
		const plain = (file: string) =>
			file.startsWith(server) ||
			/^src\/(start|worker|cli|serve|analysing|analysing-process)\.ts$/.test(file) ||
			/^src\/(demo|commands)\//.test(file);
		expect(
			offences(
				({ file, target }) => plain(file) && /^(\$app|\$lib|@sveltejs\/kit|svelte)|\.svelte$/.test(target)
			)
		).toEqual([]);
	});

	test('routes go through faces', () => {
		expect(
			offences(
				({ file, target }) => file.startsWith('src/routes/') && /\/(queries|rules|jobs)\.ts$/.test(target)
			)
		).toEqual([]);
	});

	test('nothing of the server reaches a browser but types', () => {
		expect(
			offences(
				({ file, target, isType }) => file.startsWith('src/lib/web/') && target.startsWith(server) && !isType
			)
		).toEqual([]);
	});

	test('$lib is written #lib, which plain node understands too', () => {
		expect(offences(({ target }) => target.startsWith('$lib'))).toEqual([]);
	});

	test('nothing reads the clock or draws at random by itself', () => {
		const allowed = [
			`${server}/runtime.ts`,
			`${server}/database.ts`,
			`${server}/embedded.ts`,
			`${server}/vault.ts`
		];
		const guilty = files
			.filter((file) => file.startsWith(server) && !allowed.includes(file))
			.filter((file) => {
				return /Date\.now\(|new Date\(\)|Math\.random\(|randomBytes\(|process\.env/.test(
					readFileSync(join(root, file), 'utf8')
				);
			});
		expect(guilty).toEqual([]);
	});

	test('no file is called utils, helpers, services, managers or types', () => {
		expect(
			files.filter((file) =>
				/(^|\/)(utils?|helpers?|services?|managers?|types|misc|common)(\/|\.ts$)/.test(file)
			)
		).toEqual([]);
	});
});
