// Accepted answers per second at 16 connections: the product against a bare node:http + postgres.js server
// that does the same insert on the same database.
import autocannon from 'autocannon';
import { writeTicket } from '#lib/server/response/response.ts';
import { createVault } from '#lib/server/vault.ts';
import { makeLinks, secretKey, type Place } from './prepare.ts';

const connections = 16;
const perRound = 12_000;
const rounds = 3;

const asked = { kind: 'repair', product: true, promise: true, failureModes: [{ code: 'battery', label: '' }, { code: 'screen', label: '' }] };
const reply = 'overall=2&resolved=no&eased=2&promise_kept=broken&product_failed=yes&failure_mode=battery&same_failure_before=yes&replacement_failed=yes&asked_for_score=nobody&wanted=refund&comment=It+failed+again&contact_me=yes';

export async function benchAnswers(place: Place) {
	const vault = createVault(secretKey);
	const rates: Record<string, number[]> = { bare: [], product: [] };
	const servers = { bare: 'tests/bench/bare-server.ts', product: 'src/start.ts' };

	for (let round = 0; round < rounds; round++) {
		for (const [name, script] of Object.entries(servers)) {
			const links = await makeLinks(place.sql, perRound + 500, `${name}${round}-`);
			const bodies = links.map((link) => `ticket=${writeTicket(vault, link, { questionnaire: 1, asked, shownAt: new Date() })}&${reply}`);
			const origin = await place.serve(script, 4310);
			await post(origin, links.slice(0, 500), bodies.slice(0, 500));
			const seconds = await post(origin, links.slice(500), bodies.slice(500));
			rates[name]!.push(perRound / seconds);
			await checkAccepted(place, `${name}${round}-`, links.length);
		}
	}
	await place.stop();

	const bare = median(rates.bare!);
	const product = median(rates.product!);
	console.log(`accepted answers, ${connections} connections, median of ${rounds} rounds of ${perRound}`);
	console.log(`  bare node:http + postgres.js   ${Math.round(bare)}/s   (${rates.bare!.map(Math.round).join(', ')})`);
	console.log(`  Ungamed                        ${Math.round(product)}/s   (${rates.product!.map(Math.round).join(', ')})`);
	console.log(`  ratio                          ${(product / bare).toFixed(2)}   (at least 0.60, aim 0.80)`);
}

/** Posts each body to its link once; seconds taken. */
async function post(origin: string, links: string[], bodies: string[]): Promise<number> {
	let next = 0;
	const startedAt = performance.now();
	const result = await autocannon({
		url: origin,
		connections,
		amount: links.length,
		requests: [
			{
				method: 'POST',
				headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
				setupRequest: (request) => {
					const index = next++ % links.length;
					return { ...request, path: `/s/${links[index]}`, body: bodies[index] };
				}
			}
		]
	});
	if (result.non2xx !== result['3xx'] || result.errors > 0) throw new Error(`refused: ${JSON.stringify(result.statusCodeStats)}`);
	return (performance.now() - startedAt) / 1000;
}

/** A rate of refusals would be worth nothing: every answer must be there, with its words. */
async function checkAccepted({ sql }: Place, batch: string, expected: number) {
	const [row] = await sql<{ answers: number; words: number }[]>`
		select count(*)::int as answers, count(w)::int as words
		from answers a left join answer_words w on w.answer = a.id where a.interaction like ${`${batch}%`}`;
	if (row!.answers < expected - connections || row!.words !== row!.answers) throw new Error(`expected ${expected} answers: ${JSON.stringify(row)}`);
}

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
