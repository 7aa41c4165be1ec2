import { metricFields, metricsPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading } from '../reading.ts';

export function GET({ url }) {
	const { reports, now } = runtime();
	return answerReading(url, {
		name: 'metrics',
		fields: metricFields,
		read: (search) => metricsPage(reports, search, now()),
		rows: ({ metrics }) =>
			metrics.map(({ weighted, adjusted, change, ...metric }) => ({
				...metric,
				weighted: weighted.share,
				adjusted: adjusted?.share,
				change: change?.estimate,
				change_low: change?.low,
				change_high: change?.high
			}))
	});
}
