// Pages about products: what the last analysis made of everything, beside customers' own words.
import { classWords, wordsOf } from '../../statistics/class-words.ts';
import type { Sql } from '../database.ts';
import { findFinding, listFindings, type Filter, type Order } from '../flaws/flaws.ts';
import {
	countedReturns,
	findProduct,
	lastAnalysis,
	listCategories,
	listProducts,
	wordsAbout,
	wordsByMode
} from './product-queries.ts';

export { countedReturns, type Counted } from './product-queries.ts';

const linesShown = 20;
const most = 2000;

export async function readBoard(sql: Sql, filter: Filter, order: Order, all: boolean) {
	const [standing, findings, products, categories] = await Promise.all([
		lastAnalysis(sql),
		listFindings(sql, filter, order),
		listProducts(sql, all ? most : linesShown),
		listCategories(sql)
	]);
	return { standing, findings, products, categories };
}

/** Undefined: no feed has named it. */
export async function readProduct(sql: Sql, sku: string) {
	const [product, findings] = await Promise.all([
		findProduct(sql, sku),
		listFindings(sql, { sku, faded: true })
	]);
	if (!product) return undefined;
	const standing = findings.find(({ tier }) => tier !== null);
	const [words, strongest] = await Promise.all([
		wordsAbout(sql, product.content?.answers ?? [], wordsOfProduct),
		standing && findFinding(sql, standing.id)
	]);
	// Which answers they are is no news for the page.
	if (product.content) product.content.answers = [];
	return { product, findings, words, strongest };
}

const wordsOfProduct = 6;
const quotesShown = 5;
const returnsShown = 50;

/** `rows`: how many of its returns; null for all. */
export async function readFinding(sql: Sql, id: number, rows: number | null = returnsShown) {
	const finding = await findFinding(sql, id);
	if (!finding) return undefined;
	const returns = await countedReturns(sql, id, null);
	const answered = new Set(returns.flatMap(({ answer }) => answer ?? [])).size;
	const answers = returns.flatMap(({ answer }) => (answer === null ? [] : [answer]));
	const [quotes, words] = await Promise.all([
		wordsAbout(sql, answers, quotesShown),
		tellingWords(sql, finding)
	]);
	return {
		finding,
		quotes,
		words,
		returns: rows === null ? returns : returns.slice(0, rows),
		returnCount: returns.length,
		imported: returns.filter(({ imported }) => imported).length,
		answered
	};
}

const wordsShown = 8;
/** A word fewer people used may say who they are. */
const people = 3;

/** A word of everyday is as frequent elsewhere. */
const tellingly = 3;

/** How many times more often a word stands in one class than in the others, with half a word for none. */
function liftOf(classes: Map<string, string[]>, mode: string): (word: string) => number {
	const own = classes.get(mode) ?? [];
	const others = [...classes].filter(([name]) => name !== mode).flatMap(([, words]) => words);
	const count = (words: string[], word: string) =>
		words.reduce((sum, each) => sum + (each === word ? 1 : 0), 0);
	return (word) =>
		count(own, word) /
		Math.max(1, own.length) /
		(Math.max(0.5, count(others, word)) / Math.max(1, others.length));
}

/** Words customers use of this mode and not of its peers. They illustrate; nothing rests on them. */
async function tellingWords(
	sql: Sql,
	{ category, mode }: { category: string | null; mode: string }
): Promise<string[]> {
	const classes = new Map<string, string[]>();
	const users = new Map<string, number>();
	for (const { mode: said, words } of await wordsByMode(sql, category)) {
		const list = wordsOf(words);
		classes.set(said, [...(classes.get(said) ?? []), ...list]);
		if (said === mode) for (const word of new Set(list)) users.set(word, (users.get(word) ?? 0) + 1);
	}
	if (classes.size < 2) return [];
	const lift = liftOf(classes, mode);
	return [...(classWords(classes).get(mode) ?? [])]
		.filter(([word]) => users.get(word)! >= people && lift(word) >= tellingly)
		.slice(0, wordsShown)
		.map(([word]) => word);
}
