// A question as the editor's form posts it. Whatever can be kept is kept, even unfinished; what stands in the way
// of publishing is said by problems.ts. Fields are named "ask.de", "code.2", "label.2.de", "test.0.overall".
import { allLanguages } from '../../web/languages/languages.ts';
import { fromClauses, type Clause } from './clauses.ts';
import type { Option, Question, Wording } from './questionnaire.ts';
import { questionTypes } from './questionnaire.ts';

export interface PostedForm {
	get(name: string): string | null;
	getAll(name: string): string[];
	keys(): Iterable<string>;
}

const mostRows = 40;
const longest = 500;

export function readQuestion(form: PostedForm, before: Question | undefined): Question {
	const text = (name: string) => form.get(name)?.normalize('NFC').trim().slice(0, longest) ?? '';
	const type = questionTypes.find((each) => each === form.get('type')) ?? before?.type ?? 'text';
	const takesOptions = ['scale', 'choice', 'several'].includes(type);
	const options = takesOptions ? readOptions(form, text) : undefined;
	// Radio buttons name the row, because a code may just have been changed.
	const chosen = (name: string) => text(`code.${form.get(name)}`) || undefined;
	const bound = (name: string) => (text(name) === '' ? undefined : Number(text(name)));
	const question: Record<string, unknown> = {
		key: text('key'),
		type,
		ask: wording(text, 'ask') ?? {},
		hint: wording(text, 'hint'),
		...(type === 'scale' ? { low: wording(text, 'low'), high: wording(text, 'high') } : {}),
		options,
		optionsFrom: before?.optionsFrom,
		wordsWith: type === 'choice' ? chosen('wordsWith') : undefined,
		alone: type === 'several' ? chosen('alone') : undefined,
		...(type === 'number' ? { least: bound('least'), most: bound('most') } : {}),
		required: form.get('required') === 'yes' || undefined,
		when: fromClauses(readClauses(form))
	};
	return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== undefined)) as never;
}

/** By language, those that are worded; undefined if none is. */
function wording(text: (name: string) => string, name: string): Exclude<Wording, string> | undefined {
	const worded = allLanguages
		.map((language) => [language, text(`${name}.${language}`)] as const)
		.filter(([, words]) => words !== '');
	return worded.length > 0 ? Object.fromEntries(worded) : undefined;
}

/** Rows with a code, in the order of their places. */
function readOptions(form: PostedForm, text: (name: string) => string): Option[] {
	const rows: (Option & { place: number })[] = [];
	for (let row = 0; row < mostRows; row++) {
		const code = text(`code.${row}`);
		if (code === '') continue;
		const label = wording(text, `label.${row}`) ?? {};
		// Numerals and names read the same everywhere; they are kept once.
		const worded = Object.values(label);
		const isPlain = worded.length > 0 && worded.every((words) => words === code);
		const place = Number(text(`place.${row}`) || row + 1);
		rows.push({ code, label: isPlain ? code : label, place: Number.isFinite(place) ? place : row + 1 });
	}
	return rows.toSorted((one, other) => one.place - other.place).map(({ code, label }) => ({ code, label }));
}

function readClauses(form: PostedForm): Clause[] {
	const clauses: Clause[] = [];
	for (const name of new Set(form.keys())) {
		const [, number, on] = /^test\.(\d)\.(@?[a-z0-9_]+)$/.exec(name) ?? [];
		if (number === undefined || on === undefined) continue;
		const clause = (clauses[Number(number)] ??= []);
		clause.push({ on, in: form.getAll(name), not: form.get(`not.${number}.${on}`) === 'yes' });
	}
	return clauses.filter(Boolean);
}
