// The queue where processes die and releases follow each other.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/lib/server/log.ts';
import { openQueue } from '../../src/lib/server/queue.ts';
import { testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const open = () => openQueue(place.url, createLog('error'), { supervise: true });
const until = async (isSo: () => Promise<boolean>) => {
	for (let waited = 0; waited < 20_000; waited += 100) {
		if (await isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('waited in vain');
};

test('what a dead process held is let go when another one starts, not a minute later', async () => {
	const queue = await open();
	await queue.enqueue(place.sql, 'voice', [{ data: { n: 1 } }]);
	await queue.stop();
	await place.sql`
		update pgboss.job set state = 'active', started_on = now() - interval '5 minutes', heartbeat_on = now() - interval '4 minutes'
		where name = 'voice'`;
	await place.sql`update pgboss.queue set monitor_claim_on = now() - interval '2 minutes'`;
	const next = await open();
	try {
		await until(
			async () =>
				(await place.sql`select from pgboss.job where name = 'voice' and state = 'retry'`).length === 1
		);
	} finally {
		await next.stop();
	}
});

test('a queue of an earlier release gets the patience of this one', async () => {
	await place.sql`update pgboss.queue set expire_seconds = 7, retry_limit = 1 where name = 'send'`;
	await (await open()).stop();
	expect(
		(await place.sql`select expire_seconds, retry_limit from pgboss.queue where name = 'send'`)[0]
	).toEqual({
		expire_seconds: 900,
		retry_limit: 80
	});
});
