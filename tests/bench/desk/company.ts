// What people at the desk cost those who answer: accepted answers per second with nobody there, and with fifty.
// One server is met by one stream of answers while people come and go, in short stretches.
import { createVault } from '#lib/server/vault.ts';
import { preparedAnswers } from '../answers.ts';
import { load, type Prepared } from '../load.ts';
import { ratioOfPairs, saidOf } from '../pairs.ts';
import { secretKey, type Place } from '../prepare.ts';

const users = 50;
/** Seconds from one page of a user to the next: they read. */
const reading = 10;
const connections = 16;
const perStretch = 5000;
const warmUp = 20_000;
const pairs = 24;
const seen = [
	'/quality',
	'/quality?location=Location+7',
	'/quality/answers',
	'/quality/answers?words=battery',
	'/quality?by=team',
	'/cases'
];

export async function measureCompany(place: Place, cookie: string) {
	const origin = await place.serve('src/start.ts', 3987);
	const warm = await prepared(place, 'warm', warmUp);
	const stretches = await prepared(place, 'stretch', pairs * 2 * perStretch);
	await load(origin, warm, connections);
	let pages = 0;
	const rates = { alone: [] as number[], beside: [] as number[] };
	for (let pair = 0; pair < pairs; pair++)
		for (const which of pair % 2 ? (['beside', 'alone'] as const) : (['alone', 'beside'] as const)) {
			const requests = stretches.splice(0, perStretch);
			const stop = which === 'beside' ? atTheDesk(origin, cookie, () => pages++) : async () => {};
			const seconds = await load(origin, requests, connections);
			await stop();
			rates[which].push(perStretch / seconds);
		}
	await place.stop();
	report(rates, pages);
}

async function prepared(place: Place, batch: string, count: number): Promise<Prepared[]> {
	const vault = createVault(secretKey);
	const all: Prepared[] = [];
	while (all.length < count)
		all.push(
			...(await preparedAnswers(place, vault, Math.min(20_000, count - all.length), `${batch}${all.length}-`))
		);
	return all;
}

function report({ alone, beside }: Record<'alone' | 'beside', number[]>, pages: number) {
	const list = (all: number[]) => all.map(Math.round).join(', ');
	console.log(
		`  accepted answers, ${connections} connections, ${pairs} pairs of stretches of ${perStretch}; ${pages} pages to ${users} people, one each every ${reading} s`
	);
	console.log(`    nobody at the desk ${list(alone)} /s`);
	console.log(`    fifty people at it ${list(beside)} /s`);
	console.log(`    ratio ${saidOf(ratioOfPairs(alone, beside))} (at least 0.90)`);
}

/** Fifty people who read, in turn; the result ends their day. */
function atTheDesk(origin: string, cookie: string, onPage: () => void): () => Promise<void> {
	let isOver = false;
	let next = 0;
	const open = new Set<Promise<void>>();
	const timer = setInterval(
		() => {
			const path = seen[next++ % seen.length]!;
			const page = fetch(origin + path, { headers: { cookie } })
				.then((response) => response.text())
				.then(() => void (!isOver && onPage()))
				.finally(() => open.delete(page));
			open.add(page);
		},
		(reading * 1000) / users
	);
	return async () => {
		isOver = true;
		clearInterval(timer);
		await Promise.all(open);
	};
}
