// Style sheets inside a customer's page, each with the hash that lets it through the content security policy:
// ours with the company's colour, and the conditions of one questionnaire. Used while rendering on the server only.
import { createHash } from 'node:crypto';
import { colourStyle } from './colour.ts';
import base from './page.css?inline';

export interface Sheet {
	tag: string;
	hash: string;
}

const sheets = new Map<string, Sheet>();

function sheet(css: string): Sheet {
	const known = sheets.get(css);
	if (known) return known;
	const made = { tag: `<style>${css}</style>`, hash: createHash('sha256').update(css).digest('base64') };
	// A handful exist (looks, questionnaires with or without product and promise); this bounds a surprise.
	if (sheets.size < 200) sheets.set(css, made);
	return made;
}

const ours = base.trim();

/** Every page's. */
export const pageSheet = (colour: string | null) => sheet(ours + colourStyle(colour));

/** What shows each question when its condition holds. */
export const conditionSheet = (conditions: string) => sheet(conditions);
