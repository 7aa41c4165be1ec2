// The one style sheet of a customer's page: fixed part and the questionnaire's conditions, with the hash
// that lets it through the content security policy. Used while rendering on the server only.
import { createHash } from 'node:crypto';
import base from './page.css?inline';

const sheets = new Map<string, { tag: string; hash: string }>();

/** The sheet with these further rules. */
export function styleSheet(conditions = '') {
	const known = sheets.get(conditions);
	if (known) return known;
	const css = base.trim() + conditions;
	const sheet = { tag: `<style>${css}</style>`, hash: createHash('sha256').update(css).digest('base64') };
	// A handful of combinations exist (with or without product and promise); this bounds a surprise.
	if (sheets.size < 200) sheets.set(conditions, sheet);
	return sheet;
}
