// Answers for other programs: as CSV, as one JSON object a line, and what SPSS needs to read the CSV with labels. No contact, no
// customer, no rep. Whatever is asked for is read in pieces and never held as a whole.
import type { Sql } from '../database.ts';
import { csvOf } from '../table.ts';
import { matching, type AnswerFilters } from './answer-filters.ts';
import { readQuestions, type ReadableQuestion } from './questions.ts';

export const exportFormats = ['csv', 'ndjson', 'columns', 'sps'] as const;
export type ExportFormat = (typeof exportFormats)[number];

interface Column {
	name: string;
	/** For whoever reads the table. */
	about: string;
	/** number: a count or a share; day: YYYY-MM-DD; code: one of the options; text: free. */
	type: 'number' | 'day' | 'moment' | 'code' | 'text';
	options: { code: string; label: string }[];
	of(row: ExportRow): unknown;
}

interface ExportRow {
	id: number;
	at: string;
	begun: string | null;
	kind: string | null;
	location: string | null;
	team: string | null;
	channel: string | null;
	sku: string | null;
	language: string | null;
	imported: boolean;
	voice: boolean;
	leftOut: string | null;
	seconds: number | null;
	marks: string[];
	tags: string[];
	replies: Record<string, string | number | string[]>;
	words: Record<string, string>;
}

const yesNo = [
	{ code: '1', label: 'yes' },
	{ code: '0', label: 'no' }
];

const facts: Column[] = [
	column('id', 'Number of the answer', 'number', ({ id }) => id),
	column('answered_at', 'When it was given (UTC)', 'moment', ({ at }) => at),
	column('begun_on', 'Day on which the interaction began (UTC)', 'day', ({ begun }) => begun),
	column('kind', 'Kind of interaction', 'text', ({ kind }) => kind),
	column('location', 'Location', 'text', ({ location }) => location),
	column('team', 'Team of whoever served', 'text', ({ team }) => team),
	column('channel', 'Channel of the interaction', 'text', ({ channel }) => channel),
	column('sku', 'Product', 'text', ({ sku }) => sku),
	column('language', 'Language of the customer', 'text', ({ language }) => language),
	column('seconds', 'Seconds from the page to the answer', 'number', ({ seconds }) => seconds),
	column('imported', 'From an earlier survey', 'code', ({ imported }) => Number(imported), yesNo),
	column(
		'asked_to_be_asked',
		'The customer asked to be asked; in no figure',
		'code',
		({ voice }) => Number(voice),
		yesNo
	),
	column('left_out', 'Left out of the adjusted figures', 'code', ({ leftOut }) => leftOut, [
		{ code: 'excluded', label: 'two people excluded it' },
		{ code: 'signal', label: 'a signal rests on it' },
		{ code: 'score', label: 'only its score: somebody asked for it' }
	]),
	column('marks', 'What is odd about it, separated by |', 'text', ({ marks }) => marks.join('|')),
	column('tags', 'What staff call it, separated by |', 'text', ({ tags }) => tags.join('|'))
];

function column(
	name: string,
	about: string,
	type: Column['type'],
	of: Column['of'],
	options: Column['options'] = []
): Column {
	return { name, about, type, of, options };
}

/** One column a question; one for each option where several can be chosen; another one for words beside. */
function columnsOf({ key, type, ask, options }: ReadableQuestion): Column[] {
	if (type === 'text') return [column(key, ask, 'text', ({ words }) => words[key])];
	if (type === 'several')
		return options.map(({ code, label }) =>
			column(
				`${key}_${code}`,
				`${ask}: ${label}`,
				'code',
				({ replies }) => key in replies && Number([replies[key]].flat().includes(code)),
				yesNo
			)
		);
	const reply = column(
		key,
		ask,
		type === 'number' ? 'number' : 'code',
		({ replies }) => replies[key],
		options
	);
	return key === 'failure_mode'
		? [reply, column(`${key}_words`, `${ask}, in words`, 'text', ({ words }) => words[key])]
		: [reply];
}

const piece = 2000;

