// Accepted answers per second at 16 connections: the product against a bare node:http + postgres.js server
// that does the same insert on the same database.
import { writeTicket } from '#lib/server/response/response.ts';
import { createVault, type Vault } from '#lib/server/vault.ts';
import { load, type Prepared } from './load.ts';
import { makeLinks } from '../support/links.ts';
import { secretKey, type Place } from './prepare.ts';

const connections = 16;
const perRound = 12_000;
const warmUp = 2000;
const rounds = 3;

const asked = {
	kind: 'repair',
	product: true,
	promise: true,
	failureModes: [
		{ code: 'battery', label: '' },
		{ code: 'screen', label: '' }
	]
};
const reply =
	'overall=2&resolved=no&eased=2&promise_kept=broken&product_failed=yes&failure_mode=battery&same_failure_before=yes&replacement_failed=yes&asked_for_score=nobody&wanted=refund&comment=It+failed+again&contact_me=yes';

export async function benchAnswers(place: Place) {
	const vault = createVault(secretKey);
	const rates: Record<string, number[]> = { bare: [], product: [] };
	const servers = { bare: 'tests/bench/bare-server.ts', product: 'src/start.ts' };

	for (let round = 0; round < rounds; round++) {
		for (const [name, script] of Object.entries(servers)) {
			const requests = await preparedAnswers(place, vault, perRound + warmUp, `${name}${round}-`);
			const origin = await place.serve(script, 4310);
			await load(origin, requests.slice(0, warmUp), connections);
			const seconds = await load(origin, requests.slice(warmUp), connections);
			rates[name]!.push(perRound / seconds);
			await checkAccepted(place, `${name}${round}-`, requests.length);
		}
	}
	await place.stop();

	const bare = median(rates.bare!);
	const product = median(rates.product!);
	console.log(`accepted answers, ${connections} connections, median of ${rounds} rounds of ${perRound}`);
	console.log(
		`  bare node:http + postgres.js   ${Math.round(bare)}/s   (${rates.bare!.map(Math.round).join(', ')})`
	);
	console.log(
		`  Ungamed                        ${Math.round(product)}/s   (${rates.product!.map(Math.round).join(', ')})`
	);
	console.log(`  ratio                          ${(product / bare).toFixed(2)}   (at least 0.60, aim 0.80)`);
}

/** One post for each of as many new invitations. */
export async function preparedAnswers(
	{ sql }: Place,
	vault: Vault,
	count: number,
	batch: string
): Promise<Prepared[]> {
	const links = await makeLinks(sql, count, batch);
	return links.map((link) => {
		const ticket = writeTicket(vault, link, {
			questionnaire: 1,
			interaction: 'any',
			voice: false,
			asked,
			shownAt: new Date(Date.now() - 60_000),
			spent: 0
		});
		return { path: `/s/${link}`, body: `ticket=${ticket}&${reply}` };
	});
}

/** A rate of refusals would be worth nothing: every answer must be there, with its words. */
async function checkAccepted({ sql }: Place, batch: string, expected: number) {
	const [row] = await sql<{ answers: number; words: number }[]>`
		select count(*)::int as answers, count(w)::int as words
		from answers a left join answer_words w on w.answer = a.id where a.interaction like ${`${batch}%`}`;
	if (row!.answers !== expected || row!.words !== row!.answers)
		throw new Error(`expected ${expected} answers: ${JSON.stringify(row)}`);
}

export const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
