// Why somebody does something: a few words that are recorded with it.

const least = 3;
const most = 2000;

/** The reason as it is stored, or undefined where there is none worth the name. Counted as the database counts. */
export function readReason(text: string): string | undefined {
	const characters = [...text.trim()].slice(0, most);
	return characters.length < least ? undefined : characters.join('');
}
