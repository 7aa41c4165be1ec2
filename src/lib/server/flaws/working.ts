// Work on a finding: who looks after it, how far it is, what was found out. Every step stays.
import { transaction, type Sql } from '../database.ts';
import { states, type State } from './findings.ts';

export type Step =
	| { step: 'state'; state: string; note: string; fixLot: string }
	| { step: 'owner'; owner: string }
	| { step: 'note'; note: string };

export interface StepRow {
	id: number;
	at: Date;
	by: string;
	step: 'state' | 'owner' | 'note';
	state: State | null;
	fixLot: string | null;
	owner: string | null;
	note: string | null;
}

type Outcome = 'done' | { refused: string };

const longestNote = 2000;

/** Writes one step down. `staff`: who does it. */
export async function takeStep(
	sql: Sql,
	{ finding, staff, ...step }: Step & { finding: number; staff: number },
	now: Date
): Promise<Outcome> {
	const note = 'note' in step ? step.note.trim().replaceAll('\0', '') || null : null;
	if (note && note.length > longestNote) return { refused: `A note has at most ${longestNote} characters.` };
	return transaction(sql, async (sql) => {
		const [known] = await sql`select from findings where id = ${finding}`;
		if (!known) return { refused: 'There is no such finding.' };
		if (step.step === 'note') {
			if (!note) return { refused: 'Write something first.' };
			await sql`insert into finding_steps (finding, staff, step, note, at) values (${finding}, ${staff}, 'note', ${note}, ${now})`;
			return 'done';
		}
		if (step.step === 'owner') return takeOver(sql, { finding, staff, owner: step.owner }, now);
		if (!states.includes(step.state as State)) return { refused: 'Choose a state from the list.' };
		if (step.state === 'dismissed' && !note) return { refused: 'Say why it is dismissed.' };
		const fixLot =
			step.state === 'fix_shipped' ? step.fixLot.trim().replaceAll('\0', '').slice(0, 200) : null;
		if (fixLot === '') return { refused: 'Say from which lot on the fix is in.' };
		await sql`insert into finding_steps (finding, staff, step, state, fix_lot, note, at)
			values (${finding}, ${staff}, 'state', ${step.state}, ${fixLot}, ${note}, ${now})`;
		return 'done';
	});
}

async function takeOver(
	sql: Sql,
	{ finding, staff, owner }: { finding: number; staff: number; owner: string },
	now: Date
): Promise<Outcome> {
	const [person] = await sql<{ id: number }[]>`
		select id::int from staff where email = ${owner} and ended_at is null`;
	if (owner !== '' && !person) return { refused: 'Nobody with an account has that address.' };
	await sql`insert into finding_steps (finding, staff, step, owner, at)
		values (${finding}, ${staff}, 'owner', ${person?.id ?? null}, ${now})`;
	return 'done';
}

/** Newest first. */
export async function stepsOf(sql: Sql, finding: number): Promise<StepRow[]> {
	return sql<StepRow[]>`
		select s.id::int, s.at, staff.email as by, s.step, s.state, s.fix_lot as "fixLot", owner.email as owner, s.note
		from finding_steps s join staff on staff.id = s.staff left join staff owner on owner.id = s.owner
		where s.finding = ${finding} order by s.id desc`;
}

export async function possibleOwners(sql: Sql): Promise<string[]> {
	const rows = await sql<{ email: string }[]>`
		select email from staff where ended_at is null and joined_at is not null order by email`;
	return rows.map(({ email }) => email);
}
