// What customers write about now, or here, more than before, or elsewhere.
import { classWords, wordsOf } from '../../statistics/class-words.ts';
import { differenceOfCounts, type Difference } from '../../statistics/difference.ts';
import { adjusted } from '../../statistics/false-discovery.ts';
import { chanceOfApart } from '../../statistics/two-shares.ts';
import type { Sql } from '../database.ts';
import type { Filters } from './filters.ts';
import { remembered } from './remembering.ts';
import { narrowed } from './tallies.ts';

export interface Theme {
	word: string;
	/** Comments with the word, here and there. */
	here: number;
	there: number;
	/** Of the share of comments that have it. */
	difference: Difference;
	/** c-TF-IDF: how far it sets this group apart. */
	weight: number;
	quotes: { words: string; answer: number; answeredAt: Date }[];
}

export interface Themes {
	comments: [number, number];
	isCapped: boolean;
	/** Clearly more, clearly less. */
	more: Theme[];
	less: Theme[];
}

const newest = 3000;
const mostThemes = 12;
const quotesEach = 2;
/** A word in fewer comments is no theme. */
const fewest = 3;
/** False discovery rate of the list. */
const level = 0.05;

interface Comment {
	answer: number;
	answeredAt: Date;
	words: string;
	tokens: Set<string>;
	all: string[];
}

export interface Compared {
	here: Filters;
	there: Filters;
	/** Of the answers; words of several languages are not compared. */
	language: string;
}

/** Kept for ten minutes: thousands of comments stand behind it. */
export const readThemes = (sql: Sql, compared: Compared, now: Date) =>
	remembered(sql, ['themes', compared], { minutes: 10 }, now, () => workOut(sql, compared));

async function workOut(sql: Sql, { here, there, language }: Compared): Promise<Themes> {
	const [those, everybody] = (await Promise.all(
		[here, there].map((filters) => comments(sql, filters, language))
	)) as [Comment[], Comment[]];
	const own = new Set(those.map(({ answer }) => answer));
	const others = everybody.filter(({ answer }) => !own.has(answer));
	const [mine, theirs] = [counted(those), counted(others)];
	const weights = classWords(
		new Map([
			['here', those.flatMap(({ all }) => all)],
			['there', others.flatMap(({ all }) => all)]
		])
	);
	const words = [...new Set([...mine.keys(), ...theirs.keys()])].filter(
		(word) => (mine.get(word) ?? 0) + (theirs.get(word) ?? 0) >= fewest
	);
	const found = words.map((word) => {
		const [a, b] = [mine.get(word) ?? 0, theirs.get(word) ?? 0];
		return {
			word,
			here: a,
			there: b,
			difference: differenceOfCounts([a, those.length], [b, others.length]),
			p: chanceOfApart([a, those.length], [b, others.length])
		};
	});
	const rates = adjusted(found.map(({ p }) => p));
	const clear = found.filter((_, at) => rates[at]! <= level);
	const themesOf = (side: 'here' | 'there', from: Comment[]) =>
		clear
			.filter(({ difference }) => (side === 'here' ? difference.estimate > 0 : difference.estimate < 0))
			.map(({ p: _, ...theme }) => ({ ...theme, weight: weights.get(side)?.get(theme.word) ?? 0 }))
			.sort((one, other) => other.weight - one.weight)
			.slice(0, mostThemes)
			.map((theme): Theme => ({ ...theme, quotes: quotesOf(theme.word, from) }));
	return {
		comments: [those.length, others.length],
		isCapped: those.length === newest || others.length === newest,
		more: themesOf('here', those),
		less: themesOf('there', others)
	};
}

async function comments(sql: Sql, filters: Filters, language: string): Promise<Comment[]> {
	const rows = await sql<{ answer: number; answeredAt: Date; words: string }[]>`
		with newest as materialized (
			select answer, answered_at from desk_answers
			where ${narrowed(sql, filters)} and words is not null and not voice
				and left_out is distinct from 'excluded' and left_out is distinct from 'signal'
				and coalesce(language, 'en') = ${language}
			order by answered_at desc, answer desc limit ${newest}
		)
		select w.answer::int, newest.answered_at as "answeredAt", w.words
		from newest join answer_words w on w.answer = newest.answer and w.key = 'comment'`;
	return rows.map((row) => {
		const all = tokensOf(row.words, language);
		return { ...row, all, tokens: new Set(all) };
	});
}

const segmenters = new Map<string, Intl.Segmenter>();

/** Where words are not parted by spaces, by the dictionary of the language. */
function tokensOf(text: string, language: string): string[] {
	if (language !== 'zh') return wordsOf(text);
	const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'word' });
	segmenters.set(language, segmenter);
	return [...segmenter.segment(text)]
		.filter(({ isWordLike, segment }) => isWordLike && segment.length > 1)
		.map(({ segment }) => segment);
}

function counted(comments: Comment[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const { tokens } of comments)
		for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
	return counts;
}

/** The shortest that say enough: the same sentence once. */
function quotesOf(word: string, comments: Comment[]) {
	const seen = new Set<string>();
	return comments
		.filter(({ tokens }) => tokens.has(word))
		.sort((one, other) => Math.abs(one.words.length - 120) - Math.abs(other.words.length - 120))
		.filter(({ words }) => !seen.has(words) && seen.add(words))
		.slice(0, quotesEach)
		.map(({ answer, answeredAt, words }) => ({ answer, answeredAt, words }));
}
