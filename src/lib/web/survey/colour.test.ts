import { wcagContrast } from 'culori';
import { expect, test } from 'vitest';
import { colourStyle } from './colour.ts';

const steps = ['00', '33', '66', '99', 'cc', 'ff'];
const colours = steps.flatMap((red) =>
	steps.flatMap((green) => steps.map((blue) => `#${red}${green}${blue}`))
);

test('whatever colour a company has, it can be read, and so can what stands on it', () => {
	for (const colour of colours) {
		const [light, onLight, dark, onDark] = colourStyle(colour).match(/#[0-9a-f]{6}/g)!;
		for (const [one, other] of [
			[light, '#fbfaf8'],
			[light, onLight],
			[dark, '#15191c'],
			[dark, onDark]
		])
			expect(wcagContrast(one!, other!), `${colour}: ${one} on ${other}`).toBeGreaterThanOrEqual(4.5);
	}
});

test('a colour that can be read stays as it is', () => {
	expect(colourStyle('#1f5f8b')).toContain('--mark:#1f5f8b;--on-mark:#ffffff');
	expect(colourStyle(null)).toBe('');
});
