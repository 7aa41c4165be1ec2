// Checkpoints as signed notes, in the forms of C2SP (signed-note, tlog-checkpoint) that other tools read: the log's
// name, the number of records, the root, our time as an extension line, and an Ed25519 signature.
import { createPublicKey, hash as digest, verify } from 'node:crypto';
import type { NoteKey } from '../vault.ts';

export interface Checkpoint {
	origin: string;
	size: number;
	root: Buffer;
	at: Date;
	/** The whole note, signature included. */
	note: string;
}

const ed25519 = Buffer.from([1]);
/** What precedes 32 bytes of key in an Ed25519 public key (RFC 8410). */
const publicKeyHeader = Buffer.from('302a300506032b6570032100', 'hex');

const keyId = (name: string, publicKey: Buffer) =>
	digest('sha256', Buffer.concat([Buffer.from(`${name}\n`), ed25519, publicKey]), 'buffer').subarray(0, 4);

/** The key in the form verifiers take: name, id, type and key. */
export function verifierKey(name: string, publicKey: Buffer): string {
	const key = Buffer.concat([ed25519, publicKey]).toString('base64');
	return `${name}+${keyId(name, publicKey).toString('hex')}+${key}`;
}

/** The public key in a verifier key; undefined if it is none. */
export function readVerifierKey(text: string): Buffer | undefined {
	const [name, id, key] = text.trim().split(/\+(.{8})\+/s);
	const bytes = Buffer.from(key ?? '', 'base64');
	if (!name || bytes.length !== 33 || bytes[0] !== 1) return undefined;
	const publicKey = bytes.subarray(1);
	return keyId(name, publicKey).toString('hex') === id ? publicKey : undefined;
}

export function signCheckpoint({ origin, size, root, at }: Omit<Checkpoint, 'note'>, key: NoteKey): string {
	const text = `${origin}\n${size}\n${root.toString('base64')}\ntime ${at.toISOString()}\n`;
	const signature = Buffer.concat([keyId(origin, key.publicKey), key.sign(Buffer.from(text))]);
	return `${text}\n— ${origin} ${signature.toString('base64')}\n`;
}

const noteForm =
	/^(?<text>(?<origin>[^\n+\s]+)\n(?<size>0|[1-9]\d{0,15})\n(?<root>[A-Za-z0-9+/]{43}=)\n(?:[^\n]+\n)*)\n(?:— [^\n]+\n)+/gmu;

/** The notes in a text, which may hold anything around and between them. */
export function findNotes(text: string): string[] {
	return [...text.replaceAll('\r\n', '\n').matchAll(noteForm)].map(([note]) => note);
}

/** A checkpoint signed with this key; undefined for anything else. */
export function readCheckpoint(note: string, publicKey: Buffer): Checkpoint | undefined {
	const { text, origin, size, root } = new RegExp(noteForm.source, 'u').exec(note)?.groups ?? {};
	if (!text || !origin || !size || !root) return undefined;
	const key = createPublicKey({
		key: Buffer.concat([publicKeyHeader, publicKey]),
		format: 'der',
		type: 'spki'
	});
	const isSigned = [...note.slice(text.length + 1).matchAll(/^— (\S+) ([A-Za-z0-9+/=]+)$/gm)].some(
		([, name, base64]) => {
			const bytes = Buffer.from(base64!, 'base64');
			if (name !== origin || bytes.length !== 68) return false;
			if (!bytes.subarray(0, 4).equals(keyId(origin, publicKey))) return false;
			return verify(null, Buffer.from(text), key, bytes.subarray(4));
		}
	);
	if (!isSigned) return undefined;
	const time = /^time (\S+)$/m.exec(text)?.[1];
	return {
		...{ origin, note, at: new Date(time ?? 0) },
		size: Number(size),
		root: Buffer.from(root, 'base64')
	};
}

/** An inclusion proof as tlog-proof: the record's place, the path, and the checkpoint it leads to. */
export function writeProof({
	index,
	path,
	checkpoint
}: {
	index: number;
	path: Buffer[];
	checkpoint: string;
}): string {
	const hashes = path.map((hash) => `${hash.toString('base64')}\n`).join('');
	return `c2sp.org/tlog-proof@v1\nindex ${index}\n${hashes}\n${checkpoint}`;
}

/** Index and path of a written proof, and the note it ends with; undefined if it is none. */
export function readProof(proof: string): { index: number; path: Buffer[]; checkpoint: string } | undefined {
	const form =
		/^c2sp\.org\/tlog-proof@v1\n(?:extra \S+\n)?index (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{43}=\n)*)\n([^]+)$/;
	const [, index, hashes, checkpoint] = form.exec(proof) ?? [];
	if (index === undefined || hashes === undefined || checkpoint === undefined) return undefined;
	const path = hashes
		.split('\n')
		.filter(Boolean)
		.map((line) => Buffer.from(line, 'base64'));
	return { index: Number(index), path, checkpoint };
}
