// The OpenAPI 3.1 document of the feeds, made from the schemas that check them.
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
			title: 'Ungamed feeds',
			version: '1',
			description:
				'Records may arrive in any order and more than once. A record as first received stands: the same again is a duplicate, a differing one is refused. No reply tells whether an interaction will be surveyed.'
		},
		servers: [{ url: origin }],
		security: [{ key: [] }],
		paths: Object.fromEntries(
			feedNames.map((name) => [
				`/api/v1/${name}`,
				{
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
		),
		components: {
			securitySchemes: {
				key: { type: 'http', scheme: 'bearer', description: 'an API key with the scope "feed"' }
			},
			schemas: {
				...Object.fromEntries(feedNames.map((name) => [name, withoutDialect(feedJsonSchema(name))])),
				Reply: reply,
				Problem: problem
			}
		}
	};
}

const record = (name: string) => ({ $ref: `#/components/schemas/${name}` });

function withoutDialect(schema: object) {
	const { $schema: _, ...rest } = schema as { $schema?: string };
	return rest;
}
