// Figures as the desk shows them once the worker has gathered.
import { gather } from '../../src/lib/server/desk/desk.ts';
import { readFigures, type Filters } from '../../src/lib/server/reports/reports.ts';
import type { Pool } from '../../src/lib/server/database.ts';
import { now, type TestPlace } from './database.ts';

export async function figuresOf({ sql }: Pick<TestPlace, 'sql'>, filters: Filters = {}, at = now) {
	// The first look makes everything, what comes after it is added.
	await gather(sql, at);
	await gather(sql, at);
	return readFigures(sql, filters, at);
}

/** As after a release that counts otherwise: everything is made anew. */
export async function gatherAnew(sql: Pool, at = now) {
	await sql`update desk_marks set figures = ''`;
	await gather(sql, at);
}
