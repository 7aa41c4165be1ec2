// The floor: nothing but node:http, postgres.js and the one insert, no framework, no checks.
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from '#lib/server/database.ts';

const sql = connect(process.env.DATABASE_URL!);

const server = createServer((request, response) => {
	if (request.method !== 'POST') return void response.end('ok\n');
	let body = '';
	request.on('data', (chunk) => (body += chunk));
	request.on('end', async () => {
		const { comment, ticket: _, ...replies } = Object.fromEntries(new URLSearchParams(body));
		const hash = createHash('sha256').update(request.url!.slice(3)).digest();
		const receipt = randomBytes(9).toString('base64url');
		const now = new Date();
		const accepted = await sql`
			with open as (
				select v.id, v.interaction from links l join invitations v on v.id = l.invitation
				where l.hash = ${hash} and v.expires_at > ${now}
			), accepted as (
				insert into answers (interaction, invitation, questionnaire, receipt, replies, answered_at, received_at, seconds)
				select interaction, id, 1, ${receipt}, ${JSON.stringify(replies)}::text::jsonb, ${now}, ${now}, 1 from open
				on conflict (interaction) do nothing
				returning id
			), kept as (
				insert into answer_words (answer, key, words) select id, 'comment', ${comment!} from accepted
			)
			select 1 from accepted`;
		response.writeHead(accepted.length === 1 ? 303 : 500, { location: request.url! }).end();
	});
});
server.keepAliveTimeout = 65_000;
server.listen(Number(process.env.PORT), '127.0.0.1');

process.on('SIGTERM', () => process.exit(0));
