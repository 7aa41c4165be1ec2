// Keyed secrets of the product, all derived from SECRET_KEY: sealing contacts (AES-256-GCM),
// recognising them without reading them (HMAC fingerprints), signing what a page was asked, and the
// keyed draw that decides who is asked, which nobody without the key can predict.
import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	hkdfSync,
	randomBytes,
	timingSafeEqual,
	type KeyObject
} from 'node:crypto';

export interface Vault {
	seal(text: string): Buffer;
	open(sealed: Uint8Array): string;
	/** 16 bytes; equal for equal (normalised) text. */
	fingerprint(text: string): Buffer;
	/** A number in [0, 1) fixed by purpose and subject. */
	draw(purpose: string, subject: string): number;
	sign(text: string): string;
	verify(text: string, signature: string): boolean;
}

const version = 1;

export function createVault(secretKey: string): Vault {
	const derive = (purpose: string) =>
		createSecretKey(Buffer.from(hkdfSync('sha256', secretKey, '', `ungamed ${purpose}`, 32)));
	const sealing = derive('contacts');
	const recognising = derive('fingerprints');
	const drawing = derive('draws');
	const signing = derive('signatures');
	const mac = (key: KeyObject, text: string) => createHmac('sha256', key).update(text).digest();

	return {
		seal(text) {
			const nonce = randomBytes(12);
			const cipher = createCipheriv('aes-256-gcm', sealing, nonce);
			const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
			return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body]);
		},
		open(sealed) {
			const bytes = Buffer.from(sealed);
			if (bytes[0] !== version)
				throw new Error(
					'sealed with an unknown version; was SECRET_KEY or the data restored from elsewhere?'
				);
			const cipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(1, 13));
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
		}
	};
}
