// Merkle trees as in RFC 6962 (and RFC 9162, section 2.1): hashing, roots, inclusion proofs. Pure; where the hashes
// come from is the reader's business.
import { hash as digest } from 'node:crypto';

const sha256 = (bytes: Buffer) => digest('sha256', bytes, 'buffer');
const leafMark = Buffer.from([0]);

export const emptyRoot = sha256(Buffer.alloc(0));

/** The hash of a leaf's data. */
export const leafHash = (data: Buffer) => sha256(Buffer.concat([leafMark, data]));

// One scratch for all: a million of them are hashed at a time.
const node = Buffer.alloc(65, 1);
export function nodeHash(left: Buffer, right: Buffer): Buffer {
	node.set(left, 1);
	node.set(right, 33);
	return sha256(node);
}

export interface TreeReader {
	/** Hashes number `from` up to (not including) `to` at a level: 0 the leaves, 8, 16 … complete subtrees of 2^level leaves. */
	read(level: number, from: number, to: number): Promise<Buffer[]>;
}

/** The root of the leaves `from` up to (not including) `to`; `from` begins a subtree, as in every range of RFC 6962. */
export async function rangeRoot(reader: TreeReader, from: number, to: number): Promise<Buffer> {
	if (from === to) return emptyRoot;
	const parts: Buffer[] = [];
	for (let at = from; at < to;) {
		const level = Math.floor(Math.log2(to - at));
		parts.push(await completeSubtree(reader, level, at / 2 ** level));
		at += 2 ** level;
	}
	return parts.reduceRight((right, left) => nodeHash(left, right));
}

async function completeSubtree(reader: TreeReader, level: number, index: number): Promise<Buffer> {
	const base = level - (level % 8);
	const width = 2 ** (level - base);
	const hashes = await reader.read(base, index * width, (index + 1) * width);
	if (hashes.length !== width) throw new Error(`the tree lacks hashes at level ${base}`);
	return fold(hashes);
}

/** The root over a power of two of hashes. */
export function fold(hashes: Buffer[]): Buffer {
	let level = hashes;
	while (level.length > 1) level = pairs(level);
	return level[0]!;
}

const pairs = (hashes: Buffer[]) =>
	Array.from({ length: hashes.length / 2 }, (_, at) => nodeHash(hashes[2 * at]!, hashes[2 * at + 1]!));

/** The audit path of leaf `index` in the tree of the first `size` leaves, from the leaf upwards. */
export async function inclusionPath(reader: TreeReader, index: number, size: number): Promise<Buffer[]> {
	const path: Buffer[] = [];
	let [from, to] = [0, size];
	while (to - from > 1) {
		const middle = from + 2 ** Math.ceil(Math.log2(to - from) - 1);
		const isLeft = index < middle;
		path.push(await rangeRoot(reader, isLeft ? middle : from, isLeft ? to : middle));
		[from, to] = isLeft ? [from, middle] : [middle, to];
	}
	return path.reverse();
}

export interface Inclusion {
	leaf: Buffer;
	index: number;
	size: number;
	path: Buffer[];
}

/** The root this inclusion leads to (RFC 9162, 2.1.3.2); undefined where the path cannot belong to index and size. */
export function rootOfInclusion({ leaf, index, size, path }: Inclusion): Buffer | undefined {
	if (!Number.isSafeInteger(index) || index < 0 || index >= size) return undefined;
	let [at, last, root] = [index, size - 1, leaf];
	for (const other of path) {
		if (last === 0) return undefined;
		if (at % 2 === 1 || at === last) {
			root = nodeHash(other, root);
			while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
		} else {
			root = nodeHash(root, other);
		}
		[at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
	}
	return last === 0 ? root : undefined;
}

/** Takes leaves one after the other and knows the root after each: what a whole verification needs, in constant memory. */
export class GrowingTree {
	size = 0;
	/** Complete subtrees, largest first. */
	#subtrees: { level: number; hash: Buffer }[] = [];

	append(leaf: Buffer) {
		let [level, hash] = [0, leaf];
		this.size++;
		while (this.#subtrees.at(-1)?.level === level) {
			hash = nodeHash(this.#subtrees.pop()!.hash, hash);
			level++;
		}
		this.#subtrees.push({ level, hash });
	}

	root(): Buffer {
		if (this.size === 0) return emptyRoot;
		return this.#subtrees.map(({ hash }) => hash).reduceRight((right, left) => nodeHash(left, right));
	}
}
