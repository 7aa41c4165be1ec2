// Pages about products: what the last analysis made of everything, beside customers' own words.
import type { Sql } from '../database.ts';
import { findFinding, listFindings, type Filter, type Order } from '../flaws/flaws.ts';
import {
	countedReturns,
	findProduct,
	lastAnalysis,
	listCategories,
	listProducts,
	wordsAbout
} from './product-queries.ts';

export type { Counted } from './product-queries.ts';

const linesShown = 12;
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
const returnsShown = 25;

/** `rows`: how many of its returns; null for all. */
export async function readFinding(sql: Sql, id: number, rows: number | null = returnsShown) {
	const finding = await findFinding(sql, id);
	if (!finding) return undefined;
	const returns = await countedReturns(sql, id);
	const answers = [...new Set(returns.flatMap(({ answer }) => answer ?? []))];
	const quotes = await wordsAbout(sql, answers, quotesShown);
	return {
		finding,
		quotes,
		words: finding.evidence.words,
		returns: rows === null ? returns : returns.slice(0, rows),
		returnCount: returns.length,
		imported: returns.filter(({ imported }) => imported).length,
		answered: answers.length
	};
}
