// The same facts the database gives, from a world's rows, so that many seeds and many nights can be looked at. That both ways
// lead to the same findings is tested in tests/database/flaws.test.ts.
import type { Catalogue } from '#lib/server/flaws/flaws.ts';
import { Facts, nobody, sold, type Reason } from '#lib/server/returns/returns.ts';
import type { World } from './world.ts';

const dayOf = (date: string) => Date.parse(date) / 86_400_000;

export function factsOf(world: World): { facts: Facts; catalogue: Catalogue; reasons: Map<string, Reason> } {
	const facts = new Facts();
	const units = new Map(world.units.map((unit) => [unit.serial!, unit]));
	const numbers = facts.serials.numbersOf(units.keys());
	const ids = facts.returnIds.numbersOf(world.returns.map(({ id }) => id!));
	const word = (text: string | undefined) => facts.words.numberOf(text ?? null);
	for (const { sku, lot, version, sold_at, location, replaces } of world.units) {
		const product = facts.productOf(sku!);
		const batch = product.batchOf(lot!, version!, null);
		product.units.addUnit(
			batch,
			facts.locationOf(location!),
			dayOf(sold_at!),
			replaces ? sold.asReplacement : sold.asNew
		);
	}
	for (const row of world.returns) {
		const unit = units.get(row.serial!)!;
		const product = facts.productOf(unit.sku!);
		product.returns.addReturn({
			id: ids.get(row.id!)!,
			unit: numbers.get(row.serial!)!,
			batch: product.batchOf(unit.lot!, unit.version!, null),
			location: facts.locationOf(unit.location!),
			soldOn: dayOf(unit.sold_at!),
			returnedOn: dayOf(row.returned_at!),
			recordedOn: dayOf(row.recorded_at!),
			reason: word(row.reason),
			disposition: word(row.disposition),
			next: numbers.get(row.replacement_serial!) ?? nobody,
			isReplacement: unit.replaces === undefined ? 0 : 1,
			isOtherSku: 0,
			lacksRecord: 0
		});
	}
	world.answers.forEach((row, at) =>
		facts.answers.addAnswer({
			id: at + 1,
			return: ids.get(row.interaction!.slice(1))!,
			answeredOn: dayOf(row.answered_at!),
			failed: word(row.product_failed),
			mode: word(row.failure_mode),
			resolved: word(row.resolved),
			channel: nobody
		})
	);
	const catalogue: Catalogue = new Map(
		world.products.map(({ sku, category, failure_modes }) => [
			sku,
			{ category, modes: failure_modes.map((mode) => mode.split(':')[0]!) }
		])
	);
	const reasons = new Map(
		world.reasons.map(({ reason, meaning, failure_mode }) => [
			reason,
			{ meaning, failureMode: failure_mode ?? null }
		])
	);
	return { facts, catalogue, reasons };
}
