// The OpenAPI 3.1 document: the feeds, made from the schemas that check them, and what other systems read.
import { feedJsonSchema, feedNames } from './feeds.ts';

const reply = {
	type: 'object',
	required: ['accepted', 'duplicates', 'rejected'],
	properties: {
		accepted: { type: 'integer', description: 'stored now' },
		duplicates: { type: 'integer', description: 'received before with the same content' },
		rejected: {
			type: 'array',
			items: {
				type: 'object',
				required: ['index', 'id', 'errors'],
				properties: {
					index: { type: 'integer', description: 'position in what was sent, from 0' },
					id: { type: ['string', 'null'] },
					line: { type: 'integer' },
					errors: {
						type: 'array',
						items: {
							type: 'object',
							required: ['path', 'message'],
							properties: { path: { type: 'string' }, message: { type: 'string' } }
						}
					}
				}
			}
		},
		stopped: { type: 'string', description: 'why reading stopped before the end; everything before is kept' }
	}
};

const problem = { type: 'object', required: ['error'], properties: { error: { type: 'string' } } };

const refusals = {
	400: 'the body cannot be read; the error names the place',
	401: 'the key is missing or unknown',
	403: 'the key lacks the scope "feed"',
	413: 'the body is too large; send NDJSON, or several requests',
	415: 'the content type is neither application/json nor application/x-ndjson',
	503: 'the database is away or full; nothing of the unfinished batch was stored, send it again'
};

export function openApi(origin: string) {
	const answer = (description: string, schema: string) => ({
		description,
		content: { 'application/json': { schema: { $ref: `#/components/schemas/${schema}` } } }
	});
	return {
		openapi: '3.1.0',
		info: {
			title: 'Ungamed',
			version: '1',
			description:
				'Records may arrive in any order and more than once. A record as first received stands: the same again is a duplicate, a differing one is refused. No reply tells whether an interaction will be surveyed.'
		},
		servers: [{ url: origin }],
		security: [{ key: [] }],
		paths: {
			...readings,
			'/api/v1/mail': takingMail,
			...Object.fromEntries(
				feedNames.map((name) => [
					`/api/v1/${name}`,
					{
						// One of them is read at the address it is fed to.
						...(readings as Record<string, object>)[`/api/v1/${name}`],
						post: {
							summary: `Send ${name}`,
							operationId: `send_${name}`,
							requestBody: {
								required: true,
								content: {
									'application/json': {
										schema: { oneOf: [record(name), { type: 'array', items: record(name) }] }
									},
									'application/x-ndjson': { schema: record(name) }
								}
							},
							responses: {
								200: answer('what was stored and what was refused', 'Reply'),
								...Object.fromEntries(
									Object.entries(refusals).map(([status, text]) => [status, answer(text, 'Problem')])
								)
							}
						}
					}
				])
			)
		},
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'an API key with the scope the path asks for' }
			},
			schemas: {
				...Object.fromEntries(feedNames.map((name) => [name, withoutDialect(feedJsonSchema(name))])),
				Reply: reply,
				Problem: problem
			}
		}
	};
}

const query = (name: string, description: string) => ({
	name,
	in: 'query',
	description,
	schema: { type: 'string' }
});
const inPath = (name: string) => ({ name, in: 'path', required: true, schema: { type: 'string' } });
const reading = (summary: string, operationId: string, parameters: object[], scope: string) => ({
	get: {
		summary: `${summary} (scope "${scope}")`,
		operationId,
		parameters,
		responses: {
			200: { description: 'as asked', content: { 'application/json': { schema: { type: 'object' } } } },
			400: { description: 'a parameter is wrong; the error names it' },
			401: { description: 'the key is missing or unknown' },
			403: { description: `the key lacks the scope "${scope}"` },
			404: { description: 'there is no such thing' }
		}
	}
});

const period = [
	query('from', 'first day'),
	query('to', 'last day'),
	query('location', 'of one place'),
	query('team', 'of one team')
];

const about = [
	...period,
	query('kind', 'of one kind'),
	query('channel', 'through one channel'),
	query('sku', 'about one product')
];

