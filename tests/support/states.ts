// Every state of every page a customer can see, and how to get there: for what must hold in all of them.
import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import type { Pool } from '../../src/lib/server/database.ts';
import { specimenToken } from '../../src/lib/server/delivery/delivery.ts';
import { hashOf, linkFrom } from '../../src/lib/server/invitation/invitation.ts';
import { wordsIn, type Language } from '../../src/lib/web/languages/languages.ts';
import { pressLater, shownAgo } from './customer.ts';
import { vault } from './database.ts';
import { makeLinks } from './links.ts';

export interface Ground {
	origin: string;
	sql: Pool;
}

type Reach = (page: Page, language: Language, ground: Ground) => Promise<unknown>;

let batches = 0;
const link = async ({ origin, sql }: Ground, about = {}) =>
	`${origin}/s/${(await makeLinks(sql, 1, `state${++batches}-`, about))[0]!}`;

const open = async (page: Page, language: Language, ground: Ground, about = {}) => {
	const address = await link(ground, about);
	await page.goto(`${address}?language=${language}`);
	return address;
};

const withoutBrowserChecks = (page: Page) =>
	page
		.locator('form')
		.first()
		.evaluate((form) => form.setAttribute('novalidate', ''));

/** A form posted to where the page is, as a browser does, with fields a page would not send. */
const postHere = (page: Page, fields: Record<string, string>, type = 'application/x-www-form-urlencoded') =>
	Promise.all([
		page.waitForNavigation(),
		page.evaluate(
			([fields, type]) => {
				const form = document.createElement('form');
				form.method = 'POST';
				form.enctype = type;
				for (const [name, value] of Object.entries(fields)) {
					const area = document.createElement('textarea');
					area.name = name;
					area.value = value;
					form.append(area);
				}
				document.body.append(form);
				form.submit();
			},
			[fields, type] as const
		)
	]);

async function thanked(page: Page, language: Language, ground: Ground) {
	await open(page, language, ground);
	await page.locator('#overall-4').check();
	await pressLater(page, wordsIn(language).page.send);
	await page.locator('.receipt').waitFor();
	return (await page.locator('.receipt').textContent())!;
}

/** A page whose reading of the database fails with this error of PostgreSQL's. */
async function failing(page: Page, language: Language, ground: Ground, code: string) {
	const address = await link(ground);
	await ground.sql.unsafe(`
		alter table drafts rename to drafts_away;
		create function failing() returns boolean language plpgsql as
			'begin raise exception using errcode = ''${code}''; end';
		create view drafts as select * from drafts_away where failing()
			union all select 0, ''::bytea, now() where failing();
		grant select on drafts to public`);
	try {
		await page.goto(`${address}?language=${language}`);
	} finally {
		await ground.sql.unsafe(
			'drop view drafts; drop function failing(); alter table drafts_away rename to drafts'
		);
	}
	const { problems } = wordsIn(language);
	const title = code === '08006' ? problems.outage : problems.failure;
	await page.getByRole('heading', { name: title }).waitFor();
}

