import { csvOf, csvResponse } from '#lib/server/table.ts';
import { readFinding } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { idOf } from '../id.ts';

/** Nothing of who brought it back, and no answer's own number. */
const columns = [
	'return',
	'serial',
	'lot',
	'version',
	'location',
	'sold_on',
	'returned_on',
	'recorded_on',
	'reason',
	'disposition',
	'replacement_serial',
	'failure_mode',
	'mode_said_by'
];

export async function GET({ params }) {
	const found = await readFinding(runtime().reports, idOf(params), null);
	if (!found) return new Response('There is no such finding.\n', { status: 404 });
	const { finding, returns } = found;
	const rows = returns.map((row) => ({
		return: row.return,
		serial: row.serial,
		lot: row.lot,
		version: row.version,
		location: row.location,
		sold_on: row.soldOn,
		returned_on: row.returnedOn,
		recorded_on: row.recordedOn,
		reason: row.reason,
		disposition: row.disposition,
		replacement_serial: row.replacement,
		failure_mode: finding.mode,
		mode_said_by: row.source
	}));
	return csvResponse(csvOf(rows, columns), `evidence-${finding.sku}-${finding.mode}.csv`);
}
