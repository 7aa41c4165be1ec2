// Records out of CSV (RFC 4180, a header line, UTF-8), as a stream of batches.
import Papa from 'papaparse';
import { longestLine, strictText, UnreadableInput, type Arriving } from './reading.ts';

export interface CsvShape {
	/** Every column there may be. */
	columns: string[];
	required: string[];
	numbers: string[];
	lists: string[];
	/** Columns of the file by what they are called there; those that stand not in it are left out. */
	mapping?: Record<string, string>;
}

interface Column {
	/** null: left out. */
	name: string | null;
	read(cell: string): unknown;
}

/** An empty cell is a field left out. Yields what each chunk of the file completed. */
export async function* readCsv(
	chunks: AsyncIterable<Uint8Array>,
	shape: CsvShape
): AsyncGenerator<Arriving[]> {
	const rows = rowReader(shape);
	let rest = '';
	for await (const text of utf8(chunks)) {
		// Papa reads one kind of line break, and a "\r" may be the first half of one.
		rest = (rest + text).replaceAll('\r\n', '\n');
		if (rest.endsWith('\r')) continue;
		const { records, consumed, stopped } = rows.read(rest, false);
		yield records;
		if (stopped) throw new UnreadableInput(stopped);
		rest = rest.slice(consumed);
		if (rest.length > longestLine)
			throw new UnreadableInput(
				`line ${rows.line()} does not end within ${longestLine} characters; is a quote left open?`
			);
	}
	const { records, stopped } = rows.read(rest, true);
	yield records;
	if (stopped) throw new UnreadableInput(stopped);
	if (rows.line() === 1) throw new UnreadableInput('the file is empty; its first line must name the columns');
}

/** Reads text that begins at a row's start; keeps count of lines and records. */
function rowReader(shape: CsvShape) {
	const parser = new Papa.Parser({ delimiter: ',', quoteChar: '"', newline: '\n' });
	let columns: Column[] | undefined;
	let index = 0;
	let line = 1;

	function read(text: string, isEnd: boolean): { records: Arriving[]; consumed: number; stopped?: string } {
		const { data, errors, meta } = parser.parse(text, 0, !isEnd) as Papa.ParseResult<string[]>;
		const consumed = isEnd ? text.length : meta.cursor;
		// Only a quoted cell can hold a line break, or be wrong.
		const hasQuotes = text.includes('"');
		const wrong = hasQuotes ? errors.find((error) => error.type === 'Quotes') : undefined;
		const records: Arriving[] = [];
		for (const [position, cells] of data.entries()) {
			if (wrong && position >= wrong.row!) break;
			const at = line;
			line += hasQuotes ? cells.reduce((lines, cell) => lines + cell.split('\n').length - 1, 1) : 1;
			if (cells.length === 1 && cells[0]!.trim() === '') continue;
			if (!columns) columns = readHeader(cells, shape);
			else if (cells.length !== columns.length)
				records.push({
					index: index++,
					line: at,
					problem: `line ${at} has ${cells.length} cells, the header names ${columns.length}`
				});
			else records.push({ index: index++, line: at, value: fromCells(cells, columns) });
		}
		return { records, consumed, stopped: wrong && explain(wrong, line) };
	}
	return { read, line: () => line };
}

async function* utf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
	const decoder = strictText();
	let line = 1;
	for await (const chunk of chunks) {
		let text: string;
		try {
			text = decoder.decode(chunk, { stream: true });
		} catch {
			throw new UnreadableInput(
				`the file is not valid UTF-8 (near line ${line + linesBeforeFault(chunk)}); save it as UTF-8 and import it again`
			);
		}
		yield text;
		for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) line++;
	}
	try {
		decoder.decode();
	} catch {
		throw new UnreadableInput('the file ends in the middle of a UTF-8 character; it may have been cut off');
	}
}

function linesBeforeFault(chunk: Uint8Array): number {
	let lines = 0;
	for (let from = 0, end = 0; end !== -1; from = end + 1, lines++) {
		end = chunk.indexOf(10, from);
		try {
			strictText().decode(chunk.subarray(from, end === -1 ? undefined : end));
		} catch {
			return lines;
		}
	}
	return lines;
}

function readHeader(header: string[], { columns, required, numbers, lists, mapping }: CsvShape): Column[] {
	const given = header.map((name) => name.trim());
	if (mapping) {
		const read = given.map((name) => (Object.hasOwn(mapping, name) ? mapping[name]! : null));
		const known = readHeader(
			read.filter((name) => name !== null),
			{ columns, required, numbers, lists }
		);
		return read.map(
			(name) => known.find((column) => column.name === name) ?? { name: null, read: (cell) => cell }
		);
	}
	const names = given;
	const unknown = names.filter((name) => !columns.includes(name));
	if (unknown.length > 0)
		throw new UnreadableInput(
			`line 1: unknown column "${unknown.join('", "')}"; this feed has ${columns.join(', ')}`
		);
	const repeated = names.filter((name, index) => names.indexOf(name) !== index);
	if (repeated.length > 0)
		throw new UnreadableInput(`line 1: column "${repeated.join('", "')}" appears twice`);
	const missing = required.filter((name) => !names.includes(name));
	if (missing.length > 0)
		throw new UnreadableInput(`line 1: column "${missing.join('", "')}" is missing and required`);
	return names.map((name) => ({
		name,
		read: numbers.includes(name) ? readNumber : lists.includes(name) ? readList : (cell) => cell
	}));
}

const readNumber = (cell: string) => (/^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell);
const readList = (cell: string) => cell.split('|').map((part) => part.trim());

function fromCells(cells: string[], columns: Column[]): Record<string, unknown> {
	const record: Record<string, unknown> = {};
	for (let at = 0; at < columns.length; at++) {
		const cell = cells[at]!;
		const { name, read } = columns[at]!;
		if (cell !== '' && name !== null) record[name] = read(cell);
	}
	return record;
}

function explain({ code }: Papa.ParseError, line: number): string {
	if (code === 'MissingQuotes') return `line ${line}: a quote was opened and never closed`;
	return `line ${line}: a quote inside a cell; double it ("") and quote the whole cell`;
}
