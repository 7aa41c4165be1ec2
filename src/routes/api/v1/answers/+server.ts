import { answerFields, answersPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading, asCells } from '../reading.ts';
import { takeFeed } from '../take-feed.ts';

/** The feed of the same name: history from an earlier survey tool. */
export function POST({ request }) {
	return takeFeed('answers', request);
}

export function GET({ url }) {
	return answerReading(url, {
		name: 'answers',
		fields: answerFields,
		read: (search) => answersPage(runtime().reports, search),
		rows: ({ answers }) =>
			answers.map(({ replies, words, ...row }) =>
				asCells({ ...row, replies: JSON.stringify(replies), words: JSON.stringify(words) })
			)
	});
}
