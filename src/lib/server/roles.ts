// Database roles: who may do what to which table. Four per database, named after it: _owner (no login) owns everything,
// _migrator may become the owner, _app is what web and worker run as, _reports is what the desk's figures are read
// with. Denied by default: a table that stands in none of these lists is out of reach.
import type { Sql } from './database.ts';

/** Facts: the product adds, and never changes or removes. */
export const appendOnly = [
	'actions',
	'analyses',
	'annotations',
	'answer_words',
	'answers',
	'audits',
	'case_steps',
	'cases',
	'contacts',
	'counts',
	'crossings',
	'customers',
	'decisions',
	'delivery_reports',
	'denials',
	'disputes',
	'finding_steps',
	'findings',
	'follow_up_answers',
	'follow_up_links',
	'follow_ups',
	'happenings',
	'hook_deliveries',
	'hook_events',
	'incoming',
	'interactions',
	'invitations',
	'late_posts',
	'ledger_checkpoints',
	'ledger_nodes',
	'links',
	'looks',
	'measurements',
	'message_outcomes',
	'messages',
	'notice_links',
	'notice_outcomes',
	'notices',
	'opt_outs',
	'policies',
	'products',
	'proposals',
	'questionnaires',
	'reasons',
	'recovery_outcomes',
	'recovery_rules',
	'reps',
	'retentions',
	'returns',
	'set_aside',
	'set_aside_words',
	'signal_measurements',
	'signal_states',
	'signals',
	'staff_links',
	'subject_keys',
	'units',
	'verdicts',
	'voice_outcomes',
	'voice_requests',
	'wordings'
];

/** State that is replaced or forgotten. */
export const changing = [
	'alert_rules',
	'alerts',
	'analysis_runs',
	'answer_marks',
	'answer_traces',
	'api_keys',
	'answer_tags',
	'branch_networks',
	'case_standings',
	'case_watchers',
	'counted_returns',
	'desk_answers',
	'desk_asked',
	'desk_endings',
	'desk_marks',
	'desk_tallies',
	'desk_values',
	'drafts',
	'drips',
	'fact_marks',
	'hooks',
	'kept_facts',
	'next_questionnaire',
	'product_reports',
	'quality_mails',
	'recovery_codes',
	'reply_templates',
	'saved_views',
	'sessions',
	'settled_marks',
	'settled_tallies',
	'setup_links',
	'signal_cases',
	'staff',
	'staff_letters',
	'subscriptions',
	'throttles',
	'upload_errors',
	'upload_parts',
	'uploads',
	'waiting'
];

/** Read by the product, written by the database's own functions only. */
const readOnly: Record<string, string> = {
	erasures: '',
	// Not the salts: with them and a guess, a commitment can be tried out.
	ledger: '(index, kind, number, hash, erasure)',
	migrations: ''
};

/** Out of the product's reach altogether. */
export const closed = ['ledger_marks'];

/** What figures are read from: no address, no fingerprint, no secret. */
export const reportsRead: Record<string, string> = {
	alert_rules: '',
	alerts: '',
	analyses: '',
	analysis_runs: '',
	annotations: '',
	answer_marks: '',
	answer_tags: '',
	answer_words: '',
	answered_products: '',
	answers: '',
	audits: '',
	case_standings: '',
	case_steps: '(id, "case", step, staff, owner, remedies, at)',
	cases: '(id, interaction, opened_at, rules, answer, acknowledge_by)',
	contacts: '(id, customer, kind, country, changed_at, changed_by, interaction, received_at)',
	counted_returns: '',
	counts: '',
	crossings: '',
	customers: '(id, language, timezone, channel, since, contact_set_by, contact_set_at, received_at)',
	decisions: '',
	delivery_reports: '',
	denials: '',
	desk_answers: '',
	desk_asked: '',
	desk_endings: '',
	desk_marks: '(revision, endings_at)',
	desk_tallies: '',
	desk_values: '',
	disputes: '',
	excluded_answers: '',
	finding_steps: '',
	findings: '',
	follow_up_answers: '',
	follow_ups: '',
	happenings: '',
	incoming: '(channel, what, at)',
	influenced_answers: '',
	interactions: '',
	invitations: '',
	kept_drafts: '',
	late_posts: '',
	measurements: '',
	message_outcomes: '',
	messages: '',
	notice_outcomes: '',
	notices: '',
	policies: '',
	product_reports: '',
	products: '',
	proposals: '',
	questionnaires: '',
	reasons: '',
	recovery_outcomes: '',
	recovery_rules: '',
	reps: '(id, team, location, joined_on, received_at)',
	returns: '',
	set_aside: '',
	set_aside_words: '',
	signal_cases: '',
	signal_measurements: '',
	signal_states: '',
	signals: '',
	staff: '(id, email, role)',
	standing_findings: '',
	standing_signals: '',
	unadjusted_answers: '',
	units: '',
	verdicts: '',
	voice_outcomes: ''
};

const functions = [
	'ledger_append()',
	'forget_checkpoints()',
	'ledger_recomputed(text, bigint, bigint)',
	'ledger_unrecorded()',
	'records_of_customer(text, bytea)',
	'erase_customer(text, bytea, text, bigint[], text, timestamptz)',
	'records_past_retention()',
	'forget_old(bigint[], text, timestamptz)',
	'desk_sum(integer[], integer[])',
	'desk_signs_apart(text)',
	'desk_document(text, text)'
];

/** For searching. */
const reportsFunctions = ['desk_grammar(text)', 'desk_signs_apart(text)', 'desk_query(text, text)'];

export interface RoleNames {
	owner: string;
	migrator: string;
	app: string;
	reports: string;
}