const readings = {
	'/api/v1/metrics': reading(
		'Figures: {answers, imported, voices, left_out, asked, compared_with, metrics: [{metric, name, share, low, high, n, weighted, adjusted, change, periods}]}; change is against the period before, which is as long',
		'read_metrics',
		[...about, query('format', 'json or csv')],
		'read'
	),
	'/api/v1/answers': reading(
		'Answers, newest first, without contacts: {answers: [{id, answered_at, kind, location, sku, replies, words, marks, tags, signals, …}], next}',
		'read_answers',
		[
			...about,
			query('words', 'words to search for, in the grammar of the answer\u2019s language'),
			query('said', 'such as resolved=no'),
			query('mark', 'with this mark'),
			query('tag', 'with this tag'),
			query('after', 'the "next" of the page before'),
			query('format', 'json or csv')
		],
		'read'
	),
	'/api/v1/cases': reading(
		'Cases, newest first, without contacts and without words of staff: {cases: [{id, interaction, rules, opened_at, acknowledge_by, acknowledged_at, closed_at, wanted, done, …}], next}',
		'read_cases',
		[
			query('state', 'open, unacknowledged, working, overdue or closed'),
			query('location', 'of one place'),
			query('rule', 'low_eased, promise_broken, wants_contact or failed_again'),
			query('after', 'the "next" of the page before'),
			query('format', 'json or csv')
		],
		'read'
	),
	'/api/v1/signals': reading(
		'Signs of gaming: {signals: [{id, detector, attack, subject_type, subject, n, observed, expected, interval, q_value, since, state, sentence}], next}; interval is the 95 % interval of observed / n',
		'read_signals',
		[
			...period,
			query('detector', 'by one detector'),
			query('subject_type', 'rep, location, staff or company'),
			query('state', 'open, confirmed or explained'),
			query('after', 'the "next" of the page before'),
			query('limit', '1 to 500; 100 unless said'),
			query('format', 'json or csv')
		],
		'read'
	),
	'/api/v1/coverage': reading(
		'What became of every interaction: {interactions, endings, steps, counts, returns, by, groups}',
		'read_coverage',
		[
			...period,
			query('kind', 'of one kind'),
			query('sku', 'about one product'),
			query('by', 'location, team, rep, kind or day; reps from 30 interactions on'),
			query('format', 'json or csv')
		],
		'read'
	),
	'/api/v1/findings': reading(
		'Findings: {findings: [{id, sku, failure_mode, lot, tier, cause, observed, expected, ebgm, eb05, e_value, since, first_crossed_at, state, sentence}], next}',
		'read_findings',
		[
			query('sku', 'of one product'),
			query('tier', 'watch, signal or confirmed'),
			query('cause', 'design, lot, service, no_fault_found or handling'),
			query('state', 'open, any, none, watching, investigating, confirmed, fix_shipped or dismissed'),
			query('from', 'first stood out on this day or later'),
			query('to', 'first stood out on this day or earlier'),
			query('after', 'the "next" of the page before'),
			query('limit', '1 to 500; 100 unless said'),
			query('format', 'json or csv')
		],
		'read'
	),
	'/api/v1/findings/{finding}': reading(
		'One finding with its evidence',
		'read_finding',
		[inPath('finding')],
		'read'
	),
	'/api/v1/products/{sku}/advice': reading(
		'Whether to replace a product by the same: {sku, replace_like_with_like, advice, alternatives: [{sku, name}], as_of}',
		'read_advice',
		[inPath('sku')],
		'advice'
	)
};

const takingMail = {
	post: {
		summary: 'Send a mail that came in – a bounce, a complaint or a reply – as a mail server got it',
		operationId: 'send_mail',
		requestBody: { required: true, content: { 'message/rfc822': { schema: { type: 'string' } } } },
		responses: {
			200: {
				description:
					'what it was: {taken}; taken again, nothing happens. Only what holds a reference of ours has an effect'
			},
			413: { description: 'the mail is larger than a mebibyte' },
			415: { description: 'the content type is not message/rfc822' }
		},
		description: 'Key scope: mail.'
	}
};

const record = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function withoutDialect(schema: object) {
	const { $schema: _, ...rest } = schema as { $schema?: string };
	return rest;
}
