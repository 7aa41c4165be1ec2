// A form of the settings, never larger than one can be.
import { error } from '@sveltejs/kit';
import { formOf, TooLarge } from '#lib/server/body.ts';

const mostBytes = 1024 * 1024;

export async function postedForm(request: Request): Promise<FormData> {
	try {
		return await formOf(request, mostBytes);
	} catch (problem) {
		if (problem instanceof TooLarge)
			error(413, { message: 'That was more than one megabyte.', advice: 'Choose a smaller file.' });
		error(400, { message: 'The form could not be read.', advice: 'Go back and send it again.' });
	}
}

/** The state a change was made on; zero, which never is one, for anything odd. */
export function revisionOf(form: { get(name: string): unknown }): number {
	const revision = Number(form.get('revision'));
	return Number.isInteger(revision) && Math.abs(revision) < 2 ** 31 ? revision : 0;
}
