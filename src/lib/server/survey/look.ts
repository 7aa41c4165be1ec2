// The company's look on everything a customer sees: name, colour, logo. Small enough that the page stays one
// request of a few kilobytes, and readable whatever colour is chosen.
import type { Sql } from '../database.ts';
import { insertLook, newestLook } from './look-queries.ts';

export interface Look {
	name: string | null;
	/** "#rrggbb" */
	colour: string | null;
	logo: { type: LogoType; bytes: Buffer } | null;
}

export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
const mostLogoBytes = 6 * 1024;

export async function currentLook(sql: Sql): Promise<Look> {
	return (await newestLook(sql)) ?? { name: null, colour: null, logo: null };
}

/** What customers know the company as, where a brand says nothing else. */
export const knownAs = async (sql: Sql, otherwise: string): Promise<string> =>
	(await currentLook(sql)).name ?? otherwise;

export interface LookChange {
	name: string;
	colour: string;
	/** undefined: as it is; null: none. */
	logo: Look['logo'] | undefined;
}

/** Sets the look; mistakes by field. */
export async function changeLook(
	sql: Sql,
	{ name, colour, logo }: LookChange,
	staff: number,
	now: Date
): Promise<{ mistakes: { name?: string; colour?: string } } | 'changed'> {
	const mistakes: { name?: string; colour?: string } = {};
	const called = name.trim();
	if (called.length > 80) mistakes.name = 'The name has more than 80 characters.';
	if (/[\r\n<>"]/.test(called)) mistakes.name = 'The name must not hold line breaks, quotes, < or >.';
	const shade = colour.trim().toLowerCase();
	if (shade !== '' && !/^#[0-9a-f]{6}$/.test(shade))
		mistakes.colour = 'The colour must be written as # and six digits, such as #1f5f8b.';
	if (Object.keys(mistakes).length > 0) return { mistakes };
	const current = await currentLook(sql);
	await insertLook(
		sql,
		{ name: called || null, colour: shade || null, logo: logo === undefined ? current.logo : logo },
		staff,
		now
	);
	return 'changed';
}

/** An uploaded logo, known by its bytes and not by what it calls itself; or why it cannot be used. */
export function readLogo(bytes: Buffer): { type: LogoType; bytes: Buffer } | { mistake: string } {
	if (bytes.length > mostLogoBytes)
		return {
			mistake: `The logo has ${Math.ceil(bytes.length / 1024)} KB; at most ${mostLogoBytes / 1024} KB, because it travels inside every page. An SVG, or a PNG 200 pixels wide with few colours, is enough.`
		};
	const type = typeOf(bytes);
	return type ? { type, bytes } : { mistake: 'The logo must be a PNG, JPEG, WebP or SVG picture.' };
}

function typeOf(bytes: Buffer): LogoType | undefined {
	if (bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))) return 'image/png';
	if (bytes.subarray(0, 3).equals(Buffer.from('ffd8ff', 'hex'))) return 'image/jpeg';
	if (
		bytes.subarray(0, 4).toString('latin1') === 'RIFF' &&
		bytes.subarray(8, 12).toString('latin1') === 'WEBP'
	)
		return 'image/webp';
	return isSvg(bytes.toString('utf8')) ? 'image/svg+xml' : undefined;
}

/** Whether the first element is <svg>, after whatever declarations and comments drawing programs put before it. */
function isSvg(text: string): boolean {
	let rest = text.replace(/^\ufeff/, '').trimStart();
	for (;;) {
		const end = rest.startsWith('<!--')
			? rest.indexOf('-->') + 3
			: rest.startsWith('<?')
				? rest.indexOf('?>') + 2
				: /^<!doctype svg/i.test(rest)
					? rest.indexOf('>', Math.max(0, rest.indexOf(']>'))) + 1
					: 0;
		// Nothing to skip, or what was begun never ends.
		if (end < 4) return /^<svg[\s>/]/.test(rest);
		rest = rest.slice(end).trimStart();
	}
}
