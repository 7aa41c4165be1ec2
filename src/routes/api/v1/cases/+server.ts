import { caseFields, casesPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading, asCells } from '../reading.ts';

export function GET({ url }) {
	const { sql, now } = runtime();
	return answerReading(url, {
		name: 'cases',
		fields: caseFields,
		read: (search) => casesPage(sql, search, now()),
		rows: ({ cases }) => cases.map(asCells)
	});
}
