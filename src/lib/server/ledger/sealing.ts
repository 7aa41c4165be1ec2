// What makes an erasure the product's own: a keyed signature over whom it erased, in which records, and when.

export interface Erased {
	what: string;
	customer: Buffer | null;
	pseudonym: string | null;
	/** Numbers of the records whose personal half went. */
	records: number[];
	at: Date;
}

export const sealOfErasure = ({ what, customer, pseudonym, records, at }: Erased): string =>
	`erasure\n${what}\n${customer?.toString('hex') ?? ''}\n${pseudonym ?? ''}\n${records.join()}\n${at.getTime()}`;
