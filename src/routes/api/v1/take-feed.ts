import { json } from '@sveltejs/kit';
import { bufferOf, bytesOf, TooLarge } from '#lib/server/body.ts';
import { outage } from '#lib/server/database.ts';
import { feeds, isFeed } from '#lib/server/feeds.ts';
import { readJson, readNdjson, receive, UnreadableInput } from '#lib/server/intake/intake.ts';
import { runtime } from '#lib/server/runtime.ts';

const mebibyte = 1024 * 1024;
const largestJson = 16 * mebibyte;
const largestNdjson = 256 * mebibyte;

const refuse = (status: number, error: string) => json({ error }, { status });

/** Records of a feed, as JSON or NDJSON, by whoever has a key for it. */
export async function takeFeed(feed: string, request: Request): Promise<Response> {
	const { sql, queue, vault, config, log, now } = runtime();
	try {
		if (!isFeed(feed))
			return refuse(404, `there is no feed "${feed}"; the feeds are ${Object.keys(feeds).join(', ')}`);

		const type = request.headers.get('content-type')?.split(';')[0]!.trim().toLowerCase();
		if (type !== 'application/json' && type !== 'application/x-ndjson')
			return refuse(
				415,
				`content type ${type ?? '(none)'} is not read here; send application/json or application/x-ndjson`
			);
		const records =
			type === 'application/json'
				? readJson(await bufferOf(request, largestJson))
				: readNdjson(bytesOf(request, largestNdjson));

		const input = { feed: feeds[feed], records, queue, vault, phoneCountry: config.PHONE_COUNTRY };
		const reply = await receive(sql, input, now());
		return json(reply);
	} catch (error) {
		if (error instanceof TooLarge)
			return refuse(
				413,
				`the body is too large: at most ${largestJson} bytes of JSON or ${largestNdjson} of NDJSON; send several requests`
			);
		if (error instanceof UnreadableInput) return refuse(400, error.message);
		const cause = outage(error);
		log.error({ error, feed, cause }, 'feed failed');
		if (cause === 'disk_full')
			return refuse(
				503,
				"the database's disk is full; the unfinished batch was not stored, send it again once there is space"
			);
		if (cause) return refuse(503, 'the database is away; the unfinished batch was not stored, send it again');
		return refuse(500, 'something went wrong on our side; the unfinished batch was not stored');
	}
}
