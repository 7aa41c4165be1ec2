// Keyed secrets of the product, all derived from SECRET_KEY: sealing contacts (AES-256-GCM),
// recognising them without reading them (HMAC fingerprints), signing what a page was asked, and the
// keyed draw that decides who is asked, which nobody without the key can predict.
import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createPrivateKey,
	createPublicKey,
	createSecretKey,
	hkdfSync,
	randomBytes,
	sign as signWith,
	timingSafeEqual,
	type KeyObject
} from 'node:crypto';

/** The Ed25519 key that signs checkpoints of the ledger. */
export interface NoteKey {
	/** 32 bytes. */
	publicKey: Buffer;
	sign(text: Buffer): Buffer;
}

export interface Vault {
	/** With a salt, under a key of its own that is lost when the salt is: see subject_keys. */
	seal(text: string, salt?: Uint8Array): Buffer;
	open(sealed: Uint8Array, salt?: Uint8Array): string;
	/** 16 bytes; equal for equal (normalised) text. */
	fingerprint(text: string): Buffer;
	/** A number in [0, 1) fixed by purpose and subject. */
	draw(purpose: string, subject: string): number;
	sign(text: string): string;
	verify(text: string, signature: string): boolean;
	/** A secret for a purpose, 64 hexadecimal digits. */
	secretFor(purpose: string): string;
	noteKey: NoteKey;
}

/** First byte of what is sealed: under the product's key, or under a subject's. */
const plain = 1;
const salted = 2;
/** What precedes 32 bytes of seed in an Ed25519 private key (RFC 8410). */
const privateKeyHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

export function createVault(secretKey: string): Vault {
	const bytesFor = (purpose: string, salt: Uint8Array | string = '') =>
		Buffer.from(hkdfSync('sha256', secretKey, salt, `ungamed ${purpose}`, 32));
	const derive = (purpose: string, salt?: Uint8Array) => createSecretKey(bytesFor(purpose, salt));
	const sealing = derive('contacts');
	const recognising = derive('fingerprints');
	const drawing = derive('draws');
	const signing = derive('signatures');
	const mac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest();

	return {
		seal(text, salt) {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', salt ? derive('subject', salt) : sealing, nonce);
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return Buffer.concat([Buffer.from([salt ? salted : plain]), nonce, cipher.getAuthTag(), body]);
		},
		open(sealed, salt) {
			const bytes = Buffer.from(sealed);
			const version = bytes[0];
			if (version !== plain && !(version === salted && salt))
				throw new Error(
					'sealed with an unknown version; was SECRET_KEY or the data restored from elsewhere?'
				);
			const key = version === salted ? derive('subject', salt) : sealing;
			const cipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 13));
			cipher.setAuthTag(bytes.subarray(13, 29));
			return Buffer.concat([cipher.update(bytes.subarray(29)), cipher.final()]).toString('utf8');
		},
		fingerprint: (text) => mac(recognising, text).subarray(0, 16),
		draw: (purpose, subject) =>
			Number(mac(drawing, `${purpose}\n${subject}`).readBigUInt64BE() >> 11n) / 2 ** 53,
		sign: (text) => mac(signing, text).subarray(0, 16).toString('base64url'),
		verify(text, signature) {
			const given = Buffer.from(signature, 'base64url');
			const right = mac(signing, text).subarray(0, 16);
			return given.length === right.length && timingSafeEqual(given, right);
		},
		secretFor: (purpose) => bytesFor(purpose).toString('hex'),
		noteKey: noteKeyFrom(bytesFor('ledger'))
	};
}

function noteKeyFrom(seed: Buffer): NoteKey {
	const key = createPrivateKey({
		key: Buffer.concat([privateKeyHeader, seed]),
		format: 'der',
		type: 'pkcs8'
	});
	const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
	return { publicKey, sign: (text) => signWith(null, text, key) };
}
