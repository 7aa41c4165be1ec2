import { takeFeed } from '../take-feed.ts';

export const POST = ({ params, request }) => takeFeed(params.feed, request);
