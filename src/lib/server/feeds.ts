// All feeds by name, from the rooms that own them, and how each is read from CSV.
import { feeds as plainFeeds, type Feed } from './intake/intake.ts';
import { answerFields, answersFeed } from './response/response.ts';
import { z } from 'zod';

export const feeds = { ...plainFeeds, answers: answersFeed } satisfies Record<string, Feed>;
export type FeedName = keyof typeof feeds;

export const feedNames = Object.keys(feeds) as FeedName[];
export const isFeed = (name: string): name is FeedName => Object.hasOwn(feeds, name);

const numbers = ['wait_minutes', 'count', ...answerFields.numbers];
const lists = ['failure_modes', ...answerFields.lists];

/** JSON Schema (2020-12) of one record. */
export function feedJsonSchema(name: FeedName): { properties: Record<string, object>; required?: string[] } {
	return z.toJSONSchema(feeds[name].schema, { io: 'input', unrepresentable: 'any' }) as ReturnType<
		typeof feedJsonSchema
	>;
}

/** Columns of a feed as CSV. */
export function csvShape(name: FeedName) {
	const { properties, required = [] } = feedJsonSchema(name);
	return { columns: Object.keys(properties), required, numbers, lists };
}
