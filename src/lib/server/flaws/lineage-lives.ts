// Lineages with a return. Pure.
import { Columns, nobody, noDay, type DayNumber, type Lineages } from '../returns/returns.ts';
import type { Look } from './look.ts';

export interface LineageLives {
	/**
	 * By life: its first unit, the day it began, what it began with and how that is known, how many returns it has, and the
	 * position of one in `returns`.
	 */
	lives: Columns<'first' | 'start' | 'product' | 'knownOn' | 'knownByFirst' | 'count' | 'last'>;
	/** Product, position in its list, day, and the position of one more of the same life (`nobody`: there is none). */
	returns: Columns<'product' | 'at' | 'returnedOn' | 'before'>;
	/** Lives by the product they began with. */
	of: number[][];
}

/** Returns of unknown units belong to no life. */
export function lineageLives(look: Look, lineages: Lineages): LineageLives {
	const lives: LineageLives['lives'] = new Columns(
		'first',
		'start',
		'product',
		'knownOn',
		'knownByFirst',
		'count',
		'last'
	);
	const returns: LineageLives['returns'] = new Columns('product', 'at', 'returnedOn', 'before');
	const most = look.products.reduce((sum, { own }) => sum + own.returns, 0);
	lives.reserve(most);
	returns.reserve(most);
	const lifeOf = new Int32Array(look.facts.serials.length).fill(nobody);
	look.products.forEach(({ facts, own }, product) => {
		const { unit, soldOn, returnedOn } = facts.returns.columns;
		for (let at = 0; at < facts.returns.length; at++) {
			if (own.told[at] === nobody || unit[at] === nobody) continue;
			const first = lineages.firstOf(unit[at]!);
			const start = soldOn[at] === noDay ? returnedOn[at]! : soldOn[at]!;
			const isFirst = unit[at] === first ? 1 : 0;
			const life = lifeOf[first]!;
			const before = life === nobody ? nobody : lives.columns.last[life]!;
			if (life === nobody) {
				lifeOf[first] = lives.length;
				lives.add(first, start, product, returnedOn[at]!, isFirst, 1, returns.length);
			} else {
				goOn(lives.columns, life, { start, product, returnedOn: returnedOn[at]!, isFirst });
				lives.columns.last[life] = returns.length;
			}
			returns.add(product, at, returnedOn[at]!, before);
		}
	});
	const of: number[][] = look.products.map(() => []);
	for (let life = 0; life < lives.length; life++) of[lives.columns.product[life]!]!.push(life);
	return { lives, returns, of };
}

interface Entering {
	start: DayNumber;
	product: number;
	returnedOn: DayNumber;
	isFirst: number;
}

function goOn(
	known: LineageLives['lives']['columns'],
	life: number,
	{ start, product, returnedOn, isFirst }: Entering
) {
	known.count[life]!++;
	known.start[life] = Math.min(known.start[life]!, start);
	// What it began with: its first unit's product, or that of its earliest return.
	if (isFirst || (known.knownOn[life]! > returnedOn && !known.knownByFirst[life])) {
		known.product[life] = product;
		known.knownOn[life] = returnedOn;
	}
	known.knownByFirst[life]! |= isFirst;
}
