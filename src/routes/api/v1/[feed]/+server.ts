import { takeFeed } from '../take-feed.ts';

export function POST({ params, request }) {
	return takeFeed(params.feed, request);
}
