// The floor: nothing but node:http, postgres.js and the one insert, no framework, no checks.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from '#lib/server/database.ts';
import { insertAnswer } from '#lib/server/response/queries.ts';

const sql = connect(process.env.DATABASE_URL!);

const server = createServer((request, response) => {
	if (request.method !== 'POST') return void response.end('ok\n');
	let body = '';
	request.on('data', (chunk) => (body += chunk));
	request.on('end', async () => {
		const { comment, ticket: _, ...replies } = Object.fromEntries(new URLSearchParams(body));
		const hash = createHash('sha256').update(request.url!.slice(3)).digest();
		const receipt = randomBytes(9).toString('base64url');
		const accepted = await insertAnswer(
			sql,
			{ hash, receipt, questionnaire: 1, replies, words: { comment: comment! }, seconds: 1 },
			new Date()
		);
		response.writeHead(accepted ? 303 : 500, { location: request.url! }).end();
	});
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.PORT), '127.0.0.1');

process.on('SIGTERM', () => process.exit(0));
