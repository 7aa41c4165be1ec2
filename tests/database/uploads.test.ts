// Feeds by CSV in settings: matched, looked at, read in the background, read again without harm.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/lib/server/log.ts';
import type { Runtime } from '../../src/lib/server/runtime.ts';
import {
	findUpload,
	forgetUploads,
	guessMapping,
	keepUpload,
	listErrors,
	previewUpload,
	runUpload,
	workUpload
} from '../../src/lib/server/uploads.ts';
import { everyRow, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';

let place: TestPlace;
let staff: number;
beforeAll(async () => {
	place = await testPlace();
	staff = await makeStaff(place.sql, 'admin');
});
afterAll(() => place.end());

const runtime = () =>
	({
		sql: place.sql,
		queue: place.queue,
		vault,
		config: {},
		log: createLog('silent'),
		now: () => now
	}) as unknown as Runtime;
const keep = (content: string | Buffer, feed = 'customers') =>
	keepUpload(place.sql, { feed, file: 'people.csv', content: Buffer.from(content), staff, vault }, now);
const idOf = (kept: object) => (kept as { id: number }).id;
const run = async (id: number, mapping: Record<string, string>) => {
	const asked = await runUpload(place.sql, { id, mapping, staff, queue: place.queue }, now);
	if (asked === 'asked') await workUpload(runtime(), id);
	return asked;
};
const mapping = { 'Customer No': 'id', 'E-Mail': 'email', Language: 'language' };
const file =
	'\uFEFFCustomer No,E-Mail,Language,Shoe size\r\nU1,ulla@mail.example,de,38\r\nU2,not an address,de,\r\nU3,udo@mail.example,,44\r\n';
let id: number;

test('names of columns are matched as far as they are alike', () => {
	expect(guessMapping('customers', ['ID', 'E-Mail', 'Language', 'Shoe size'])).toEqual({
		ID: 'id',
		'E-Mail': 'email',
		Language: 'language'
	});
});
test('a look at the first rows says what is wrong and stores nothing', async () => {
	id = idOf(await keep(file));
	const upload = (await findUpload(place.sql, id))!;
	expect(upload.columns).toEqual(['Customer No', 'E-Mail', 'Language', 'Shoe size']);
	const preview = await previewUpload(place.sql, { upload, mapping, vault });
	expect(preview.rows.map(({ line, problems }) => [line, problems.length])).toEqual([
		[2, 0],
		[3, 2],
		[4, 0]
	]);
	expect(preview.rows[0]!.values).toEqual({ id: 'U1', email: 'ulla@mail.example', language: 'de' });
	expect(await previewUpload(place.sql, { upload, mapping: { Language: 'language' }, vault })).toMatchObject({
		refused: expect.stringContaining('id')
	});
	expect(await place.sql`select from customers`).toHaveLength(0);
});
test('the file waits sealed', async () => {
	expect(await everyRow(place.sql)).not.toContain('ulla@mail.example');
});
test('good records are stored, bad ones named by line and field, and reading again adds nothing', async () => {
	expect(await run(id, { ...mapping, 'Shoe size': 'id' })).toHaveProperty('refused');
	expect(await run(id, { Language: 'language' })).toHaveProperty('refused');
	expect(await run(id, mapping)).toBe('asked');
	expect(await findUpload(place.sql, id)).toMatchObject({
		accepted: 2,
		duplicates: 0,
		rejected: 1,
		stopped: null,
		finishedAt: now
	});
	expect(await listErrors(place.sql, id, 10)).toMatchObject([
		{ line: 3, record: 'U2', path: 'email' },
		{ line: 3, record: 'U2', path: 'email' }
	]);
	expect(await run(id, mapping)).toBe('asked');
	expect(await findUpload(place.sql, id)).toMatchObject({ accepted: 0, duplicates: 2, rejected: 1 });
	expect(await listErrors(place.sql, id, 10)).toHaveLength(2);
});
test('a job that is done twice does the same', async () => {
	await runUpload(place.sql, { id, mapping, staff, queue: place.queue }, now);
	expect(await runUpload(place.sql, { id, mapping, staff, queue: place.queue }, now)).toHaveProperty(
		'refused'
	);
	await Promise.all([workUpload(runtime(), id), workUpload(runtime(), id)]);
	expect(await place.sql`select from customers`).toHaveLength(2);
});
test('a file of many parts is read to the end, whatever stands at their edges', async () => {
	const rows = Array.from(
		{ length: 12_000 },
		(_, n) => `L${n},"naïve, ${'ü'.repeat(n % 17)}\nöffnet",Ashford`
	);
	const large = idOf(await keep(`id,team,location\n${rows.join('\n')}\n`, 'reps'));
	expect((await place.sql`select from upload_parts where upload = ${large}`).length).toBeGreaterThan(1);
	expect(await run(large, { id: 'id', team: 'team', location: 'location' })).toBe('asked');
	expect(await findUpload(place.sql, large)).toMatchObject({ accepted: 12_000, rejected: 0 });
});
test('what cannot be read is refused with its reason', async () => {
	for (const [content, feed] of [
		['', 'customers'],
		['id,id\n1,2', 'customers'],
		['id,,x\n', 'customers'],
		['id\n1', 'secrets']
	] as const)
		expect(await keep(content, feed)).toHaveProperty('refused');
	const broken = idOf(await keep('id,email\nB1,"never closed\n'));
	await run(broken, { id: 'id', email: 'email' });
	expect((await findUpload(place.sql, broken))!.stopped).toContain('never closed');
	const latin = idOf(await keep(Buffer.from('id,email\nB2,caf\xe9@mail.example\n', 'latin1')));
	await run(latin, { id: 'id', email: 'email' });
	expect((await findUpload(place.sql, latin))!.stopped).toContain('UTF-8');
});
test('after a week the file is gone, and what came of it stays', async () => {
	await forgetUploads(place.sql, new Date(now.getTime() + 8 * 86_400_000));
	expect(await place.sql`select from upload_parts`).toHaveLength(0);
	expect(await findUpload(place.sql, id)).toMatchObject({ rejected: 1 });
	expect(await run(id, mapping)).toHaveProperty('refused');
});
