// import <feed> <file>: a file through the same door as the API, in batches, with a progress bar. Running
// it again after an interruption is safe: what was stored is recognised.
import { createReadStream, statSync } from 'node:fs';
import { extname } from 'node:path';
import { csvShape, feeds, type FeedName } from '#lib/server/feeds.ts';
import { readCsv, readNdjson, receive, type Rejection } from '#lib/server/intake/intake.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { Refused } from './refused.ts';
import { progressBar } from './progress.ts';

const mostRejectionsShown = 50;

export async function importFile(
	{ sql, queue, vault, config, now }: Runtime,
	feed: FeedName,
	file: string
): Promise<number> {
	const type = extname(file).toLowerCase();
	if (type !== '.csv' && type !== '.ndjson') throw new Refused(`${file}: must end in .csv or .ndjson`);
	const size = statSync(file, { throwIfNoEntry: false })?.size;
	if (size === undefined) throw new Refused(`${file}: no such file`);

	const stream = createReadStream(file, { highWaterMark: 64 * 1024 });
	const bar = progressBar(`importing ${feed}`, size, () => stream.bytesRead);
	let rejected = 0;
	const onRejected = ({ line, id, errors }: Rejection) => {
		if (++rejected > mostRejectionsShown) return;
		for (const { path, message } of errors)
			bar.line(`line ${line}${id ? ` (${id})` : ''}: ${path} ${message}`.replace(/ +/g, ' '));
	};
	try {
		const startedAt = performance.now();
		const records = type === '.csv' ? readCsv(stream, csvShape(feed)) : readNdjson(stream);
		const onBatch = ({ accepted, duplicates }: { accepted: number; duplicates: number }) =>
			bar.show(accepted + duplicates + rejected);
		const reply = await receive(
			sql,
			{ feed: feeds[feed], records, queue, vault, phoneCountry: config.PHONE_COUNTRY, onRejected, onBatch },
			now()
		);
		if (rejected > mostRejectionsShown)
			bar.line(`… and ${rejected - mostRejectionsShown} more rejected records`);
		bar.end();
		const seconds = Math.round(performance.now() - startedAt) / 1000;
		console.log(
			JSON.stringify({ accepted: reply.accepted, duplicates: reply.duplicates, rejected, seconds })
		);
		if (reply.stopped)
			throw new Refused(
				`${file}, ${reply.stopped}\nEverything before is stored; mend the file and import it again.`
			);
		return rejected > 0 ? 3 : 0;
	} finally {
		stream.destroy();
		bar.end();
	}
}
