// Records out of JSON, NDJSON and CSV, as streams: a file of any length takes the memory of one line.
// Text that is not UTF-8 is refused where it stands, never repaired silently.
import { parse } from 'csv-parse';
import { Readable } from 'node:stream';

export type Arriving = { index: number; line?: number } & ({ value: unknown } | { problem: string });

/** The whole input cannot be read on; what came before it is kept. The message names the line and the fix. */
export class UnreadableInput extends Error {}

const longestLine = 1024 * 1024;

const strictText = () => new TextDecoder('utf-8', { fatal: true });

/** One object or an array of them. */
export function readJson(body: Uint8Array): Arriving[] {
	let text: string;
	try {
		text = strictText().decode(body);
	} catch {
		throw new UnreadableInput('the body is not valid UTF-8');
	}
	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch (error) {
		// V8 quotes the text around the mistake; what customers wrote does not belong into an error.
		const position = /at position (\d+)/.exec(String(error))?.[1];
		throw new UnreadableInput(`the body is not valid JSON${position ? ` (at character ${position})` : ''}`);
	}
	const values = Array.isArray(parsed) ? parsed : [parsed];
	return values.map((value, index) => ({ index, value }));
}

/** One JSON object a line; a bad line is its own record's problem. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Arriving> {
	let index = 0;
	let line = 0;
	for await (const bytes of lines(chunks)) {
		line++;
		if (bytes === 'too long') {
			yield { index: index++, line, problem: `line ${line} is longer than ${longestLine} bytes` };
			continue;
		}
		const record = parseLine(bytes, line);
		if (record) yield { index: index++, line, ...record };
	}
}

function parseLine(bytes: Buffer, line: number) {
	let text: string;
	try {
		text = strictText().decode(bytes);
	} catch {
		return { problem: `line ${line} is not valid UTF-8` };
	}
	if (text.trim() === '') return undefined;
	try {
		return { value: JSON.parse(text) as unknown };
	} catch {
		return { problem: `line ${line} is not valid JSON` };
	}
}

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | 'too long'> {
	let rest = Buffer.alloc(0);
	let skipping = false;
	for await (const chunk of chunks) {
		let data = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
		for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10)) {
			if (skipping) yield 'too long';
			else yield data.subarray(0, end);
			skipping = false;
			data = data.subarray(end + 1);
		}
		if (data.length > longestLine) {
			skipping = true;
			data = Buffer.alloc(0);
		}
		rest = Buffer.from(data);
	}
	if (skipping) yield 'too long';
	else if (rest.length > 0) yield rest;
}

export interface CsvShape {
	/** Every column there may be. */
	columns: string[];
	required: string[];
	numbers: string[];
	lists: string[];
}

/** CSV with a header line (RFC 4180). An empty cell is a field left out. */
export async function* readCsv(chunks: AsyncIterable<Uint8Array>, shape: CsvShape): AsyncGenerator<Arriving> {
	const parser = Readable.from(utf8(chunks)).pipe(
		parse({ bom: true, columns: (header) => checkHeader(header, shape), info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: longestLine })
	);
	let index = 0;
	try {
		for await (const { record, info } of parser as AsyncIterable<{ record: Record<string, string>; info: { lines: number; columns: unknown[]; error?: { code: string } } }>) {
			const line = info.lines;
			if (info.error) yield { index: index++, line, problem: `line ${line} has another number of cells than the header has columns` };
			else yield { index: index++, line, value: fromCells(record, shape) };
		}
	} catch (error) {
		throw error instanceof UnreadableInput ? error : new UnreadableInput(explainCsv(error));
	}
}

async function* utf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = strictText();
	let line = 1;
	for await (const chunk of chunks) {
		try {
			const text = decoder.decode(chunk, { stream: true });
			yield text;
		} catch {
			throw new UnreadableInput(`the file is not valid UTF-8 (near line ${line}); save it as UTF-8 and import again`);
		}
		for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) line++;
	}
	try {
		decoder.decode();
	} catch {
		throw new UnreadableInput('the file ends in the middle of a UTF-8 character; it may have been cut off');
	}
}

function checkHeader(header: string[], { columns, required }: CsvShape): string[] {
	const names = header.map((name) => name.trim());
	const unknown = names.filter((name) => !columns.includes(name));
	if (unknown.length > 0)
		throw new UnreadableInput(`line 1: unknown column "${unknown.join('", "')}"; this feed has ${columns.join(', ')}`);
	const repeated = names.filter((name, index) => names.indexOf(name) !== index);
	if (repeated.length > 0) throw new UnreadableInput(`line 1: column "${repeated.join('", "')}" appears twice`);
	const missing = required.filter((name) => !names.includes(name));
	if (missing.length > 0) throw new UnreadableInput(`line 1: column "${missing.join('", "')}" is missing and required`);
	return names;
}

function fromCells(cells: Record<string, string>, { numbers, lists }: CsvShape): Record<string, unknown> {
	const record: Record<string, unknown> = {};
	for (const [column, cell] of Object.entries(cells)) {
		if (cell === '') continue;
		if (numbers.includes(column)) record[column] = /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
		else if (lists.includes(column)) record[column] = cell.split('|').map((part) => part.trim());
		else record[column] = cell;
	}
	return record;
}

function explainCsv(error: unknown): string {
	const { code, lines, message } = error as { code?: string; lines?: number; message?: string };
	const where = lines ? `line ${lines}` : 'the file';
	if (code === 'CSV_QUOTE_NOT_CLOSED') return `${where}: a quote was opened and never closed`;
	if (code === 'INVALID_OPENING_QUOTE') return `${where}: a quote inside a cell that is not quoted; double it and quote the whole cell`;
	if (code === 'CSV_INVALID_CLOSING_QUOTE') return `${where}: text after a closing quote`;
	if (code === 'CSV_MAX_RECORD_SIZE') return `${where}: a record longer than ${longestLine} characters; is a quote left open?`;
	return `${where}: ${message ?? 'cannot be read as CSV'}`;
}
