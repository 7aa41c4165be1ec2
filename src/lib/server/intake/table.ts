// A feed whose records are rows of one table: new ones are inserted, repeated ones recognised,
// differing ones refused and written down.
import type { z } from 'zod';
import { plainCheck } from './plain.ts';
import { differingFields, insertNew, recordDisputes, type Table } from './queries.ts';
import type { FieldError, Feed, StoreContext, Stored } from './receive.ts';
import { findErased, saltsOf, type Salts } from './subjects.ts';

const wasErased: FieldError = {
	path: '',
	message: 'this customer was erased at their own request; somebody who comes back needs a new id'
};

interface TableFeed<R> extends Table {
	/** Whom the record is about, where it says who somebody is: refused once they have been erased. */
	subject?(record: R): string;
	/** The record as columns; columns left out are null. `salts` are those of the subjects. */
	row?(record: R, context: StoreContext, salts: Salts): Record<string, unknown>;
	/** What follows from new records, in the same transaction. */
	afterwards?(inserted: R[], context: StoreContext, salts: Salts): Promise<void>;
}

export function tableFeed<S extends z.ZodType>(schema: S, feed: TableFeed<z.output<S>>): Feed {
	type R = z.output<S>;
	return {
		schema,
		isPlain: plainCheck(schema),
		identify: (record) => identify(feed.key, record as Record<string, unknown>),
		async store(given, context) {
			const all = given as R[];
			const { subject } = feed;
			const erased = await findErased(
				context,
				all.flatMap((record) => subject?.(record) ?? customerOf(record) ?? [])
			);
			const records = subject ? all.filter((record) => !erased.has(subject(record))) : all.map(renamed);
			const salts = subject ? await saltsOf(context.sql, records.map(subject)) : new Map();
			const rows = records.map((record) =>
				feed.row ? feed.row(record, context, salts) : (record as Record<string, unknown>)
			);
			/** What happened to somebody erased is kept under the name that stands in their place. */
			function renamed(record: R): R {
				const pseudonym = erased.get(customerOf(record) ?? '');
				if (pseudonym === undefined) return record;
				const promise = (record as { promise?: string }).promise && '(erased)';
				return { ...(record as object), customer: pseudonym, ...(promise && { promise }) } as R;
			}
			/** Customers are not named where they are no business of anybody's. */
			const nameOf = (row: Record<string, unknown>, record: R) =>
				subject
					? `customer ${context.vault.fingerprint(`customer:${subject(record)}`).toString('hex')}`
					: identify(feed.key, row);
			const isNew = await insertNew(context.sql, feed, rows, context.now);

			const stored: Stored[] = records.map((_, index) => (isNew[index] ? 'accepted' : 'duplicate'));
			const repeated = rows.flatMap((row, index) => (isNew[index] ? [] : [{ ...row, position: index }]));
			const disputes = [];
			for (const { position, fields } of await differingFields(context.sql, feed, repeated)) {
				stored[position] = fields.map((path) => ({
					path,
					message: 'differs from what was received first, which stands'
				}));
				disputes.push({ feed: feed.table, record: nameOf(rows[position]!, records[position]!), fields });
			}
			await recordDisputes(context.sql, disputes, context.now);

			const inserted = records.filter((_, index) => isNew[index]);
			if (inserted.length > 0) await feed.afterwards?.(inserted, context, salts);
			if (!subject || erased.size === 0) return stored;
			return all.map((record) => (erased.has(subject(record)) ? [wasErased] : stored.shift()!));
		}
	};
}

const customerOf = (record: unknown) => (record as { customer?: string }).customer;

/** What a reply calls the record. Contacts have no identifier of their own; their fingerprint is nobody's business. */
function identify(key: readonly string[], record: Record<string, unknown>): string {
	return key
		.filter((column) => column !== 'fingerprint')
		.map((column) => record[column])
		.join(' ');
}
