// The company's colour, moved just as far as it must be to stay readable (WCAG 2.2: 4.5 to 1) on light and on dark
// paper, and what can be read on top of it.
import { clampChroma, converter, formatHex, parse, wcagContrast } from 'culori';

const paper = { light: '#fbfaf8', dark: '#15191c' };
const inks = ['#ffffff', '#0d1b26'];
const leastContrast = 4.5;
const toOklch = converter('oklch');

/** Custom properties for both papers. */
export function colourStyle(colour: string | null): string {
	if (!colour) return '';
	const light = readableOn(paper.light, colour, -0.02);
	const dark = readableOn(paper.dark, colour, 0.02);
	const properties = (mark: string) => `:root{--mark:${mark};--on-mark:${inkOn(mark)}}`;
	return `${properties(light)}@media (prefers-color-scheme:dark){${properties(dark)}}`;
}

function readableOn(background: string, colour: string, step: number): string {
	const { c, h, l } = toOklch(parse(colour)!)!;
	// Judged as it will be shown: a shade no screen can show is clipped.
	for (let lightness = l; ; lightness += step) {
		const shade = formatHex(
			clampChroma({ mode: 'oklch', l: Math.min(1, Math.max(0, lightness)), c, h }, 'oklch')
		);
		if (
			wcagContrast(shade, background) >= leastContrast &&
			wcagContrast(shade, inkOn(shade)) >= leastContrast
		)
			return shade;
	}
}

const inkOn = (mark: string) =>
	inks.toSorted((one, other) => wcagContrast(other, mark) - wcagContrast(one, mark))[0]!;
