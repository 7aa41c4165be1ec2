// A feed whose records are rows of one table: new ones are inserted, repeated ones recognised,
// differing ones refused and written down.
import type { z } from 'zod';
import { plainCheck } from './plain.ts';
import { differingFields, insertNew, recordDisputes, type Table } from './queries.ts';
import type { Feed, StoreContext, Stored } from './receive.ts';

interface TableFeed<R> extends Table {
	/** The record as columns; columns left out are null. */
	row?(record: R, context: StoreContext): Record<string, unknown>;
	/** What follows from new records, in the same transaction. */
	afterwards?(inserted: R[], context: StoreContext): Promise<void>;
}

export function tableFeed<S extends z.ZodType>(schema: S, feed: TableFeed<z.output<S>>): Feed {
	type R = z.output<S>;
	return {
		schema,
		isPlain: plainCheck(schema),
		identify: (record) => identify(feed.key, record as Record<string, unknown>),
		async store(given, context) {
			const records = given as R[];
			const rows = records.map((record) =>
				feed.row ? feed.row(record, context) : (record as Record<string, unknown>)
			);
			const isNew = await insertNew(context.sql, feed, rows, context.now);

			const stored: Stored[] = records.map((_, index) => (isNew[index] ? 'accepted' : 'duplicate'));
			const repeated = rows.flatMap((row, index) => (isNew[index] ? [] : [{ ...row, position: index }]));
			const disputes = [];
			for (const { position, fields } of await differingFields(context.sql, feed, repeated)) {
				stored[position] = fields.map((path) => ({
					path,
					message: 'differs from what was received first, which stands'
				}));
				disputes.push({ feed: feed.table, record: identify(feed.key, rows[position]!), fields });
			}
			await recordDisputes(context.sql, disputes, context.now);

			const inserted = records.filter((_, index) => isNew[index]);
			if (inserted.length > 0) await feed.afterwards?.(inserted, context);
			return stored;
		}
	};
}

/** What a reply calls the record. Contacts have no identifier of their own; their fingerprint is nobody's business. */
function identify(key: readonly string[], record: Record<string, unknown>): string {
	return key
		.filter((column) => column !== 'fingerprint')
		.map((column) => record[column])
		.join(' ');
}
