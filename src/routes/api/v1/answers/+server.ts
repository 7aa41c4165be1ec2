import { json } from '@sveltejs/kit';
import { answerFields, answersPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';
import { takeFeed } from '../take-feed.ts';

/** The feed of the same name: history from an earlier survey tool. */
export function POST({ request }) {
	return takeFeed('answers', request);
}

export async function GET({ url }) {
	const { reports } = runtime();
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await answersPage(reports, new URLSearchParams(search));
	if ('mistakes' in page) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const rows = page.answers.map(({ marks, tags, signals, replies, words, ...row }) => ({
		...row,
		answered_at: row.answered_at.toISOString(),
		marks: marks.join('|'),
		tags: tags.join('|'),
		signals: signals.join('|'),
		replies: JSON.stringify(replies),
		words: JSON.stringify(words)
	}));
	const response = csvResponse(csvOf(rows, answerFields), 'answers.csv');
	if (page.next) {
		const next = new URLSearchParams({ ...search, format, after: String(page.next) });
		response.headers.set('link', `</api/v1/answers?${next}>; rel="next"`);
	}
	return response;
}
