// What other systems read: a page as JSON, or as CSV with the address of the next one in its header.
import { json } from '@sveltejs/kit';
import { csvOf, csvResponse } from '#lib/server/table.ts';

type Mistakes = { mistakes: string[] };

interface Reading<Read> {
	/** Of the file. */
	name: string;
	/** Columns of the table. */
	fields: string[];
	/** A page, or what is wrong with what was asked for. */
	read(search: URLSearchParams): Promise<Read>;
	rows(page: Exclude<Read, Mistakes>): Record<string, unknown>[];
}

export async function answerReading<Read extends object>(
	url: URL,
	{ name, fields, read, rows }: Reading<Read>
): Promise<Response> {
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await read(new URLSearchParams(search));
	if (isWrong(page)) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const response = csvResponse(csvOf(rows(page as Exclude<Read, Mistakes>), fields), `${name}.csv`);
	if ('next' in page && page.next) {
		const next = new URLSearchParams({ ...search, format, after: String(page.next) });
		response.headers.set('link', `<${url.pathname}?${next}>; rel="next"`);
	}
	return response;
}

const isWrong = (page: object): page is Mistakes => 'mistakes' in page && page.mistakes !== undefined;

/** Moments and lists as the cells of a table say them. */
export const asCells = (row: Record<string, unknown>): Record<string, unknown> =>
	Object.fromEntries(
		Object.entries(row).map(([name, value]) => [
			name,
			value instanceof Date ? value.toISOString() : Array.isArray(value) ? value.join('|') : value
		])
	);
