// The alphabet of phone networks (3GPP TS 23.038): a text that holds nothing else takes 160 characters an SMS, any other one 70.
const basic = new Set(
	'@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
);
/** These take two. */
const extended = new Set('^{}\\[~]|€');

const typography: Record<string, string> = {
	'’': "'",
	'‘': "'",
	'“': '"',
	'”': '"',
	'„': '"',
	'«': '"',
	'»': '"',
	'–': '-',
	'—': '-',
	'…': '...',
	'\u00a0': ' ',
	'\u202f': ' ',
	// Marks of direction, which Latin text can do without.
	'\u2068': '',
	'\u2069': ''
};

const isKnown = (character: string) => basic.has(character) || extended.has(character);

/** The same in the alphabet as far as it goes: accents it does not have are dropped, letters of other scripts stay. */
export function toGsm7(text: string): string {
	return [...text]
		.map((character) => {
			if (isKnown(character)) return character;
			const plain = typography[character] ?? character.normalize('NFD').replace(/\p{M}/gu, '');
			return [...plain].every(isKnown) ? plain : character;
		})
		.join('');
}

export const segmentLength = 160;

/** How many of the 160 places of one SMS a text takes; infinite where it is not in the alphabet. */
export function lengthInGsm7(text: string): number {
	let length = 0;
	for (const character of text) {
		if (!isKnown(character)) return Infinity;
		length += extended.has(character) ? 2 : 1;
	}
	return length;
}

/** How many SMS a text is sent as: parts of a longer one carry their number, which takes room. */
export function parts(text: string): number {
	const length = lengthInGsm7(text);
	if (length <= segmentLength) return 1;
	if (length < Infinity) return Math.ceil(length / 153);
	return text.length <= 70 ? 1 : Math.ceil(text.length / 67);
}
