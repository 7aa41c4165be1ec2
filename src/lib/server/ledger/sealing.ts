// What makes an erasure the product's own: a keyed signature over whom it erased and when.

export interface Erased {
	what: string;
	customer: Buffer | null;
	pseudonym: string | null;
	at: Date;
}

export const sealOfErasure = ({ what, customer, pseudonym, at }: Erased): string =>
	`erasure\n${what}\n${customer?.toString('hex') ?? ''}\n${pseudonym ?? ''}\n${at.getTime()}`;
