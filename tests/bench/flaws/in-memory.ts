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
	for (const { sku, lot, version, sold_at, location, replaces } of world.units) {
		const product = facts.productOf(sku!);
		const batch = product.batchOf(lot!, version!, null);
		product.units.add(
			batch,
			facts.locationOf(location!),
			dayOf(sold_at!),
			replaces ? sold.asReplacement : sold.asNew
		);
	}
	for (const row of world.returns) {
		const unit = units.get(row.serial!)!;
		const product = facts.productOf(unit.sku!);
		product.returns.push({
			id: row.id!,
			unit: numbers.get(row.serial!)!,
			sku: unit.sku!,
			batch: product.batchOf(unit.lot!, unit.version!, null),
			location: facts.locationOf(unit.location!),
			soldOn: dayOf(unit.sold_at!),
			returnedOn: dayOf(row.returned_at!),
			recordedOn: dayOf(row.recorded_at!),
			reason: row.reason ?? null,
			disposition: row.disposition ?? null,
			next: numbers.get(row.replacement_serial!) ?? nobody,
			isReplacement: unit.replaces !== undefined,
			isOtherSku: false,
			lacksRecord: false
		});
	}
	world.answers.forEach((row, at) =>
		facts.answers.set(row.interaction!.slice(1), [
			{
				id: at + 1,
				return: row.interaction!.slice(1),
				answeredOn: dayOf(row.answered_at!),
				failed: row.product_failed ?? null,
				mode: row.failure_mode ?? null,
				resolved: row.resolved ?? null,
				channel: null
			}
		])
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
