// Which products keep coming back, and what customers say failed: returns in their lineages beside
// answers about the same product.
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import {
	findProduct,
	lineagesOf,
	modesOf,
	rankCounts,
	wordsOf,
	type LineageRow,
	type ModeRow,
	type WordsRow
} from './product-queries.ts';

export interface ProductRow {
	sku: string;
	name: string;
	category: string | null;
	units: number;
	returns: number;
	/** Lineages with at least one return, and how many of them came back again. */
	returnedLineages: number;
	repeats: Share;
	repeatReturns: number;
	/** Customers asked about this product, and those who said it failed. */
	failed: Share;
	failedCount: number;
	topMode: string | null;
	topModeCount: number;
}

export async function rankProducts(sql: Sql): Promise<ProductRow[]> {
	return (await rankCounts(sql)).map(({ lineagesAgain, answersFailed, answersAsked, ...row }) => ({
		...row,
		repeats: wilsonInterval(lineagesAgain, row.returnedLineages),
		failed: wilsonInterval(answersFailed, answersAsked),
		failedCount: answersFailed
	}));
}

export interface ProductReport {
	product: ProductRow;
	supplier: string | null;
	launchedOn: string | null;
	/** What failed: in customers' answers and in the returns desk's codes. */
	modes: ModeRow[];
	/** Units that came back more than once, with their replacements. */
	lineages: LineageRow[];
	words: WordsRow[];
}

export async function readProduct(sql: Sql, sku: string): Promise<ProductReport | undefined> {
	const known = await findProduct(sql, sku);
	if (!known) return undefined;
	const product = (await rankProducts(sql)).find((row) => row.sku === sku)!;
	const [modes, lineages, words] = await Promise.all([
		modesOf(sql, sku),
		lineagesOf(sql, sku),
		wordsOf(sql, sku)
	]);
	return { product, ...known, modes, lineages, words };
}
