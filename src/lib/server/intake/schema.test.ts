import { describe, expect, test } from 'vitest';
import { contactForms, normaliseContact } from './schema.ts';

describe('a mailbox has one spelling', () => {
	const [composed, decomposed] = ['k\u00f6ln.example', 'ko\u0308ln.example'];
	test.each([
		[`o@${composed}`, 'o@xn--kln-sna.example'],
		[`o@${composed}`, `O@${decomposed}`],
		[`o@${composed}`, `o@${composed.toUpperCase()}`],
		['o@koln.example', 'o@\uff4boln.example'],
		['jos\u00e9@mail.example', 'jose\u0301@mail.example'],
		['o@mail.example', ' O@Mail.Example ']
	])('%s, however it is written: %s', (one, other) => {
		expect(normaliseContact('email', other)).toBe(normaliseContact('email', one));
	});
	test('different ones stay different', () => {
		expect(normaliseContact('email', 'o@koln.example')).not.toBe(normaliseContact('email', `o@${composed}`));
	});
	test.each(['\u00ad', '\u200b', '\u2060', '\u202e', '\u2028', '\ufeff'])(
		'what nobody can see is refused: %j',
		(character) => {
			for (const address of [`o${character}@mail.example`, `o@ma${character}il.example`])
				expect([address, contactForms.email.safeParse(address).success]).toEqual([address, false]);
		}
	);
});
