// A40: one answer per invitation, whatever the way in, the number of processes, the races.
import { randomBytes } from 'node:crypto';
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashOf } from '../../src/lib/server/invitation/invitation.ts';
import { sweepDrafts } from '../../src/lib/server/response/response.ts';
import { formOf, repairAsked } from '../support/customer.ts';
import { makeLinks } from '../support/links.ts';
import { endOf, freePort, startProduct, type RunningProduct } from '../support/product.ts';
import { storm } from '../support/storm.ts';

const root = join(import.meta.dirname, '../..');
let product: RunningProduct;
let second: ChildProcess;
let origins: string[];
beforeAll(async () => {
	product = await startProduct();
	const port = await freePort();
	const env = { ...product.env, PORT: `${port}`, ORIGIN: product.origin, WORKER: 'off' };
	second = spawn(process.execPath, ['src/start.ts'], { cwd: root, env, stdio: 'ignore' });
	origins = [product.origin, `http://localhost:${port}`];
	for (let waited = 0; waited < 30_000; waited += 50) {
		if (await fetch(`${origins[1]}/health`).catch(() => undefined)) break;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
});
afterAll(async () => {
	await endOf(second, 'SIGTERM');
	await product.stop();
});

test('1,000 invitations, 20 posts each at once to two processes, are 1,000 answers', async () => {
	const links = await makeLinks(product.sql, 1000, 'storm');
	const { answers, receipts, statuses } = await storm({
		sql: product.sql,
		links,
		posts: 20,
		origins,
		batch: 'storm'
	});
	expect(statuses).toEqual([303]);
	expect(answers).toBe(1000);
	expect(receipts).toEqual({ asked: 50, same: 50 });
});

/** Links that a voice brought to the same invitations, in their order. */
async function secondLinks(): Promise<string[]> {
	const invitations = await product.sql<{ id: number }[]>`
		select id::int from invitations where customer = 'doors' order by substr(interaction, 6)::int`;
	const links = invitations.map(() => randomBytes(16).toString('base64url'));
	for (const [n, { id }] of invitations.entries())
		await product.sql`
			with sent as (
				insert into messages (invitation, purpose, attempt, created_at) values (${id}, 'voice', 1, now()) returning id
			)
			insert into links (hash, invitation, message, minted_at) select ${hashOf(links[n]!)!}, ${id}, sent.id, now() from sent`;
	return links;
}

test('page, draft, voice and import at once are one answer', async () => {
	const links = await makeLinks(product.sql, 40, 'doors');
	const voices = await secondLinks();
	await Promise.all(
		links.flatMap((link, n) => {
			const post = (fields: string, at: number, to = link) =>
				fetch(`${origins[at]}/s/${to}`, {
					method: 'POST',
					redirect: 'manual',
					body: formOf(to, fields, { asked: repairAsked }),
					headers: { origin: product.origin, 'content-type': 'application/x-www-form-urlencoded' }
				});
			const imported = {
				id: `doors${n}`,
				interaction: `doors${n + 1}`,
				answered_at: '2026-01-01',
				overall: 5
			};
			return [
				post('overall=1', 0),
				post('overall=2&later=yes', 1),
				post('overall=3', 1),
				product.send('answers', imported),
				product.send('answers', { ...imported, id: `again${n}` }),
				post('overall=4', 0, voices[n])
			];
		})
	);
	const [row] = await product.sql`
		select count(*)::int as answers, count(distinct interaction)::int as interactions from answers where interaction like 'doors%'`;
	expect(row).toEqual({ answers: 40, interactions: 40 });
	// One that was being kept while the answer came is gone within the hour.
	await sweepDrafts(product.sql, new Date());
	expect(
		await product.sql`select from drafts d join invitations v on v.id = d.invitation where v.customer = 'doors'
		and exists (select from answers where answers.interaction = v.interaction)`
	).toHaveLength(0);
});

test('the promise is a constraint: no second answer can be written by hand', async () => {
	await expect(
		product.sql`insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
			select interaction, 'by hand', questionnaire, 'X', replies, now(), now() from answers limit 1`
	).rejects.toThrow(/unique/);
});
