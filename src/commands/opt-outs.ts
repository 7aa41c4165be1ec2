// opt-outs <file>: who wanted no more questions from an earlier system is not asked by this one either.
import { createReadStream, statSync } from 'node:fs';
import { takeOptOutList, optOutColumns } from '#lib/server/delivery/delivery.ts';
import { readCsv } from '#lib/server/intake/intake.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { progressBar } from './progress.ts';
import { Refused } from './refused.ts';

const mostRejectionsShown = 50;

export async function importOptOuts({ sql, vault, config, now }: Runtime, file: string): Promise<number> {
	const size = statSync(file, { throwIfNoEntry: false })?.size;
	if (size === undefined) throw new Refused(`${file}: no such file`);
	const stream = createReadStream(file, { highWaterMark: 64 * 1024 });
	const bar = progressBar('importing opt-outs', size, () => stream.bytesRead);
	let rejected = 0;
	try {
		const shape = { columns: optOutColumns, required: [], numbers: [], lists: [] };
		const taking = {
			records: readCsv(stream, shape),
			vault,
			phoneCountry: config.PHONE_COUNTRY,
			onRejected(line: number, why: string) {
				if (++rejected <= mostRejectionsShown) bar.line(`line ${line}: ${why}`);
			},
			onBatch: bar.show
		};
		const taken = await takeOptOutList(sql, taking, now());
		if (rejected > mostRejectionsShown) bar.line(`… and ${rejected - mostRejectionsShown} more lines`);
		bar.end();
		console.log(JSON.stringify(taken));
		return rejected > 0 ? 3 : 0;
	} finally {
		stream.destroy();
		bar.end();
	}
}
