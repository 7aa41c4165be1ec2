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
	const options = takesOptions ? readOptions(form, text, before?.options ?? []) : undefined;
	// Radio buttons name the row, because a code may just have been changed.
	const chosen = (name: string) => text(`code.${form.get(name)}`) || undefined;
	const bound = (name: string) => (text(name) === '' ? undefined : Number(text(name)));
	const worded = (name: 'ask' | 'hint' | 'low' | 'high') => wording(form, text, name, before?.[name]);
	const question: Record<string, unknown> = {
		key: text('key'),
		type,
		ask: worded('ask') ?? {},
		hint: worded('hint'),
		...(type === 'scale' ? { low: worded('low'), high: worded('high') } : {}),
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

type ByLanguage = Exclude<Wording, string>;

/** By language, those that are worded; languages the form did not show keep their words. Undefined if none is. */
function wording(
	form: PostedForm,
	text: (name: string) => string,
	name: string,
	before: Wording | undefined
): ByLanguage | undefined {
	const kept: ByLanguage = typeof before === 'object' ? before : {};
	const worded = allLanguages
		.map((language) => {
			const isShown = form.get(`${name}.${language}`) !== null;
			return [language, isShown ? text(`${name}.${language}`) : kept[language]] as const;
		})
		.filter(([, words]) => words);
	return worded.length > 0 ? (Object.fromEntries(worded) as ByLanguage) : undefined;
}

/** Rows with a code, in the order of their places. */
function readOptions(form: PostedForm, text: (name: string) => string, before: Option[]): Option[] {
	const rows: (Option & { place: number })[] = [];
	for (let row = 0; row < mostRows; row++) {
		const code = text(`code.${row}`);
		if (code === '') continue;
		const label =
			wording(form, text, `label.${row}`, before.find((option) => option.code === code)?.label) ?? {};
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
		const codes = form.getAll(name);
		if (on === '@product' || on === '@promise') {
			// There is one or there is none; both together say nothing.
			if (codes.length === 1) clause.push({ on, in: ['yes'], not: codes[0] === 'no' });
			continue;
		}
		clause.push({ on, in: codes, not: form.get(`not.${number}.${on}`) === 'yes' });
	}
	return clauses.filter(Boolean);
}
