// Wrong, broken and hostile input at the doors: each gets a clear error, and nothing already accepted is lost.
import { writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
beforeAll(async () => void (product = await startProduct()));
afterAll(() => product.stop());

const unit = { serial: 'S1', sku: 'PH-1' };

describe('the API', () => {
	test('wants a key with the scope', async () => {
		const readKey = await product.newKey(['read']);
		const status = async (authorization: string) => {
			const response = await product.send('units', unit, { authorization });
			return [response.status, (await response.json()).error];
		};
		expect(await status('')).toEqual([401, expect.stringContaining('Authorization')]);
		expect(await status('Bearer nonsense')).toEqual([401, expect.stringContaining('unknown')]);
		expect(await status(`Bearer ${readKey}`)).toEqual([403, expect.stringContaining('scope "feed"')]);
	});
	test.each([
		['text/plain', '{}', 415, 'application/json or application/x-ndjson'],
		['application/json', '{"serial":', 400, 'not valid JSON'],
		['application/json', Buffer.from([0x22, 0xff, 0x22]), 400, 'not valid UTF-8']
	])('%s %j → %i', async (type, body, status, message) => {
		const response = await product.send('units', body, { 'content-type': type });
		expect([response.status, (await response.json()).error]).toEqual([
			status,
			expect.stringContaining(message)
		]);
	});
	test('a comment of ten megabytes names its field, more is too large', async () => {
		const comment = 'x'.repeat(10 * 1024 * 1024);
		const reply = await (
			await product.send('answers', { id: 'A', interaction: 'I', answered_at: '2026-01-01', comment })
		).json();
		expect(reply.rejected[0].errors).toEqual([
			{ path: 'comment', message: expect.stringContaining('at most 4000') }
		]);
		const response = await product.send('answers', `"${comment}${comment}"`);
		expect([response.status, (await response.json()).error]).toEqual([
			413,
			expect.stringContaining('too large')
		]);
	});
	test('an unknown feed is named, with those there are', async () => {
		const response = await product.send('refunds', {});
		expect([response.status, (await response.json()).error]).toEqual([
			404,
			expect.stringContaining('interactions')
		]);
	});
	test('NDJSON: good lines are kept, bad ones named', async () => {
		const body =
			'{"serial":"N1","sku":"A"}\nnonsense\n{"serial":"N2","sku":"A","sold_at":"2026-02-30"}\n{"serial":"N3","sku":"A"}';
		const reply = await (
			await product.send('units', body, { 'content-type': 'application/x-ndjson' })
		).json();
		expect(reply).toMatchObject({
			accepted: 2,
			rejected: [{ line: 2 }, { line: 3, id: 'N2', errors: [{ path: 'sold_at' }] }]
		});
	});
	test('its description is OpenAPI 3.1 made from the same schemas', async () => {
		const document = await (await fetch(`${product.origin}/api/openapi.json`)).json();
		expect(document.openapi).toBe('3.1.0');
		// Ten feeds, and mails that came in.
		expect(Object.values<object>(document.paths).filter((path) => 'post' in path)).toHaveLength(11);
		expect(document.paths).toHaveProperty(['/api/v1/products/{sku}/advice']);
		expect(document.components.schemas.interactions.required).toEqual([
			'id',
			'kind',
			'customer',
			'started_at'
		]);
		expect(document.components.schemas.answers.properties).toHaveProperty('asked_for_score');
	});
});

describe('the answer page', () => {
	test('too much at once is refused kindly', async () => {
		const response = await fetch(`${product.origin}/s/${'A'.repeat(22)}`, {
			method: 'POST',
			body: `comment=${'x'.repeat(10 * 1024 * 1024)}`,
			headers: {
				'content-type': 'application/x-www-form-urlencoded',
				accept: 'text/html',
				origin: product.origin
			}
		});
		expect(response.status).toBe(413);
		expect(await response.text()).toContain('shorten your words');
	});
});

describe('import', () => {
	const folder = mkdtempSync(join(tmpdir(), 'ungamed-import-'));
	const importing = (name: string, content: string | Buffer, feed = 'units') => {
		writeFileSync(join(folder, name), content);
		return run('src/cli.ts', ['import', feed, join(folder, name)], product.env);
	};

	test('a missing column and an unknown one are named', async () => {
		const { code, stderr } = await importing('a.csv', 'serial,colour\nS,red\n');
		expect([code, stderr]).toEqual([1, expect.stringContaining('unknown column "colour"')]);
		expect((await importing('b.csv', 'serial\nS\n')).stderr).toContain('column "sku" is missing');
	});
	test('a quote left open names its line; what came before is stored, and importing the mended file goes on', async () => {
		const broken = await importing('c.csv', 'serial,sku,lot\nQ1,A,L\nQ2,A,"open\nQ3,A,L\n');
		expect([broken.code, broken.stderr, JSON.parse(broken.stdout).accepted]).toEqual([
			1,
			expect.stringContaining('line 3: a quote was opened'),
			1
		]);
		const mended = await importing('c.csv', 'serial,sku,lot\nQ1,A,L\nQ2,A,"closed"\nQ3,A,L\n');
		expect([mended.code, JSON.parse(mended.stdout)]).toMatchObject([
			0,
			{ accepted: 2, duplicates: 1, rejected: 0 }
		]);
	});
	test('bad records are listed by line and field, good ones kept', async () => {
		const { code, stdout, stderr } = await importing(
			'd.csv',
			'id,sku,returned_at\nD1,A,2026-01-01\nD2,A,2026-13-01\n',
			'returns'
		);
		expect([code, JSON.parse(stdout)]).toMatchObject([3, { accepted: 1, duplicates: 0, rejected: 1 }]);
		expect(stderr).toContain('line 3 (D2): returned_at must be a real moment');
	});
	test.each([
		['nope.csv', 'no such file'],
		['x.xlsx', 'must end in .csv or .ndjson']
	])('%s: %s', async (name, message) => {
		const { code, stderr } = await run('src/cli.ts', ['import', 'units', join(folder, name)], product.env);
		expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
	});
});

describe('a list of earlier opt-outs', () => {
	const folder = mkdtempSync(join(tmpdir(), 'ungamed-opt-outs-'));
	const taking = async (content: string) => {
		writeFileSync(join(folder, 'list.csv'), content);
		const { code, stdout, stderr } = await run(
			'src/cli.ts',
			['opt-outs', join(folder, 'list.csv')],
			product.env
		);
		return { code, stderr, taken: stdout ? JSON.parse(stdout) : undefined };
	};

	test('is taken over but for lines that name nobody; those are told by their number, not by what they say', async () => {
		const list =
			'contact,customer\n STOP@Mail.example ,\n+44 7400 123456,\n,C-never\nnobody,\n,\na@b.example,C-x\n';
		const { code, stderr, taken } = await taking(list);
		expect([code, taken]).toEqual([3, { stopped: 3, known: 0, rejected: 3 }]);
		expect(stderr).toMatch(/line 5: contact must be[^]*line 6: must name[^]*line 7: must name/);
		expect(stderr).not.toMatch(/nobody|b\.example/);
		expect((await taking(list)).taken).toEqual({ stopped: 0, known: 3, rejected: 3 });
		expect((await taking('email\nx@y.example\n')).stderr).toContain('unknown column "email"');
		const [action] =
			await product.sql`select subject from actions where action = 'opt_outs_imported' order by id limit 1`;
		expect(action).toEqual({ subject: '3 opt-outs' });
	});

	test('keeps them from being asked, and yields to what they chose here since', async () => {
		const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
		const met = (customer: string) => ({
			id: `met-${customer}`,
			customer,
			kind: 'call',
			started_at: ago(9),
			ended_at: ago(5)
		});
		await product.send('customers', [
			{ id: 'C-mail', email: 'stop@mail.example' },
			{ id: 'C-phone', phone: '+447400123456' },
			{ id: 'C-never', email: 'never@mail.example' },
			{ id: 'C-asked', email: 'asked@mail.example' }
		]);
		await product.send('interactions', ['C-mail', 'C-phone', 'C-never', 'C-asked'].map(met));
		await product.mail.linkTo('asked@mail.example');
		const decided = await product.sql`
			select interaction, outcome from decisions where interaction like 'met-C-%' order by interaction`;
		expect(decided.map(({ interaction, outcome }) => [interaction, outcome])).toEqual([
			['met-C-asked', 'invited'],
			['met-C-mail', 'opted_out'],
			['met-C-never', 'opted_out'],
			// No SMS is sent here; the number is known all the same.
			['met-C-phone', 'no_channel']
		]);
		expect(
			await product.sql`select from stopped s join contacts c using (fingerprint) where c.customer = 'C-phone'`
		).toHaveLength(1);
		await product.sql`insert into opt_outs (fingerprint, stop, source, at)
			select fingerprint, false, 'word', now() from contacts where customer = 'C-mail'`;
		expect((await taking('contact\nstop@mail.example\n')).taken).toEqual({
			stopped: 0,
			known: 1,
			rejected: 0
		});
		expect(
			await product.sql`select from stopped s join contacts c using (fingerprint) where c.customer = 'C-mail'`
		).toHaveLength(0);
	});
});

describe('the database', () => {
	test('full: the reply says so, and what was accepted stays', async () => {
		await product.sql`create function disk_is_full() returns trigger language plpgsql as $$ begin raise exception 'could not extend file' using errcode = '53100'; end $$`;
		await product.sql`create trigger full_disk before insert on units for each row when (new.serial = 'FULL') execute function disk_is_full()`;
		expect((await product.send('units', { serial: 'BEFORE', sku: 'A' })).status).toBe(200);
		const response = await product.send('units', { serial: 'FULL', sku: 'A' });
		expect([response.status, (await response.json()).error]).toEqual([
			503,
			expect.stringContaining('disk is full')
		]);
		expect(await product.sql`select from units where serial = 'BEFORE'`).toHaveLength(1);
	});
	test('gone and back: the reply says so, and the product recovers by itself', async () => {
		const name = new URL(product.url).pathname.slice(1);
		const admin = await import('../../src/lib/server/database.ts').then(({ connect }) =>
			connect(process.env.TEST_CLUSTER!, { max: 1 })
		);
		const close = (allow: boolean) => admin.unsafe(`alter database ${name} with allow_connections ${allow}`);
		await close(false);
		await admin`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${name}`;
		try {
			expect((await fetch(`${product.origin}/health`)).status).toBe(503);
			expect((await product.send('units', { serial: 'GONE', sku: 'A' })).status).toBe(503);
		} finally {
			await close(true);
			await admin.end();
		}
		for (
			let waited = 0;
			waited < 20_000 && (await fetch(`${product.origin}/health`)).status !== 200;
			waited += 200
		)
			await new Promise((resolve) => setTimeout(resolve, 200));
		expect((await product.send('units', { serial: 'GONE', sku: 'A' })).status).toBe(200);
	});
});
