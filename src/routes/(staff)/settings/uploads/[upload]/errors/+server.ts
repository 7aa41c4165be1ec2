import { listErrors } from '#lib/server/uploads.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

const all = 100_000;

export async function GET({ params }) {
	const id = /^\d{1,15}$/.test(params.upload) ? Number(params.upload) : 0;
	const rows = await listErrors(runtime().sql, id, all);
	return csvResponse(
		csvOf(
			rows.map((row) => ({ ...row })),
			['line', 'record', 'path', 'message']
		),
		`upload-${id}-errors.csv`
	);
}
