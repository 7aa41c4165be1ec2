// Reads facts from the tables, all of them or those of a window of time.
import type { Fragment, Sql } from '../database.ts';
import { copyRows } from '../copying.ts';
import type { Facts } from './facts.ts';
import { noDay, type AnswerRow, type ReturnRow } from './lists.ts';
import { nobody } from './names.ts';
import { answerRows, hasReceived, returnRows, turnedOutRows, unitRows, type Window } from './queries.ts';
import { sold } from './units.ts';

type Cells = (string | null)[];

/** Gives the rows of a statement, one by one. */
type Rows = (onRow: (cells: Cells) => void) => Promise<void>;

export interface Received {
	units: Rows;
	/** What turned out of units received earlier. */
	turnedOut: Rows | undefined;
	returns: Rows;
	answers: Rows;
	window: Window;
}

/** What was received within a window: all of it is read when its turn comes; a part is asked for at once, and waits. */
export function receivedIn(sql: Sql, window: Window): Received {
	const { from } = window;
	const statements = [
		unitRows(sql, window),
		returnRows(sql, window),
		answerRows(sql, window),
		...(from ? [turnedOutRows(sql, { ...window, from })] : [])
	];
	const [units, returns, answers, turnedOut] = from
		? collected(sql, statements, window)
		: statements.map(
				(statement): Rows =>
					(onRow) =>
						copyRows(sql, statement, onRow)
			);
	return { units: units!, returns: returns!, answers: answers!, turnedOut, window };
}

/** One after the other: to open a connection takes longer than any of them. */
function collected(sql: Sql, statements: Fragment[], window: Window): Rows[] {
	const all = statements.map((): Cells[] => []);
	const read = (async () => {
		if (!(await hasReceived(sql, window))) return;
		for (const [at, statement] of statements.entries())
			await copyRows(sql, statement, (cells) => all[at]!.push(cells));
	})();
	// Who asks for the rows is told of a failure, however late they ask.
	read.catch(() => {});
	return all.map((rows) => async (onRow) => {
		await read;
		for (const cells of rows) onRow(cells);
	});
}

/** Adds what was received. */
export async function readFacts(facts: Facts, received: Received) {
	await readUnits(facts, received);
	await received.turnedOut?.((cells) => {
		addUnit(facts, cells, sold.notAsNew);
		addUnit(facts, cells, sold.asReplacement);
	});
	await readReturns(facts, received);
	await readAnswers(facts, received);
}

function addUnit(facts: Facts, [sku, location, soldOn, , lot, version, supplier]: Cells, how: number) {
	const product = facts.productOf(sku!);
	const batch = product.batchOf(lot!, version!, supplier!);
	product.units.addUnit(batch, facts.locationOf(location!), Number(soldOn), how);
}

async function readUnits(facts: Facts, { units }: Received) {
	const pairs: string[] = [];
	await units((cells) => {
		const [sku, , soldOn, how] = cells;
		if (soldOn === null) facts.productOf(sku!).undated++;
		else addUnit(facts, cells, Number(how));
		const [serial, replaces] = [cells[7], cells[8]];
		if (serial && replaces) pairs.push(replaces, serial);
	});
	for (const product of facts.products.values()) product.units.settle();
	const numbers = facts.serials.numbersOf(pairs);
	for (let at = 0; at < pairs.length; at += 2)
		facts.replacements.add(numbers.get(pairs[at]!)!, numbers.get(pairs[at + 1]!)!);
}

const bit = (cell: string | null) => (cell === 't' ? 1 : 0);

async function readReturns(facts: Facts, { returns, window }: Received) {
	const fresh: { sku: string; row: ReturnRow }[] = [];
	// Three names a return: its id, its unit's serial, that of the unit given for it.
	const ids: string[] = [];
	const serials: (string | null)[] = [];
	await returns((cells) => {
		const [id, sku, serial, location, soldOn, returnedOn, recordedOn, reason, disposition] = cells;
		const [replacement, isKnown, isReplacement, lot, version, supplier, isOtherSku, lacksRecord] =
			cells.slice(9);
		ids.push(id!);
		serials.push(serial!, replacement!);
		const row = {
			id: nobody,
			unit: nobody,
			batch: isKnown === 't' ? facts.productOf(sku!).batchOf(lot!, version!, supplier!) : -1,
			location: facts.locationOf(location!),
			soldOn: soldOn === null ? noDay : Number(soldOn),
			returnedOn: Number(returnedOn),
			recordedOn: Number(recordedOn),
			reason: facts.words.numberOf(reason!),
			disposition: facts.words.numberOf(disposition!),
			next: nobody,
			isReplacement: bit(isReplacement!),
			isOtherSku: bit(isOtherSku!),
			lacksRecord: bit(lacksRecord!)
		};
		fresh.push({ sku: sku!, row });
	});
	const idNumbers = facts.returnIds.numbersOf(ids);
	const numbers = facts.serials.numbersOf(serials.filter((serial) => serial !== null));
	fresh.forEach(({ row }, n) => {
		row.id = idNumbers.get(ids[n]!)!;
		row.unit = numbers.get(serials[2 * n]!) ?? nobody;
		row.next = numbers.get(serials[2 * n + 1]!) ?? nobody;
	});
	if (window.from) facts.dropReturns(new Set(idNumbers.values()));
	for (const { sku, row } of fresh) facts.addReturn(sku, row);
}

async function readAnswers(facts: Facts, { answers }: Received) {
	const heard = new Set<number>();
	const fresh: (Omit<AnswerRow, 'return'> & { about: string })[] = [];
	const word = (cell: string | null | undefined) => facts.words.numberOf(cell!);
	await answers((cells) => {
		const [id, answeredOn, failed, mode, resolved, channel, about, sku, isFirst] = cells;
		const answer = Number(id);
		if (about !== null)
			fresh.push({
				id: answer,
				about: about!,
				answeredOn: Number(answeredOn),
				failed: word(failed),
				mode: word(mode),
				resolved: word(resolved),
				channel: word(channel)
			});
		if (isFirst !== 't' || !sku || failed === null || heard.has(answer)) return;
		heard.add(answer);
		facts.productOf(sku).addSaid(answer, failed!, mode!);
	});
	const numbers = facts.returnIds.numbersOf(fresh.map(({ about }) => about));
	for (const { about, ...row } of fresh) facts.answers.addAnswer({ ...row, return: numbers.get(about)! });
}
