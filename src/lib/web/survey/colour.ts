// The company's colour, moved just as far as it must be to stay readable (WCAG 2.2: 4.5 to 1) on light and on dark
// paper, and what can be read on top of it.
import { converter, formatHex, parse, wcagContrast, type Oklch } from 'culori';

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
	const shade: Oklch = { ...toOklch(parse(colour)!)! };
	while (wcagContrast(shade, background) < leastContrast && shade.l > 0 && shade.l < 1)
		shade.l = Math.min(1, Math.max(0, shade.l + step));
	return formatHex(shade);
}

const inkOn = (mark: string) =>
	inks.toSorted((one, other) => wcagContrast(other, mark) - wcagContrast(one, mark))[0]!;
