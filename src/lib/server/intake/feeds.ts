// The feeds that are plain records in a table of the same name. (History answers are a feed too, but
// belong to the response room.)
import { contactForms, normaliseContact, schemas } from './schema.ts';
import { readPhone } from '../phone.ts';
import { tableFeed } from './table.ts';
import { waitingFor } from './queries.ts';
import type { Feed, StoreContext } from './receive.ts';
import type { Salts } from './subjects.ts';

const declined = 'declined';
const noBytes = '\\x';

const bytes = (buffer: Buffer) => `\\x${buffer.toString('hex')}`;

type Recognising = Pick<StoreContext, 'vault' | 'phoneCountry'>;

function fingerprint({ vault, phoneCountry }: Recognising, kind: 'email' | 'phone', value?: string) {
	if (value === undefined) return undefined;
	if (value === declined) return noBytes;
	return bytes(vault.fingerprint(`${kind}:${normaliseContact(kind, value, phoneCountry)}`));
}

/** What somebody typed as their contact, recognised but not kept; undefined if it is none. */
export function recogniseContact({ vault, phoneCountry }: Recognising, typed: string): Buffer | undefined {
	const kind = typed.includes('@') ? 'email' : 'phone';
	const read = contactForms[kind].safeParse(typed);
	if (!read.success || read.data === declined) return undefined;
	return vault.fingerprint(`${kind}:${normaliseContact(kind, typed, phoneCountry)}`);
}

function contactRow(
	context: Recognising,
	salts: Salts,
	{ customer, kind, value }: { customer: string; kind: 'email' | 'phone'; value: string }
) {
	const sealed = value === declined ? noBytes : bytes(context.vault.seal(value.trim(), salts.get(customer)!));
	const country = kind === 'phone' ? readPhone(value, context.phoneCountry)?.country : undefined;
	return { customer, kind, fingerprint: fingerprint(context, kind, value), sealed, country };
}

const contactColumns = {
	customer: 'text',
	kind: 'text',
	fingerprint: 'bytea',
	sealed: 'bytea',
	country: 'text',
	changed_at: 'timestamptz',
	changed_by: 'text',
	interaction: 'text'
} as const;

const contactTable = {
	table: 'contacts',
	columns: contactColumns,
	key: ['customer', 'kind', 'changed_at', 'fingerprint'],
	// Sealing the same address twice gives different bytes.
	incomparable: ['sealed', 'country']
} as const;

/** Interactions wait for their customer when the customer's record is late: look again. */
async function decideAgain({ sql, queue }: StoreContext, customers: string[]) {
	await enqueueDeciding({ sql, queue }, await waitingFor(sql, customers));
}

/** A changed address is announced at the old one. No job says who: those received at this moment are meant. */
async function announceChanges({ sql, queue, now }: StoreContext) {
	await queue.enqueue(sql, 'notices', [{ data: { received: now.toISOString() } }]);
}

async function enqueueDeciding({ sql, queue }: Pick<StoreContext, 'sql' | 'queue'>, interactions: string[]) {
	const jobs = [];
	for (let from = 0; from < interactions.length; from += 1000)
		jobs.push({ data: { interactions: interactions.slice(from, from + 1000) } });
	await queue.enqueue(sql, 'decide', jobs);
}

export const feeds = {
	reps: tableFeed(schemas.reps, {
		table: 'reps',
		columns: {
			id: 'text',
			team: 'text',
			location: 'text',
			joined_on: 'date',
			email: 'bytea',
			phone: 'bytea'
		},
		key: ['id'],
		row: (rep, context) => ({
			...rep,
			email: fingerprint(context, 'email', rep.email),
			phone: fingerprint(context, 'phone', rep.phone)
		})
	}),

	customers: tableFeed(schemas.customers, {
		table: 'customers',
		columns: {
			id: 'text',
			email: 'bytea',
			phone: 'bytea',
			language: 'text',
			timezone: 'text',
			since: 'date',
			contact_set_by: 'text',
			contact_set_at: 'timestamptz',
			channel: 'text'
		},
		key: ['id'],
		subject: (customer) => customer.id,
		row: (customer, context) => ({
			...customer,
			email: fingerprint(context, 'email', customer.email),
			phone: fingerprint(context, 'phone', customer.phone)
		}),
		async afterwards(customers, context, salts) {
			const contacts = customers.flatMap((customer) =>
				(['email', 'phone'] as const).flatMap((kind) => {
					const value = customer[kind];
					if (value === undefined) return [];
					return [
						{
							...contactRow(context, salts, { customer: customer.id, kind, value }),
							changed_at: customer.contact_set_at ?? customer.since ?? '-infinity',
							changed_by: customer.contact_set_by
						}
					];
				})
			);
			await context.insert(contactTable, contacts);
			await decideAgain(
				context,
				customers.map((customer) => customer.id)
			);
		}
	}),

	contacts: tableFeed(schemas.contacts, {
		...contactTable,
		subject: (contact) => contact.customer,
		row: (contact, context, salts) => ({
			...contactRow(context, salts, contact),
			changed_at: contact.changed_at,
			changed_by: contact.changed_by,
			interaction: contact.interaction
		}),
		async afterwards(contacts, context) {
			await decideAgain(
				context,
				contacts.map((contact) => contact.customer)
			);
			await announceChanges(context);
		}
	}),

	products: tableFeed(schemas.products, {
		table: 'products',
		columns: {
			sku: 'text',
			name: 'text',
			category: 'text',
			supplier: 'text',
			launched_on: 'date',
			failure_modes: 'jsonb'
		},
		key: ['sku']
	}),

	units: tableFeed(schemas.units, {
		table: 'units',
		columns: {
			serial: 'text',
			sku: 'text',
			lot: 'text',
			version: 'text',
			supplier: 'text',
			sold_at: 'timestamptz',
			customer: 'text',
			location: 'text',
			replaces: 'text'
		},
		key: ['serial']
	}),

	interactions: tableFeed(schemas.interactions, {
		table: 'interactions',
		columns: {
			id: 'text',
			kind: 'text',
			customer: 'text',
			rep: 'text',
			location: 'text',
			channel: 'text',
			started_at: 'timestamptz',
			ended_at: 'timestamptz',
			wait_minutes: 'double precision',
			outcome: 'text',
			promise: 'text',
			promise_due_at: 'timestamptz',
			sku: 'text',
			serial: 'text',
			return: 'text',
			language: 'text'
		},
		key: ['id'],
		async afterwards(interactions, context) {
			await enqueueDeciding(
				context,
				interactions.map((interaction) => interaction.id)
			);
		}
	}),

	reasons: tableFeed(schemas.reasons, {
		table: 'reasons',
		columns: { reason: 'text', meaning: 'text', failure_mode: 'text' },
		key: ['reason']
	}),

	returns: tableFeed(schemas.returns, {
		table: 'returns',
		columns: {
			id: 'text',
			sku: 'text',
			serial: 'text',
			customer: 'text',
			rep: 'text',
			location: 'text',
			returned_at: 'timestamptz',
			recorded_at: 'timestamptz',
			reason: 'text',
			disposition: 'text',
			replacement_serial: 'text',
			interaction: 'text'
		},
		key: ['id']
	}),

	counts: tableFeed(schemas.counts, {
		table: 'counts',
		columns: { location: 'text', date: 'date', kind: 'text', source: 'text', count: 'integer' },
		key: ['location', 'date', 'kind', 'source']
	})
} satisfies Record<string, Feed>;

export type FeedName = keyof typeof feeds;
