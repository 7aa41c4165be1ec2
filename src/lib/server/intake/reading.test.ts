import { describe, expect, test } from 'vitest';
import { readCsv } from './csv.ts';
import { readJson, readNdjson, UnreadableInput, type Arriving } from './reading.ts';

const shape = {
	columns: ['id', 'name', 'count', 'tags'],
	required: ['id'],
	numbers: ['count'],
	lists: ['tags']
};

async function* inChunks(bytes: Buffer, size = 7) {
	for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

/** What was read, and why reading stopped. */
async function all(records: AsyncIterable<Arriving[]>): Promise<{ records: Arriving[]; stopped?: string }> {
	const read: Arriving[] = [];
	try {
		for await (const batch of records) read.push(...batch);
		return { records: read };
	} catch (error) {
		if (!(error instanceof UnreadableInput)) throw error;
		return { records: read, stopped: error.message };
	}
}
const csv = (text: string | Buffer, size?: number) =>
	all(readCsv(inChunks(Buffer.from(text as string), size), shape));
const ndjson = (text: string | Buffer) => all(readNdjson(inChunks(Buffer.from(text as string))));

describe('CSV', () => {
	test('cells become fields, empty ones are left out, numbers and lists are read', async () => {
		const { records } = await csv('id,name,count,tags\nA,,3,x|y\nB,"Q, ""R""",,\n');
		expect(records.map((record) => 'value' in record && record.value)).toEqual([
			{ id: 'A', count: 3, tags: ['x', 'y'] },
			{ id: 'B', name: 'Q, "R"' }
		]);
	});
	test.each([1, 3, 64])('the size of the pieces (%i) makes no difference', async (size) => {
		const text = 'id,name\r\nA,"two\r\nlines"\r\nB,é€😀\r\n';
		const { records } = await csv(text, size);
		expect(records).toEqual([
			{ index: 0, line: 2, value: { id: 'A', name: 'two\nlines' } },
			{ index: 1, line: 4, value: { id: 'B', name: 'é€😀' } }
		]);
	});
	test('a byte order mark and a missing last line break are fine', async () => {
		expect((await csv('\ufeffid\nA')).records).toHaveLength(1);
	});
	test('a quote left open names its line; what came before is kept', async () => {
		const { records, stopped } = await csv('id,name\nA,fine\nB,"open\nC,x\n', 1000);
		expect(records).toHaveLength(1);
		expect(stopped).toBe('line 3: a quote was opened and never closed');
	});
	test('a line with too many cells is its own problem', async () => {
		const { records } = await csv('id,name\nA,x,y\nB,z\n');
		expect(records[0]).toMatchObject({ line: 2, problem: 'line 2 has 3 cells, the header names 2' });
		expect(records[1]).toMatchObject({ value: { id: 'B' } });
	});
	test.each([
		['id,nonsense\n', 'unknown column "nonsense"'],
		['name\nx\n', 'column "id" is missing'],
		['id,id\n', 'column "id" appears twice'],
		['', 'the file is empty']
	])('%j is refused with the reason', async (text, reason) => {
		expect((await csv(text)).stopped).toContain(reason);
	});
	test('what is not UTF-8 is refused near its line', async () => {
		const { stopped } = await csv(Buffer.concat([Buffer.from('id\nA\n'), Buffer.from([0xff, 0x0a])]), 1000);
		expect(stopped).toContain('not valid UTF-8 (near line 3)');
	});
});

describe('NDJSON', () => {
	test('a bad line is its own problem', async () => {
		const text = Buffer.concat([
			Buffer.from('{"id":"A"}\nnonsense\n\n'),
			Buffer.from([0xc3, 0x28, 0x0a]),
			Buffer.from('{"id":"B"}')
		]);
		expect((await ndjson(text)).records).toEqual([
			{ index: 0, line: 1, value: { id: 'A' } },
			{ index: 1, line: 2, problem: 'line 2 is not valid JSON' },
			{ index: 2, line: 4, problem: 'line 4 is not valid UTF-8' },
			{ index: 3, line: 5, value: { id: 'B' } }
		]);
	});
	test('a line without end does not fill the memory', async () => {
		async function* endless() {
			for (let n = 0; n < 40; n++) yield Buffer.alloc(100_000, 'x');
			yield Buffer.from('\n{"id":"A"}\n');
		}
		const { records } = await all(readNdjson(endless()));
		expect(records.map((record) => 'problem' in record)).toEqual([true, false]);
	});
});

describe('JSON', () => {
	test('an object is a list of one', () =>
		expect(readJson(Buffer.from('{"id":"A"}'))).toEqual([[{ index: 0, value: { id: 'A' } }]]));
	test('what cannot be read is refused without quoting it', () => {
		expect(() => readJson(Buffer.from('{"secret": ann@mail.example}'))).toThrow(
			/^the body is not valid JSON( \(at character \d+\))?$/
		);
		expect(() => readJson(Buffer.from([0x22, 0xff, 0x22]))).toThrow('not valid UTF-8');
	});
});