export const roleNames = (database: string): RoleNames => ({
	owner: `${database}_owner`,
	migrator: `${database}_migrator`,
	app: `${database}_app`,
	reports: `${database}_reports`
});

/** Held until the transaction ends: two processes starting at once take turns. Any fixed number. */
export const takeStartingTurn = (sql: Sql) => sql`select pg_advisory_xact_lock(7155201)`;

/** Makes the roles, and the owner the owner of everything there is. Throws what the server refuses. */
export async function makeRoles(sql: Sql, names: RoleNames, passwordOf: (role: string) => string) {
	const found = await sql<{ rolname: string }[]>`
		select rolname from pg_roles where rolname = any(${Object.values(names)})`;
	const known = new Set(found.map(({ rolname }) => rolname));
	if (!known.has(names.owner)) await sql`create role ${sql(names.owner)} nologin`;
	for (const role of [names.migrator, names.app, names.reports]) {
		// A password cannot be a parameter; these are hexadecimal digits of our own.
		const password = sql.unsafe(`'${passwordOf(role)}'`);
		if (known.has(role)) await sql`alter role ${sql(role)} login password ${password}`;
		else await sql`create role ${sql(role)} login password ${password}`;
	}
	await sql`grant ${sql(names.owner)} to ${sql(names.migrator)}`;
	await sql`grant ${sql(names.owner)} to current_user`;
	await sql`alter role ${sql(names.reports)} set default_transaction_read_only = on`;
	const [{ database }] = (await sql`select current_database() as database`) as unknown as [
		{ database: string }
	];
	await sql`grant connect, temporary, create on database ${sql(database)} to ${sql(names.owner)}, ${sql(names.migrator)}`;
	await sql`grant connect, temporary on database ${sql(database)} to ${sql(names.app)}`;
	await sql`grant connect on database ${sql(database)} to ${sql(names.reports)}`;
	// Databases from before PostgreSQL 15 let everybody create things here.
	await sql`revoke create on schema public from public`;
	await sql`grant create, usage on schema public to ${sql(names.owner)}`;
	await sql`grant usage on schema public to ${sql(names.migrator)}, ${sql(names.app)}, ${sql(names.reports)}`;
	// A grant by somebody who may not grant is only a warning.
	const [granted] = await sql<{ all: boolean }[]>`
		select has_schema_privilege(${names.owner}, 'public', 'create') and has_schema_privilege(${names.app}, 'public', 'usage')
			and has_schema_privilege(${names.reports}, 'public', 'usage')
			and has_database_privilege(${names.app}, current_database(), 'connect') as all`;
	if (!granted!.all) throw new Error('its user may not grant the use of this database and its schema public');
	await handOver(sql, names.owner);
}

/** Ownership of whatever earlier versions created as somebody else. */
async function handOver(sql: Sql, owner: string) {
	await sql.unsafe(`do $$
		declare each record;
		begin
			for each in
				select format('alter schema %I owner to %I', nspname, '${owner}') as statement
				from pg_namespace where nspname = 'pgboss' and pg_get_userbyid(nspowner) <> '${owner}'
				union all
				select format('alter %s %I.%I owner to %I', case relkind when 'v' then 'view' when 'S' then 'sequence' else 'table' end,
					nspname, relname, '${owner}')
				from pg_class c join pg_namespace n on n.oid = relnamespace
				where nspname in ('public', 'pgboss') and relkind in ('r', 'p', 'v', 'S') and pg_get_userbyid(relowner) <> '${owner}'
					and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
					and not exists (select from pg_depend d where d.objid = c.oid and d.deptype in ('a', 'i') and relkind = 'S')
				union all
				select format('alter function %s owner to %I', p.oid::regprocedure, '${owner}')
				from pg_proc p join pg_namespace n on n.oid = pronamespace
				where nspname in ('public', 'pgboss') and pg_get_userbyid(proowner) <> '${owner}'
					and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
				union all
				select format('alter type %I.%I owner to %I', nspname, typname, '${owner}')
				from pg_type t join pg_namespace n on n.oid = typnamespace
				where nspname in ('public', 'pgboss') and typtype = 'e' and pg_get_userbyid(typowner) <> '${owner}'
			loop
				execute each.statement;
			end loop;
		end $$`);
}

/** Everything the two working roles may do, from nothing. */
export async function grantAccess(sql: Sql, { app, reports }: RoleNames) {
	const list = (tables: string[]) => tables.map((table) => `"${table}"`).join(', ');
	const columns = (tables: Record<string, string>, to: string) =>
		Object.entries(tables).map(([table, only]) => `grant select ${only} on "${table}" to "${to}"`);
	await sql.unsafe(
		[
			`revoke all on all tables in schema public from public, "${app}", "${reports}"`,
			`revoke all on all functions in schema public from public, "${app}", "${reports}"`,
			`grant usage on schema pgboss to "${app}"`,
			`grant select, insert on ${list(appendOnly)} to "${app}"`,
			`grant select, insert, update, delete on ${list(changing)} to "${app}"`,
			...columns(readOnly, app),
			`grant select on answered_products, excluded_answers, influenced_answers, kept_drafts, standing_findings, standing_signals, stopped, unadjusted_answers to "${app}"`,
			`grant usage on all sequences in schema public to "${app}"`,
			...[...functions, ...reportsFunctions].map((name) => `grant execute on function ${name} to "${app}"`),
			...reportsFunctions.map((name) => `grant execute on function ${name} to "${reports}"`),
			`grant select, insert, update, delete on all tables in schema pgboss to "${app}"`,
			`grant usage on all sequences in schema pgboss to "${app}"`,
			`grant execute on all functions in schema pgboss to "${app}"`,
			...columns(reportsRead, reports)
		].join(';\n')
	);
}
