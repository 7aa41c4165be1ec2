// A posted form of the desk or of signing in: never larger than one can be, and without what no database can store.
import { error } from '@sveltejs/kit';
import { formOf, TooLarge } from '#lib/server/body.ts';

const withFiles = 1024 * 1024;
/** What a form for people who have not signed in may hold. */
export const fewFields = 16 * 1024;

export async function postedForm(request: Request, most = withFiles): Promise<FormData> {
	try {
		return storable(await formOf(request, most));
	} catch (problem) {
		if (problem instanceof TooLarge)
			error(413, {
				message: 'That was more than can be taken here.',
				advice: 'Choose a smaller file, or write less.'
			});
		error(400, { message: 'The form could not be read.', advice: 'Go back and send it again.' });
	}
}

/** PostgreSQL stores neither NUL nor half a character. */
function storable(form: FormData): FormData {
	const clean = new FormData();
	for (const [name, value] of form)
		clean.append(name, typeof value === 'string' ? value.replaceAll('\0', '').toWellFormed() : value);
	return clean;
}

/** The state a change was made on; zero, which never is one, for anything odd. */
export function revisionOf(form: { get(name: string): unknown }): number {
	const revision = Number(form.get('revision'));
	return Number.isInteger(revision) && Math.abs(revision) < 2 ** 31 ? revision : 0;
}
