// A brand as a form of the desk posts it, and what a change to one comes to.
import type { Sql } from '../database.ts';
import { allLanguages, languages } from '../../web/languages/languages.ts';
import {
	brandForm,
	currentWordings,
	insertWordings,
	textNames,
	wordingsForm,
	type Brand,
	type Wordings
} from './wordings.ts';

/** By the name of the field. */
type Mistakes = Record<string, string>;

/** What was typed; a brand once nothing is wrong with it. Texts are named such as `opening.de`. */
export function readBrand(form: {
	get(name: string): unknown;
}): { brand: Brand; mistakes?: undefined } | { brand?: undefined; mistakes: Mistakes } {
	const typed = (name: string) => String(form.get(name) ?? '').trim() || undefined;
	const texts = allLanguages.flatMap((language) => {
		const said = textNames.flatMap((name) => {
			// A text area breaks lines, which a paragraph of a mail does not have.
			const text = typed(`${name}.${language}`)?.replace(/\s*\r?\n\s*/g, ' ');
			return text === undefined ? [] : [[name, text]];
		});
		return said.length > 0 ? [[language, Object.fromEntries(said)]] : [];
	});
	const lines = String(form.get('locations') ?? '').split('\n');
	const result = brandForm.safeParse({
		locations: [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))],
		name: typed('name'),
		address: typed('address'),
		reply_to: typed('reply_to'),
		texts: Object.fromEntries(texts)
	});
	if (result.success) return { brand: result.data };
	return {
		mistakes: Object.fromEntries(result.error.issues.map((issue) => [fieldOf(issue.path), issue.message]))
	};
}

/** The field of `texts.de.opening` is `opening.de`. */
const fieldOf = (path: PropertyKey[]) =>
	path[0] === 'texts' ? `${String(path[2])}.${String(path[1])}` : String(path[0] ?? 'name');

export interface BrandChange {
	/** Its place in the version now in force; undefined: it is new. */
	at?: number;
	/** Undefined: it is taken away. */
	to?: Brand;
}

interface Difference {
	key: string | null;
	what: string;
	before: string;
	after: string;
}

export interface CheckedWordings extends Wordings {
	/** What it becomes. */
	version: number;
	differences: Difference[];
}

/** The wordings as they would be, or why they cannot be. */
export async function checkWordings(
	sql: Sql,
	{ at, to }: BrandChange
): Promise<CheckedWordings | { refused: string }> {
	const { version, brands } = await currentWordings(sql);
	const from = at === undefined ? undefined : brands[at];
	if (at !== undefined && !from) return { refused: 'There is no such brand any more.' };
	const differences = differencesOf(from, to);
	if (differences.length === 0) return { refused: 'Nothing has been changed.' };
	const changed = from ? brands.flatMap((each) => (each === from ? (to ?? []) : each)) : [...brands, to!];
	const result = wordingsForm.safeParse({ brands: changed });
	if (!result.success) return { refused: result.error.issues.map(({ message }) => message).join('. ') };
	return { version: version + 1, brands: result.data.brands, differences };
}

/** False: others have been put in force since. */
export async function applyWordings(
	sql: Sql,
	{ version, brands, proposal }: Wordings & { version: number; proposal: number },
	now: Date
): Promise<boolean> {
	if ((await currentWordings(sql)).version !== version - 1) return false;
	await insertWordings(sql, { brands, proposal }, now);
	return true;
}

function differencesOf(before: Brand | undefined, after: Brand | undefined): Difference[] {
	const [was, is] = [flat(before), flat(after)];
	const key = after?.name || before?.name || null;
	const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
	return names
		.filter((name) => (was[name] ?? '') !== (is[name] ?? ''))
		.map((what) => ({ key, what, before: was[what] ?? '', after: is[what] ?? '' }));
}

/** As lines a person can compare. */
function flat(brand: Brand | undefined): Record<string, string> {
	if (!brand) return {};
	const texts = allLanguages.flatMap((language) =>
		Object.entries(brand.texts[language] ?? {}).map(([name, text]) => [
			`${name} in ${languages[language].name}`,
			text ?? ''
		])
	);
	return {
		locations: brand.locations.join(', ') || 'all others',
		name: brand.name ?? '',
		sender: brand.address ?? '',
		'replies to': brand.reply_to ?? '',
		...Object.fromEntries(texts)
	};
}
