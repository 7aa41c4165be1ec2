// Generated posts against what reads answers: whatever comes, no exception, and nothing is accepted that the
// questionnaire does not allow. What is allowed is said here a second time, by other means than the rules'.
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	applicable,
	currentQuestionnaire,
	readReplies,
	type Asked,
	type Condition,
	type Question
} from '../../src/lib/server/survey/survey.ts';
import { takeForm, writeTicket } from '../../src/lib/server/response/response.ts';
import { sender } from '../support/customer.ts';
import { testPlace, vault, type TestPlace } from '../support/database.ts';
import { failureModes, makeLinks } from '../support/links.ts';
import { startProduct } from '../support/product.ts';

let place: TestPlace;
let questions: Question[];
beforeAll(async () => {
	place = await testPlace();
	const own: Question[] = [
		{ key: 'age', type: 'number', ask: 'Age?', least: 1, most: 120, when: { answer: 'stay', in: ['no'] } },
		{ key: 'why', type: 'text', ask: 'Why?', required: true, when: { answer: 'overall', in: ['1'] } },
		{ key: 'recommended', type: 'yes_no', ask: 'Did you?', when: { kind: ['call'] } }
	];
	questions = [...(await currentQuestionnaire(place.sql)).questions, ...own];
});
afterAll(() => place.end());

const interaction = fc.record({
	kind: fc.constantFrom('call', 'repair', 'visit'),
	product: fc.boolean(),
	promise: fc.boolean()
});

/** Half real names and codes, half anything. */
function posts(): fc.Arbitrary<[string, string][]> {
	const keys = questions.flatMap(({ key }) => [key, `${key}_words`]);
	const codes = questions.flatMap(({ options = [] }) => options.map(({ code }) => code));
	const odd = [
		'',
		' ',
		'0',
		'-1',
		'1e3',
		'٣',
		'９',
		'\0',
		'\ud800',
		'../..',
		'__proto__',
		'constructor',
		'[object Object]'
	];
	const name = fc.oneof(
		{ weight: 8, arbitrary: fc.constantFrom(...keys) },
		fc.constantFrom('__proto__', 'toString', 'ticket', 'overall[]', ''),
		fc.string({ maxLength: 12 })
	);
	const value = fc.oneof(
		{ weight: 8, arbitrary: fc.constantFrom(...codes, 'battery', 'screen', 'yes', 'no') },
		fc.constantFrom(...odd),
		fc.string({ unit: 'binary', maxLength: 30 }),
		fc.constant('x'.repeat(4001))
	);
	// Most customers begin at the beginning.
	const begun = fc.constantFrom(
		...['1', '2', '3', '4', '5'].map((code): [string, string][] => [['overall', code]])
	);
	const rest = fc.array(fc.tuple(name, value), { maxLength: 30 });
	return fc.oneof({ weight: 3, arbitrary: fc.tuple(begun, rest).map(([a, b]) => [...a, ...b]) }, rest);
}

/** Whether the replies themselves make a question one that is asked. */
function isAsked(condition: Condition | undefined, replies: Record<string, unknown>, asked: Asked): boolean {
	if (!condition) return true;
	if ('all' in condition) return condition.all.every((part) => isAsked(part, replies, asked));
	if ('any' in condition) return condition.any.some((part) => isAsked(part, replies, asked));
	if ('not' in condition) return !isAsked(condition.not, replies, asked);
	if ('kind' in condition) return condition.kind.includes(asked.kind);
	if ('interaction' in condition) return asked[condition.interaction];
	const said = replies[condition.answer];
	return (Array.isArray(said) ? said : [String(said)]).some((code) => condition.in.includes(code));
}

function offences(
	replies: Record<string, unknown>,
	words: Record<string, string>,
	asked: Asked,
	all: Question[] = questions
): string[] {
	const said = { ...replies, ...words };
	return Object.keys(said).flatMap((key) => {
		const question = all.find((each) => each.key === key);
		if (!question) return [`${key} is no question`];
		if (!isAsked(question.when, replies, asked)) return [`${key} was not asked`];
		const wrong: string[] = [];
		if (
			key in words &&
			(typeof words[key] !== 'string' || words[key].length > 4000 || !words[key].isWellFormed())
		)
			wrong.push(`${key} has bad words`);
		if (!(key in replies)) return wrong;
		const value = replies[key];
		const codes =
			question.type === 'yes_no'
				? ['yes', 'no']
				: [
						...(question.options ?? []).map(({ code }) => code),
						...(question.optionsFrom ? asked.failureModes.map(({ code }) => code) : [])
					];
		const fits = {
			text: false,
			number: Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 120,
			several:
				Array.isArray(value) &&
				value.length > 0 &&
				new Set(value).size === value.length &&
				value.every((code) => codes.includes(code)) &&
				!(value.length > 1 && value.includes(question.alone)),
			scale: ['number', 'string'].includes(typeof value) && codes.includes(String(value)),
			choice: typeof value === 'string' && codes.includes(value),
			yes_no: typeof value === 'string' && codes.includes(value)
		}[question.type];
		return fits ? wrong : [...wrong, `${key} = ${JSON.stringify(value)}`];
	});
}

