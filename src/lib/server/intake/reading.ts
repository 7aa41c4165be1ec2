// Records out of JSON and NDJSON (CSV: csv.ts). Streams are read in batches, so that a file of any length
// takes the memory of a few. Text that is not UTF-8 is refused where it stands, never repaired silently.

export type Arriving = { index: number; line?: number } & ({ value: unknown } | { problem: string });

/** The whole input cannot be read on; what came before it is kept. The message names the line and the fix. */
export class UnreadableInput extends Error {}

export const longestLine = 1024 * 1024;

export const strictText = () => new TextDecoder('utf-8', { fatal: true });

/** One object or an array of them. */
export function readJson(body: Uint8Array): Arriving[][] {
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
	return [values.map((value, index) => ({ index, value }))];
}

/** One JSON object a line; a bad line is its own record's problem. Yields what each chunk completed. */
export async function* readNdjson(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Arriving[]> {
	let index = 0;
	let line = 0;
	for await (const completed of lines(chunks)) {
		const records: Arriving[] = [];
		for (const bytes of completed) {
			line++;
			const record =
				bytes === 'too long'
					? { problem: `line ${line} is longer than ${longestLine} bytes` }
					: parseLine(bytes, line);
			if (record) records.push({ index: index++, line, ...record });
		}
		yield records;
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

async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<(Buffer | 'too long')[]> {
	let rest = Buffer.alloc(0);
	let isSkipping = false;
	for await (const chunk of chunks) {
		const completed: (Buffer | 'too long')[] = [];
		const data = Buffer.concat([rest, chunk]);
		let start = 0;
		for (let end = data.indexOf(10); end !== -1; end = data.indexOf(10, start)) {
			completed.push(isSkipping ? 'too long' : data.subarray(start, end));
			isSkipping = false;
			start = end + 1;
		}
		rest = data.subarray(start);
		if (rest.length > longestLine) {
			isSkipping = true;
			rest = Buffer.alloc(0);
		}
		yield completed;
	}
	if (isSkipping) yield ['too long'];
	else if (rest.length > 0) yield [rest];
}
