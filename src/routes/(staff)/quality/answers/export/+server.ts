import {
	exportAnswers,
	exportFormats,
	readAnswerFilters,
	type ExportFormat
} from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

const files: Record<ExportFormat, [name: string, type: string]> = {
	csv: ['answers.csv', 'text/csv'],
	ndjson: ['answers.ndjson', 'application/x-ndjson'],
	columns: ['answers-columns.csv', 'text/csv'],
	sps: ['answers.sps', 'text/plain']
};

export function GET({ url }) {
	const format = exportFormats.find((each) => each === url.searchParams.get('format'));
	if (!format) return new Response(`format must be one of ${exportFormats.join(', ')}\n`, { status: 400 });
	const pieces = exportAnswers(runtime().reports, readAnswerFilters(url.searchParams), format);
	const [name, type] = files[format];
	return new Response(streamOf(pieces), {
		headers: {
			'content-type': `${type}; charset=utf-8`,
			'content-disposition': `attachment; filename="${name}"`
		}
	});
}

/** Piece by piece, as fast as they are taken; nothing more is read once nobody takes them. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream {
	const encoder = new TextEncoder();
	return new ReadableStream({
		async pull(controller) {
			const { done, value } = await pieces.next();
			if (done) controller.close();
			else controller.enqueue(encoder.encode(value));
		},
		async cancel() {
			await pieces.return(undefined);
		}
	});
}
