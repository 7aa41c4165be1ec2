// Reads facts from the tables, all of them or those of a window of time.
import type { Sql } from '../database.ts';
import { copyRows } from '../copying.ts';
import { sold, type Facts } from './facts.ts';
import { answerRows, returnRows, turnedOutRows, unitRows, type Window } from './queries.ts';
import { nobody, type ReturnFact } from './rules.ts';

type Cells = (string | null)[];

/** Adds what was received within the window. */
export async function readFacts(sql: Sql, facts: Facts, window: Window) {
	await readUnits(sql, facts, window);
	const { from } = window;
	if (from)
		await copyRows(sql, turnedOutRows(sql, { ...window, from }), (cells) => {
			addUnit(facts, cells, sold.notAsNew);
			addUnit(facts, cells, sold.asReplacement);
		});
	await readReturns(sql, facts, window);
	await readAnswers(sql, facts, window);
}

function addUnit(facts: Facts, [sku, location, soldOn, , lot, version, supplier]: Cells, how: number) {
	const product = facts.productOf(sku!);
	const batch = product.batchOf(lot!, version!, supplier!);
	product.units.add(batch, facts.locationOf(location!), Number(soldOn), how);
}

async function readUnits(sql: Sql, facts: Facts, window: Window) {
	const pairs: string[] = [];
	await copyRows(sql, unitRows(sql, window), (cells) => {
		const [sku, , soldOn, how] = cells;
		if (soldOn === null) facts.productOf(sku!).undated++;
		else addUnit(facts, cells, Number(how));
		const [serial, replaces] = [cells[7], cells[8]];
		if (serial && replaces) pairs.push(replaces, serial);
	});
	const numbers = facts.serials.numbersOf(pairs);
	for (const serial of pairs) facts.replacements.push(numbers.get(serial)!);
}

async function readReturns(sql: Sql, facts: Facts, window: Window) {
	const fresh: ReturnFact[] = [];
	const serials: (string | null)[] = [];
	await copyRows(sql, returnRows(sql, window), (cells) => {
		const [id, sku, serial, location, soldOn, returnedOn, recordedOn, reason, disposition] = cells;
		const [replacement, isKnown, isReplacement, lot, version, supplier, isOtherSku, lacksRecord] =
			cells.slice(9);
		serials.push(serial!, replacement!);
		fresh.push({
			id: id!,
			unit: nobody,
			sku: sku!,
			batch: isKnown === 't' ? facts.productOf(sku!).batchOf(lot!, version!, supplier!) : -1,
			location: facts.locationOf(location!),
			soldOn: soldOn === null ? null : Number(soldOn),
			returnedOn: Number(returnedOn),
			recordedOn: Number(recordedOn),
			reason: reason!,
			disposition: disposition!,
			next: nobody,
			isReplacement: isReplacement === 't',
			isOtherSku: isOtherSku === 't',
			lacksRecord: lacksRecord === 't'
		});
	});
	const numbers = facts.serials.numbersOf(serials.filter((serial) => serial !== null));
	fresh.forEach((each, n) => {
		each.unit = numbers.get(serials[2 * n]!) ?? nobody;
		each.next = numbers.get(serials[2 * n + 1]!) ?? nobody;
	});
	if (window.from) facts.replaceReturns(fresh);
	else for (const each of fresh) facts.addReturn(each);
}

async function readAnswers(sql: Sql, facts: Facts, window: Window) {
	const heard = new Set<number>();
	await copyRows(sql, answerRows(sql, window), (cells) => {
		const [id, answeredOn, failed, mode, resolved, channel, about, sku, isFirst] = cells;
		const answer = Number(id);
		if (about !== null)
			facts.addAnswer({
				id: answer,
				return: about!,
				answeredOn: Number(answeredOn),
				failed: failed!,
				mode: mode!,
				resolved: resolved!,
				channel: channel!
			});
		if (isFirst !== 't' || !sku || failed === null || heard.has(answer)) return;
		heard.add(answer);
		facts.productOf(sku).addSaid(answer, failed!, mode!);
	});
}
