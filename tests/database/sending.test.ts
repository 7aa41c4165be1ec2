import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeStop } from '../../src/lib/server/delivery/delivery.ts';
import { openLink } from '../../src/lib/server/response/response.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { linkIn, startMailServer, type MailServer } from '../support/mail-server.ts';
import { sendInvitation } from '../support/sending.ts';

let place: TestPlace;
let server: MailServer;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startMailServer()]);
});
afterAll(async () => {
	await place.end();
	await server.stop();
});

async function invited(id: string): Promise<number> {
	await met(place, id, { rep: 'R-Rosalind', promise: 'A call by Friday' });
	await place.settle();
	const [row] = await place.sql<{ id: number }[]>`select id::int from invitations where interaction = ${id}`;
	return row!.id;
}

const send = (invitation: number, at = now, url = server.url) =>
	sendInvitation(place, { invitation, mail: url }, at);

const token = (address: string) =>
	linkIn(server.mails.findLast((mail) => mail.to === address)!.mail.text!).slice(-22);

test('text and HTML carry the same plain link, which opens the invitation', async () => {
	const invitation = await invited('M1');
	expect(await send(invitation)).toBe('sent');
	const { mail } = server.mails.at(-1)!;
	const link = linkIn(mail.text!);
	expect(link).toMatch(/^https:\/\/ask\.larkfield\.example\/s\/[A-Za-z0-9_-]{22}$/);
	expect(mail.html).toMatch(new RegExp(`<a href="${link}" dir="ltr"[^>]*>${link}</a>`));
	expect(await openLink(place.sql, link.slice(-22), now)).toMatchObject({ state: 'open' });
});

test('a message never names the rep, the score or the promise’s broker', () => {
	const { raw } = server.mails.at(-1)!;
	expect(raw).not.toMatch(/Rosalind|score|1 to 5/i);
	expect(raw).toMatch(/List-Unsubscribe-Post: List-Unsubscribe=One-Click/);
	expect(raw).toMatch(/Auto-Submitted: auto-generated/);
});

test('what has been sent is not sent again', async () => {
	const invitation = await invited('M2');
	expect([await send(invitation), await send(invitation)]).toEqual(['sent', 'not needed']);
});

test('a refused attempt is tried again with another link to the same invitation', async () => {
	const invitation = await invited('M3');
	server.refuseWith(451);
	expect(await send(invitation)).toMatchObject({ retry: expect.stringContaining('451') });
	server.refuseWith(undefined);
	expect(await send(invitation)).toBe('sent');
	expect(
		(
			await place.sql`select count(distinct hash)::int as links, count(distinct invitation)::int as invitations from links where invitation = ${invitation}`
		)[0]
	).toEqual({ links: 2, invitations: 1 });
});

test('a mail server that is gone loses nothing', async () => {
	const invitation = await invited('M4');
	expect(await send(invitation, now, 'smtp://127.0.0.1:9')).toMatchObject({
		retry: expect.stringMatching(/^E(SOCKET|CONNECTION)/)
	});
	expect(await send(invitation)).toBe('sent');
});

test('a refusal for good is recorded and not repeated', async () => {
	const invitation = await invited('M5');
	server.refuseWith(550);
	expect(await send(invitation)).toBe('refused for good');
	server.refuseWith(undefined);
	const [outcome] =
		await place.sql`select outcome, detail from message_outcomes o join messages m on m.id = o.message where invitation = ${invitation}`;
	expect(outcome).toEqual({ outcome: 'failed', detail: 'EMESSAGE 550' });
	expect(outcome!.detail).not.toContain('@');
});

test('the link is stored as a hash before its message leaves', async () => {
	const invitation = await invited('M6');
	let linksWhenLeaving = 0;
	const mail = {
		async send(_to: string, { text }: { text: string }) {
			const opened = await openLink(place.sql, linkIn(text).slice(-22), now);
			linksWhenLeaving = opened.state === 'open' ? 1 : 0;
			// The process dies here: the server has the message, we never hear of it.
			throw new Error('killed');
		},
		close() {}
	};
	await expect(sendInvitation(place, { invitation, mail })).rejects.toThrow('killed');
	expect(linksWhenLeaving).toBe(1);
	expect(await send(invitation)).toBe('sent');
});

test('after the invitation has expired nothing is sent', async () => {
	const invitation = await invited('M7');
	expect(await send(invitation, new Date('2027-02-01'))).toBe('not needed');
});

test('who opted out is not written to, by the link or the address', async () => {
	const invitation = await invited('M8');
	await send(invitation);
	const stop = (link: string) =>
		takeStop(place.sql, { link, form: new URLSearchParams('List-Unsubscribe=One-Click'), vault }, now);
	expect(await stop(token('M8@mail.example'))).toBe('stopped');
	expect(await stop('A'.repeat(22))).toBe('unknown');
	await met(place, 'M9', { customer: 'C-other', email: 'm8@mail.example' });
	await place.settle();
	expect(await place.outcome('M9')).toBe('opted_out');
});
