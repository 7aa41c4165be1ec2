// A posted form of a customer's page, whatever its encoding; never more than a person can have typed.
import { error, type RequestEvent } from '@sveltejs/kit';
import { bufferOf, formOf, TooLarge } from '#lib/server/body.ts';
import { wordsIn } from '#lib/web/languages/languages.ts';

const mostBytes = 64 * 1024;

export async function readForm({
	request,
	locals
}: Pick<RequestEvent, 'request' | 'locals'>): Promise<URLSearchParams> {
	const type = request.headers.get('content-type') ?? '';
	try {
		if (type.startsWith('application/x-www-form-urlencoded'))
			return new URLSearchParams((await bufferOf(request, mostBytes)).toString());
		const form = await formOf(request, mostBytes);
		return new URLSearchParams(
			[...form].filter((entry): entry is [string, string] => typeof entry[1] === 'string')
		);
	} catch (problem) {
		const { language } = locals;
		const { problems } = wordsIn(language);
		if (problem instanceof TooLarge)
			error(413, { message: problems.tooLarge, advice: problems.tooLargeAdvice, language });
		error(400, { message: problems.unreadable, advice: problems.unreadableAdvice, language });
	}
}