export const states: Record<string, Reach> = {
	'a first look, nothing known': (page, language, ground) =>
		open(page, language, ground, { kind: 'fitting', product: false, promise: false }),
	'a first look, product and promise': (page, language, ground) => open(page, language, ground),
	'the longest way': async (page, language, ground) => {
		await open(page, language, ground);
		for (const id of ['overall-1', 'resolved-no', 'product_failed-yes', 'failure_mode-other'])
			await page.locator(`#${id}`).check();
		await page.locator('#same_failure_before-yes').check();
	},
	'an unhappy way without a failure': async (page, language, ground) => {
		await open(page, language, ground, { promise: false });
		for (const id of ['overall-2', 'resolved-partly', 'product_failed-no'])
			await page.locator(`#${id}`).check();
	},
	'sent back because something is wrong': async (page, language, ground) => {
		await open(page, language, ground);
		await withoutBrowserChecks(page);
		await pressLater(page, wordsIn(language).page.send);
		await page.getByRole('alert').waitFor();
	},
	'asked to send once more': async (page, language, ground) => {
		await open(page, language, ground);
		await page.locator('#overall-3').check();
		await page.locator('#reference').evaluate((field: HTMLInputElement) => (field.value = 'filled in'));
		await page.getByRole('button', { name: wordsIn(language).page.send, exact: true }).click();
		await page.getByRole('alert').waitFor();
	},
	'kept for later': async (page, language, ground) => {
		await open(page, language, ground);
		await page.locator('#overall-3').check();
		await pressLater(page, wordsIn(language).page.later);
		await page.getByRole('heading', { name: wordsIn(language).kept.title }).waitFor();
	},
	thanked,
	'an expired link': (page, language, ground) => open(page, language, ground, { daysLeft: -1 }),
	'a wrong link': (page, language, { origin }) =>
		page.goto(`${origin}/s/${'A'.repeat(22)}?language=${language}`),
	'too much sent': async (page, language, ground) => {
		await open(page, language, ground);
		await postHere(page, { comment: 'x'.repeat(70_000), language });
	},
	'something unreadable sent': async (page, language, ground) => {
		await open(page, language, ground);
		await postHere(page, { language }, 'text/plain');
	},
	'about to stop being asked': async (page, language, ground) =>
		page.goto(`${(await link(ground)).replace('/s/', '/u/')}?language=${language}`),
	'about to stop, too quickly': async (page, language, ground) => {
		await page.goto(`${(await link(ground)).replace('/s/', '/u/')}?language=${language}`);
		await shownAgo(page, 'stop', -60);
		await page.getByRole('button', { name: wordsIn(language).stop.here, exact: true }).click();
		await page.getByRole('alert').waitFor();
	},
	'not asked any more': (page, language, ground) => stopped(page, language, ground, 'here'),
	'not asked at all any more': (page, language, ground) => stopped(page, language, ground, 'everywhere'),
	'asked again after all': async (page, language, ground) => {
		await stopped(page, language, ground, 'here');
		await shownAgo(page, 'stop', 60);
		await page.getByRole('button', { name: wordsIn(language).stop.undo, exact: true }).click();
		await page.getByRole('heading', { name: wordsIn(language).stop.resumed }).waitFor();
	},
	'a specimen': (page, language, { origin }) =>
		page.goto(
			`${origin}/specimen/${specimenToken(vault, new Date(Date.now() + 60_000))}?language=${language}`
		),
	'a wrong link to stop by': (page, language, { origin }) =>
		page.goto(`${origin}/u/${'A'.repeat(22)}?language=${language}`),
	'asking for a receipt': (page, language, { origin }) => page.goto(`${origin}/receipt?language=${language}`),
	'a counted receipt': async (page, language, ground) => {
		const receipt = await thanked(page, language, ground);
		await ground.sql`select ledger_append()`;
		await page.goto(`${ground.origin}/receipt/${receipt}?language=${language}`);
	},
	'a receipt of a changed answer': async (page, language, ground) => {
		const receipt = await thanked(page, language, ground);
		await ground.sql`alter table answers disable trigger append_only`;
		await ground.sql`update answers set replies = '{"overall": 5}' where receipt = ${receipt}`;
		await ground.sql`alter table answers enable trigger append_only`;
		await page.goto(`${ground.origin}/receipt/${receipt}?language=${language}`);
	},
	'a receipt from before answers had digests': async (page, language, ground) => {
		const receipt = await thanked(page, language, ground);
		await ground.sql`alter table answers disable trigger append_only`;
		await ground.sql`update answers set digest = null where receipt = ${receipt}`;
		await ground.sql`alter table answers enable trigger append_only`;
		await page.goto(`${ground.origin}/receipt/${receipt}?language=${language}`);
	},
	'how this is kept honest': (page, language, { origin }) =>
		page.goto(`${origin}/trust?language=${language}`),
	'has it been put right': (page, language, ground) => followUp(page, language, ground),
	'has it been put right, nothing said': async (page, language, ground) => {
		await followUp(page, language, ground);
		await shownAgo(page, 'follow-up', 60);
		await page.getByRole('button', { name: wordsIn(language).page.send, exact: true }).click();
		await page.getByRole('alert').waitFor();
	},
	'has it been put right, pressed too soon': async (page, language, ground) => {
		await followUp(page, language, ground);
		await page.locator('#eased-4').check();
		await shownAgo(page, 'follow-up', -60);
		await page.getByRole('button', { name: wordsIn(language).page.send, exact: true }).click();
		await page.getByRole('alert').waitFor();
	},
	'it has been put right': async (page, language, ground) => {
		await followUp(page, language, ground);
		await page.locator('#eased-4').check();
		await shownAgo(page, 'follow-up', 60);
		await page.getByRole('button', { name: wordsIn(language).page.send, exact: true }).click();
		await page.getByRole('heading', { name: wordsIn(language).followUp.done }).waitFor();
	},
	'a follow-up that has expired': (page, language, ground) => followUp(page, language, ground, -1),
	'our records out of reach': (page, language, ground) => failing(page, language, ground, '08006'),
	'a failure of ours': (page, language, ground) => failing(page, language, ground, 'XX000'),
	'an unknown receipt': (page, language, { origin }) =>
		page.goto(`${origin}/receipt/0000-0000-0000?language=${language}`),
	'I was not asked': (page, language, { origin }) => page.goto(`${origin}/voice?language=${language}`),
	'I was not asked, nothing filled in': async (page, language, { origin }) => {
		await page.goto(`${origin}/voice?language=${language}`);
		await withoutBrowserChecks(page);
		await page.getByRole('button', { name: wordsIn(language).voice.button, exact: true }).click();
		await page.getByRole('alert').waitFor();
	},
	'I was not asked, heard': async (page, language, { origin, sql }) => {
		await forgetVoices(sql);
		await page.goto(`${origin}/voice?language=${language}`);
		await page.locator('#number').fill('B-1');
		await page.locator('#contact').fill('ann@mail.example');
		await page.getByRole('button', { name: wordsIn(language).voice.button, exact: true }).click();
		await page.getByRole('heading', { name: wordsIn(language).voice.done }).waitFor();
	},
	'I was not asked, too often': async (page, language, { origin, sql }) => {
		await sql`insert into voice_requests (number, contact, network, received_at)
			select 'B-1', '\\x01', network, now()
			from (select distinct network from voice_requests) networks, generate_series(1, 10)`;
		await page.goto(`${origin}/voice?language=${language}`);
		await page.locator('#number').fill('B-1');
		await page.locator('#contact').fill('ann@mail.example');
		await page.getByRole('button', { name: wordsIn(language).voice.button, exact: true }).click();
		await page.getByRole('heading', { name: wordsIn(language).problems.limited }).waitFor();
	}
};