describe('the answer parser', () => {
	test('100,000 generated posts: nothing thrown, nothing accepted that is not allowed', () => {
		let accepted = 0;
		fc.assert(
			fc.property(interaction, posts(), (facts, pairs) => {
				const asked = { ...facts, failureModes: facts.product ? failureModes : [] };
				const form = new URLSearchParams(pairs);
				const { replies, words, errors } = readReplies(questions, asked, form);
				expect(offences(replies, words, asked)).toEqual([]);
				const applying = new Set(applicable(questions, asked).map(({ key }) => key));
				expect(errors.filter(({ key }) => !applying.has(key))).toEqual([]);
				if (errors.length === 0) {
					accepted++;
					expect(Object.keys(replies).length + Object.keys(words).length).toBeGreaterThan(0);
					expect(replies.overall).toBeDefined();
				}
			}),
			{ numRuns: 100_000 }
		);
		// A test in which everything is refused would show nothing.
		expect(accepted).toBeGreaterThan(5000);
	}, 240_000);

	test('1,000 of them against the database: what is stored is allowed', async () => {
		const { questions: published } = await currentQuestionnaire(place.sql);
		const links = await makeLinks(place.sql, 1000, 'fuzzed ');
		const asked = { kind: 'repair', product: true, promise: true, failureModes };
		const now = new Date();
		const earlier = new Date(now.getTime() - 60_000);
		const generated = fc.sample(posts(), links.length);
		const states = await Promise.all(
			links.map((link, index) => {
				const ticket = writeTicket(vault, link, {
					questionnaire: 1,
					interaction: 'any',
					voice: false,
					asked,
					shownAt: earlier,
					spent: 0
				});
				const form = new URLSearchParams([
					['ticket', ticket],
					...generated[index]!.filter(([name]) => name !== 'ticket')
				]);
				return takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, now).catch(
					(problem: Error) => problem.message
				);
			})
		);
		const thrown = states.filter((state) => typeof state === 'string');
		expect(thrown).toEqual([]);
		const rows = await place.sql<{ replies: Record<string, unknown>; words: Record<string, string> }[]>`
			select replies, coalesce((select json_object_agg(key, words) from answer_words where answer = answers.id), '{}') as words
			from answers where interaction like 'fuzzed %'`;
		expect(rows.length).toBeGreaterThan(20);
		expect(rows.flatMap(({ replies, words }) => offences(replies, words, asked, published))).toEqual([]);
	});
});

test('1,000 generated bodies over HTTP: no 5xx, nothing in the log', async () => {
	const product = await startProduct();
	try {
		const [link] = await makeLinks(product.sql, 1, 'bodies ');
		const body = fc.oneof(
			fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
			posts().map((pairs) => Buffer.from(new URLSearchParams(pairs).toString())),
			fc.string({ unit: 'binary' }).map((text) => Buffer.from(`overall=${text}&%zz&=&&overall`))
		);
		const type = fc.constantFrom(
			'application/x-www-form-urlencoded',
			'application/x-www-form-urlencoded; charset=utf-16',
			'multipart/form-data',
			'multipart/form-data; boundary=x',
			'text/plain'
		);
		const samples = fc.sample(fc.tuple(body, type), 1000);
		const statuses = new Set<number>();
		for (let from = 0; from < samples.length; from += 20)
			await Promise.all(
				samples.slice(from, from + 20).map(async ([bytes, contentType]) => {
					const response = await fetch(`${product.origin}/s/${link}`, {
						method: 'POST',
						redirect: 'manual',
						body: new Uint8Array(bytes),
						headers: { origin: product.origin, accept: 'text/html', 'content-type': contentType }
					});
					await response.arrayBuffer();
					statuses.add(response.status);
				})
			);
		expect([...statuses].filter((status) => status >= 500 || status < 300)).toEqual([]);
		expect(product.output().includes('request failed')).toBe(false);
		expect(await product.sql`select from answers`).toHaveLength(0);
	} finally {
		await product.stop();
	}
});
