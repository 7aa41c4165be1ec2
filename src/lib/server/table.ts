// Tables for spreadsheets.
import Papa from 'papaparse';

/** RFC 4180. A cell that a spreadsheet would take for a formula begins with an apostrophe. */
export function csvOf(rows: Record<string, unknown>[], columns: string[]): string {
	const cells = rows.map((row) => columns.map((column) => row[column] ?? ''));
	return `${Papa.unparse({ fields: columns, data: cells }, { escapeFormulae: true })}\r\n`;
}

export const csvResponse = (text: string, name: string) =>
	new Response(text, {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': `attachment; filename="${name.replace(/[^\w.-]+/g, '_')}"`
		}
	});
