import { findingFields, findingsPage } from '#lib/server/flaws/flaws.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading } from '../reading.ts';

export function GET({ url }) {
	return answerReading(url, {
		name: 'findings',
		fields: findingFields,
		read: (search) => findingsPage(runtime().reports, search),
		rows: ({ findings }) => findings
	});
}