async function* rowsOf(sql: Sql, filters: AnswerFilters): AsyncGenerator<ExportRow[]> {
	let after: { at: string; id: number } | undefined;
	for (;;) {
		const rows: ExportRow[] = await sql<ExportRow[]>`
			with d as materialized (
				select * from desk_answers where ${matching(sql, filters)}
					${after ? sql`and (answered_at, answer) < (${after.at}::text::timestamptz, ${after.id})` : sql``}
				order by answered_at desc, answer desc limit ${piece}
			)
			select d.answer::int as id, d.answered_at::text as at, d.begun::text, d.kind, d.location, d.team, d.channel, d.sku, d.language,
				d.imported, d.voice, d.left_out as "leftOut", a.seconds, a.replies,
				array(select mark from answer_marks m where m.answer = d.answer order by 1) as marks,
				array(select tag from answer_tags t where t.answer = d.answer order by 1) as tags,
				coalesce((select json_object_agg(key, words) from answer_words where answer = d.answer), '{}') as words
			from d join answers a on a.id = d.answer order by d.answered_at desc, d.answer desc`;
		if (rows.length > 0) yield rows;
		if (rows.length < piece) return;
		const last = rows.at(-1)!;
		after = { at: last.at, id: last.id };
	}
}

export async function* exportAnswers(
	sql: Sql,
	filters: AnswerFilters,
	format: ExportFormat
): AsyncGenerator<string> {
	const columns = [...facts, ...(await readQuestions(sql)).flatMap(columnsOf)];
	if (format === 'columns') return yield documentation(columns);
	if (format === 'sps') return yield spssSyntax(columns);
	if (format === 'csv') yield `${columns.map(({ name }) => name).join(',')}\r\n`;
	for await (const rows of rowsOf(sql, filters)) {
		const values = rows.map((row) =>
			Object.fromEntries(columns.map(({ name, of }) => [name, present(of(row))]))
		);
		yield format === 'csv'
			? withoutHead(
					csvOf(
						values,
						columns.map(({ name }) => name)
					)
				)
			: values.map((value) => `${JSON.stringify(value)}\n`).join('');
	}
}

const present = (value: unknown) => (value === undefined || value === false || value === null ? null : value);
/** The names of the columns stand in one line: none of them holds a break. */
const withoutHead = (csv: string) => csv.slice(csv.indexOf('\r\n') + 2);

const documentation = (columns: Column[]) =>
	csvOf(
		columns.map(({ name, about, type, options }) => ({
			column: name,
			meaning: about,
			type,
			codes: options.map(({ code, label }) => (code === label ? code : `${code} = ${label}`)).join('; ')
		})),
		['column', 'meaning', 'type', 'codes']
	);

const spssTypes: Record<Column['type'], string> = {
	number: 'F12.2',
	day: 'SDATE10',
	moment: 'A40',
	code: 'A60',
	text: 'A4000'
};
const quoted = (text: string) => `'${text.replaceAll("'", "''").replaceAll(/\s+/g, ' ').slice(0, 250)}'`;

/** Reads answers.csv beside it, and says what its columns and codes mean. */
function spssSyntax(columns: Column[]): string {
	const labelled = columns.filter(({ options }) => options.length > 0);
	return [
		'* Encoding: UTF-8.',
		'* Reads answers.csv, exported beside this file, and labels it.',
		"GET DATA /TYPE=TXT /FILE='answers.csv' /ENCODING='UTF8' /DELIMITERS=',' /QUALIFIER='\"' /ARRANGEMENT=DELIMITED /FIRSTCASE=2",
		'  /VARIABLES=',
		...columns.map(({ name, type }) => `    ${name} ${spssTypes[type]}`),
		'  .',
		'VARIABLE LABELS',
		...columns.map(({ name, about }) => `  ${name} ${quoted(about)}`),
		'  .',
		'VALUE LABELS',
		...labelled.map(
			({ name, options }) =>
				`  /${name} ${options.map(({ code, label }) => `${quoted(code)} ${quoted(label)}`).join(' ')}`
		),
		'  .',
		'EXECUTE.',
		''
	].join('\n');
}
