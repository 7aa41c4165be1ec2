import { coverageFields, coveragePage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading } from '../reading.ts';

export function GET({ url }) {
	const { reports, now } = runtime();
	return answerReading(url, {
		name: 'coverage',
		fields: coverageFields,
		read: (search) => coveragePage(reports, search, now()),
		rows({ interactions, endings, groups }) {
			const all = { group: 'all', interactions, endings };
			return [all, ...groups].map(({ endings, ...row }) => ({ ...row, ...endings }));
		}
	});
}
