// Reading request bodies within a limit, whatever Content-Length claims.

export class TooLarge extends Error {}

/** The body's bytes; throws TooLarge as soon as more than `most` have come. */
export async function* bytesOf(request: Request, most: number): AsyncGenerator<Uint8Array> {
	if (Number(request.headers.get('content-length') ?? 0) > most) throw new TooLarge();
	let seen = 0;
	for await (const chunk of request.body ?? []) {
		seen += chunk.byteLength;
		if (seen > most) throw new TooLarge();
		yield chunk;
	}
}

export async function bufferOf(request: Request, most: number): Promise<Buffer<ArrayBuffer>> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of bytesOf(request, most)) chunks.push(chunk);
	return Buffer.concat(chunks);
}

/** A posted form, whatever its encoding. Throws TooLarge, or what the parser could not read. */
export async function formOf(request: Request, most: number): Promise<FormData> {
	const headers = { 'content-type': request.headers.get('content-type') ?? '' };
	return new Response(await bufferOf(request, most), { headers }).formData();
}
