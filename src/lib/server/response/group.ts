// Answers that arrive while another one is being written are written together, in one statement and one
// commit. Nobody waits for company: an answer that comes alone is written at once. On two cores this
// doubles what can be accepted, because the statement and the commit cost more than the answer.
import { outage, type Sql } from '../database.ts';
import { insertAnswers, type NewAnswer } from './queries.ts';

interface Waiting {
	answer: NewAnswer;
	resolve(accepted: boolean): void;
	reject(error: unknown): void;
}

const mostTogether = 100;
const groups = new WeakMap<Sql, Group>();

interface Group {
	waiting: Waiting[];
	writers: number;
}

/** While one statement waits for its commit, the next one can already be prepared. */
const mostWriters = 2;

/** Writes an answer; true once it is committed as the accepted one, false if it found its place taken. */
export function writeTogether(sql: Sql, answer: NewAnswer): Promise<boolean> {
	const group = groups.get(sql) ?? { waiting: [], writers: 0 };
	groups.set(sql, group);
	return new Promise((resolve, reject) => {
		group.waiting.push({ answer, resolve, reject });
		if (group.writers < mostWriters) void writeWaiting(sql, group);
	});
}

async function writeWaiting(sql: Sql, group: Group) {
	group.writers++;
	while (group.waiting.length > 0) await write(sql, group.waiting.splice(0, mostTogether));
	group.writers--;
}

async function write(sql: Sql, together: Waiting[]) {
	try {
		const accepted = await insertAnswers(
			sql,
			together.map(({ answer }) => answer)
		);
		for (const { answer, resolve } of together) resolve(accepted.has(answer.receipt));
	} catch (error) {
		// Nobody is helped by waiting for an absent database once for each neighbour.
		if (together.length === 1 || outage(error)) return together.forEach(({ reject }) => reject(error));
		// One answer's trouble must not become its neighbours': each is tried alone.
		for (const each of together) await write(sql, [each]);
	}
}
