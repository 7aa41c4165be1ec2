import { csvOf, csvResponse } from '#lib/server/table.ts';
import { readFinding } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { idOf } from '../id.ts';

/** Nothing of who brought it back, no number of an answer or a return, nothing anybody may have typed. */
const columns = [
	'number',
	'serial',
	'lot',
	'version',
	'location',
	'sold_on',
	'returned_on',
	'recorded_on',
	'disposition',
	'replacement_serial',
	'failure_mode',
	'mode_said_by'
];

export async function GET({ params }) {
	const found = await readFinding(runtime().reports, idOf(params), null);
	if (!found) return new Response('There is no such finding.\n', { status: 404 });
	const { finding, returns } = found;
	const rows = returns.map((row, at) => ({
		number: at + 1,
		serial: row.serial,
		lot: row.lot,
		version: row.version,
		location: row.location,
		sold_on: row.soldOn,
		returned_on: row.returnedOn,
		recorded_on: row.recordedOn,
		disposition: row.disposition,
		replacement_serial: row.replacement,
		failure_mode: finding.mode,
		mode_said_by: row.source
	}));
	return csvResponse(csvOf(rows, columns), `evidence-${finding.sku}-${finding.mode}.csv`);
}
