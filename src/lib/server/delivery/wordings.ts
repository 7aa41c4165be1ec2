// The company's own words for messages, by brand and language, where they differ from ours. Every version is kept; a change takes
// two people, because words can beg for a score as well as any rep.
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { allLanguages } from '../../web/languages/languages.ts';
import type { MailContent } from './transport.ts';

/** What a text may hold in braces. */
const placeholders = ['company', 'encounter'] as const;

const oneLine = (most: number) =>
	z
		.string()
		.trim()
		.max(most, `must have at most ${most} characters`)
		.regex(/^[^\r\n\0]*$/, 'must be one line')
		.refine((text) => text.isWellFormed(), 'has a character that cannot be sent');

const words = (most: number) =>
	oneLine(most)
		.refine(
			(text) => !/https?:|www\.|\/\/|@/i.test(text),
			'must not hold an address: the link is added by itself'
		)
		.refine(
			(text) => [...text.matchAll(/\{([^}]*)\}?/g)].every(([whole, name]) => isPlaceholder(whole, name!)),
			`may hold only ${placeholders.map((name) => `{${name}}`).join(' and ')} in braces`
		)
		// Nobody is told which answer is wanted: no scale, no stars, no figures at all.
		.refine((text) => !/[\p{Nd}⭐★☆🌟👍👎]/u.test(text), 'must not hold figures, stars or thumbs')
		.optional();

const isPlaceholder = (whole: string, name: string) =>
	whole.endsWith('}') && (placeholders as readonly string[]).includes(name);

export const textNames = ['subject', 'opening', 'closing', 'sms'] as const;

const texts = z.strictObject({
	subject: words(150),
	opening: words(600),
	closing: words(600),
	sms: words(90)
});

const address = z.union([z.literal(''), z.email('must be an e-mail address')]).optional();

export const brandForm = z.strictObject({
	/** Locations it is the brand of; the one without any is for all others. */
	locations: z.array(oneLine(200).min(1)).max(1000, 'must be at most 1000'),
	name: oneLine(80)
		.regex(/^[^<>"]*$/, 'must not hold quotes, < or >')
		.optional(),
	address,
	reply_to: address,
	texts: z.partialRecord(z.enum(allLanguages), texts)
});

export const wordingsForm = z
	.strictObject({ brands: z.array(brandForm).max(50, 'must be at most 50') })
	.superRefine(({ brands }, context) => {
		const all = brands.flatMap(({ locations }) => (locations.length > 0 ? locations : ['']));
		const twice = all.find((location, at) => all.indexOf(location) !== at);
		if (twice === undefined) return;
		const message =
			twice === '' ? 'only one brand can be without locations' : `${twice} belongs to two brands`;
		context.addIssue({ code: 'custom', path: ['brands'], message });
	});

export type Texts = z.output<typeof texts>;
export type Brand = z.output<typeof brandForm>;
export type Wordings = z.output<typeof wordingsForm>;

export async function currentWordings(sql: Sql): Promise<Wordings & { version: number }> {
	const [row] = await sql<{ version: number; content: Wordings }[]>`
		select version, content from wordings order by version desc limit 1`;
	return row ? { version: row.version, ...row.content } : { version: 0, brands: [] };
}

export async function insertWordings(
	sql: Sql,
	{ brands, proposal }: Wordings & { proposal: number | null },
	now: Date
) {
	await sql`insert into wordings ${sql({ content: sql.json({ brands } as never), proposal, set_at: now })}`;
}

/** The brand of a location; undefined where none is set. */
export const brandOf = ({ brands }: Wordings, location: string | null): Brand | undefined =>
	brands.find(({ locations }) => location !== null && locations.includes(location)) ??
	brands.find(({ locations }) => locations.length === 0);

/** Whom a message comes from. */
export const senderOf = (name: string, brand: Brand | undefined): NonNullable<MailContent['sender']> => ({
	name,
	address: brand?.address || undefined,
	replyTo: brand?.reply_to || undefined
});

/** Fills {company} and the like. */
export const filled = (text: string, values: Record<string, string>) =>
	text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