/** A case of its own, closed, with a link that asks about it. */
export async function makeFollowUp(sql: Pool, daysLeft = 1): Promise<string> {
	const batch = `state${++batches}-`;
	await makeLinks(sql, 1, batch);
	const followUpLink = linkFrom(randomBytes(16));
	const expires = new Date(Date.now() + daysLeft * 86_400_000);
	await sql`
		with opened as (
			insert into cases (interaction, reason, rules, opened_at) values (${`${batch}1`}, 'a state', '{low_eased}', now()) returning id
		), standing as (
			insert into case_standings ("case", kind, opened_at, closed_at) select id, 'repair', now(), now() from opened
		), asked as (
			insert into follow_ups ("case", contact, created_at, expires_at)
			select opened.id, v.contact, now(), ${expires} from opened, invitations v where v.interaction = ${`${batch}1`} returning id
		)
		insert into follow_up_links (hash, follow_up, minted_at) select ${hashOf(followUpLink)!}, id, now() from asked`;
	return followUpLink;
}

const followUp = async (page: Page, language: Language, { origin, sql }: Ground, daysLeft?: number) =>
	page.goto(`${origin}/follow-up/${await makeFollowUp(sql, daysLeft)}?language=${language}`);

/** The limit counts them by the hour; here all of them come within minutes. */
async function forgetVoices(sql: Pool) {
	await sql.begin(async (sql) => {
		for (const table of ['voice_outcomes', 'voice_requests']) {
			await sql.unsafe(`alter table ${table} disable trigger append_only`);
			await sql.unsafe(`delete from ${table}`);
			await sql.unsafe(`alter table ${table} enable trigger append_only`);
		}
	});
}

async function stopped(page: Page, language: Language, ground: Ground, where: 'here' | 'everywhere') {
	await page.goto(`${(await link(ground)).replace('/s/', '/u/')}?language=${language}`);
	await shownAgo(page, 'stop', 60);
	await page.getByRole('button', { name: wordsIn(language).stop[where], exact: true }).click();
	await page.getByRole('heading', { name: wordsIn(language).stop.stopped }).waitFor();
}
