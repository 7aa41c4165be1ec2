// Whatever writes down a customer's name holds this until its transaction ends, so that an erasure waits for it, and it for
// an erasure: nobody is written down again by what was on its way. The other half is take_erasing_turn().
import type { Sql } from './database.ts';

export async function keepErasingOut(sql: Sql) {
	await sql`select pg_advisory_xact_lock_shared(7155207)`;
}
