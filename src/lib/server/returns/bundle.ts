// Numbers and texts in one piece of compressed bytes. Pure.
import { promisify } from 'node:util';
import { zstdCompressSync, zstdDecompress, type ZstdOptions } from 'node:zlib';

const decompress = promisify(zstdDecompress) as (bytes: Buffer, options: ZstdOptions) => Promise<Buffer>;

export interface Bundle {
	numbers: Int32Array[];
	texts: string[];
}

export interface Bytes {
	/** Before they were compressed. */
	size: number;
	content: Buffer;
}

/** How many numbers and texts there are, the length of each, the numbers, and the texts in UTF-8. */
export function compressed({ numbers, texts }: Bundle): Bytes {
	const encoded = texts.map((text) => Buffer.from(text));
	const lengths = Int32Array.from([
		numbers.length,
		texts.length,
		...numbers.map(({ length }) => length),
		...encoded.map(({ length }) => length)
	]);
	const bytes = Buffer.concat([...[lengths, ...numbers].map(bytesOf), ...encoded]);
	return { size: bytes.length, content: zstdCompressSync(bytes) };
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array) =>
	Buffer.from(buffer, byteOffset, byteLength);

/** Beside this thread. */
export async function expanded({ size, content }: Bytes): Promise<Bundle> {
	// In one piece: putting many together takes longer than the reading.
	const bytes = aligned(await decompress(content, { chunkSize: Math.max(64, size) }));
	let at = 0;
	const next = (length: number) => {
		const some = new Int32Array(bytes.buffer, bytes.byteOffset + at, length);
		at += some.byteLength;
		return some;
	};
	const [numberCount, textCount] = next(2) as unknown as [number, number];
	const lengths = [...next(numberCount + textCount)];
	const numbers = lengths.slice(0, numberCount).map(next);
	const texts = lengths.slice(numberCount).map((length) => bytes.subarray(at, (at += length)).toString());
	return { numbers, texts };
}

/** Numbers must begin at a multiple of four. */
const aligned = (bytes: Buffer) =>
	bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(new Uint8Array(bytes).buffer);
