// A45 to A48: what mail scanners, previews and link checkers do to links, a thousand links each. Nothing is
// accepted, spent or unsubscribed, and the person behind every link can still answer.
import { Agent, request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formOf } from '../support/customer.ts';
import { failureModes, makeLinks } from '../support/links.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

const perBehaviour = 1000;
const side = 16;

let product: RunningProduct;
beforeAll(async () => {
	product = await startProduct();
	const [link] = await makeLinks(product.sql, 1, 'looked at ');
	known = inputsIn((await ask(page(link!))).body);
});
afterAll(() => product.stop());

const agent = new Agent({ keepAlive: true, maxSockets: side });

interface Reply {
	status: number;
	body: string;
}

function ask(path: string, method = 'GET', body = '', headers: Record<string, string> = {}): Promise<Reply> {
	const { hostname, port } = new URL(product.origin);
	const form = body === '' ? {} : { 'content-type': 'application/x-www-form-urlencoded' };
	return new Promise((resolve, reject) => {
		const asked = request(
			{
				agent,
				hostname,
				port,
				path,
				method,
				headers: {
					accept: 'text/html',
					origin: product.origin,
					...form,
					'content-length': Buffer.byteLength(body),
					...headers
				}
			},
			(response) => {
				let text = '';
				response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
				response.on('end', () => resolve({ status: response.statusCode!, body: text }));
			}
		);
		asked.on('error', reject);
		asked.end(body);
	});
}

const page = (link: string) => `/s/${link}`;
const stop = (link: string) => `/u/${link}`;
const ticketIn = (body: string) => /name="ticket" value="([^"]+)"/.exec(body)![1]!;
const inputsIn = (body: string) =>
	[...body.matchAll(/<input type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"/g)].map(
		([, name, value]) => [name!, value!] as const
	);
const firstOf = (inputs: (readonly [string, string])[]) => [...new Map(inputs.toReversed())];
const fields = (pairs: readonly (readonly [string, string])[]) =>
	new URLSearchParams(pairs as [string, string][]).toString();

const asked = { kind: 'repair', product: true, promise: true, failureModes };

type Behaviour = (link: string, another: string) => Promise<unknown>;

/** Every field of the page, as somebody who fetched it once knows them for all links. */
let known: (readonly [string, string])[] = [];
const severalOf = new Set(['asked_for_score', 'wanted']);

const behaviours: Record<string, Behaviour> = {
	'fetches both pages': async (link) => {
		await ask(page(link));
		await ask(stop(link));
	},
	'asks for headers only': async (link) => {
		await ask(page(link), 'HEAD');
		await ask(stop(link), 'HEAD');
	},
	'asks what is allowed': (link) => ask(page(link), 'OPTIONS'),
	'preloads, as browsers do': (link) =>
		ask(page(link), 'GET', '', {
			'sec-purpose': 'prefetch;prerender',
			purpose: 'prefetch',
			'x-moz': 'prefetch'
		}),
	'opens it again and again from different places': async (link) => {
		for (const agent of ['BarracudaSentinel', 'Slackbot-LinkExpanding 1.0'])
			await ask(page(link), 'GET', '', { 'user-agent': agent });
	},
	'posts a blank form without having looked': (link) => ask(page(link), 'POST', 'x='),
	'posts the blank form of the page': (link) =>
		ask(page(link), 'POST', formOf(link, '', { asked, secondsAgo: 30 })),
	'chooses the first of everything and posts at once': (link) =>
		ask(page(link), 'POST', formOf(link, fields(firstOf(known)), { asked, secondsAgo: 0 })),
	'fetches the page, presses every option and posts at once': async (link) => {
		const { body } = await ask(page(link));
		await ask(page(link), 'POST', fields([['ticket', ticketIn(body)], ...inputsIn(body)]));
	},
	'presses every option and posts later': (link) =>
		ask(page(link), 'POST', formOf(link, fields(known), { asked, secondsAgo: 30 })),
	'ticks every box, one of each list, and posts later': (link) => {
		const rest = firstOf(known).filter(([name]) => !severalOf.has(name));
		const boxes = known.filter(([name]) => severalOf.has(name));
		return ask(page(link), 'POST', formOf(link, fields([...rest, ...boxes]), { asked, secondsAgo: 30 }));
	},
	'fills in every field, the hidden one too, and posts later': (link) => {
		const all = fields([...firstOf(known), ['reference', 'test'], ['comment', 'test']]);
		return ask(page(link), 'POST', formOf(link, all, { asked, secondsAgo: 30 }));
	},
	'posts a likely answer without having fetched the page': (link) =>
		ask(page(link), 'POST', 'overall=5&resolved=yes&asked_for_score=nobody'),
	'posts with the ticket of another link': (link, another) =>
		ask(page(link), 'POST', formOf(another, 'overall=5', { asked, secondsAgo: 30 })),
	'presses the other buttons': async (link) => {
		const at = { asked, secondsAgo: 0 };
		await ask(page(link), 'POST', formOf(link, 'later=yes', at));
		await ask(page(link), 'POST', formOf(link, `${fields(known)}&later=yes`, at));
		await ask(page(link), 'POST', formOf(link, `${fields(firstOf(known))}&language=fr&later=yes`, at));
	},
	'follows the link to stop, and presses its button': async (link) => {
		const { body } = await ask(stop(link));
		await ask(stop(link), 'POST', fields([['ticket', ticketIn(body)]]));
		await ask(
			stop(link),
			'POST',
			fields([
				['ticket', ticketIn(body)],
				['stop', 'here']
			])
		);
	},
	'tries every other method': async (link) => {
		for (const method of ['PUT', 'PATCH', 'DELETE']) await ask(page(link), method, 'overall=5');
		await ask(page(link), 'POST', '{"overall":5}', { 'content-type': 'application/json' });
		await ask(stop(link), 'DELETE', 'stop=here');
	}
};

async function sideBySide(links: string[], behave: Behaviour) {
	let next = 0;
	await Promise.all(
		Array.from({ length: side }, async () => {
			while (next < links.length) {
				const index = next++;
				await behave(links[index]!, links[(index + 1) % links.length]!);
			}
		})
	);
}

const traces = async () => {
	const [row] = await product.sql`
		select (select count(*)::int from answers) as answers, (select count(*)::int from opt_outs) as "optOuts",
			(select count(*)::int from drafts) as drafts`;
	return row;
};

describe(`${Object.keys(behaviours).length} scanner behaviours, ${perBehaviour} links each`, () => {
	test.each(Object.keys(behaviours))('%s: nothing is accepted, spent or unsubscribed', async (name) => {
		const links = await makeLinks(product.sql, perBehaviour, `${name} `);
		await sideBySide(links, behaviours[name]!);
		expect(await traces()).toEqual({ answers: 0, optOuts: 0, drafts: 0 });
		const [spent] = await product.sql<{ count: number }[]>`
			select count(*)::int as count from invitations where interaction like ${`${name} %`} and expires_at <= now()`;
		expect(spent!.count).toBe(0);
	});

	test('and every person behind one of them can still answer', async () => {
		const links = (
			await Promise.all(
				['fetches', 'chooses', 'presses'].map((name) => makeLinks(product.sql, 100, `person ${name} `))
			)
		).flat();
		await sideBySide(links, async (link, another) => {
			await behaviours['fetches the page, presses every option and posts at once']!(link, another);
			await behaviours['presses the other buttons']!(link, another);
		});
		await sideBySide(links, async (link) => {
			const answer = formOf(link, 'overall=4&resolved=yes', { asked });
			expect((await ask(page(link), 'POST', answer)).status).toBe(303);
		});
		expect(await traces()).toMatchObject({ answers: 300 });
		// A47: what comes afterwards changes nothing.
		await sideBySide(links.slice(0, 50), (link) =>
			ask(page(link), 'POST', formOf(link, 'overall=1', { asked }))
		);
		expect(await traces()).toMatchObject({ answers: 300 });
	});

	test('what was set aside is there to be looked at, and bounded', async () => {
		const [link] = await makeLinks(product.sql, 1, 'again and again ');
		for (let n = 0; n < 25; n++) await ask(page(link!), 'POST', 'overall=5');
		const rows = await product.sql`
			select reasons from set_aside join invitations on invitations.id = invitation
			where interaction = 'again and again 1'`;
		expect(rows).toHaveLength(10);
		expect(rows[0]!.reasons).toEqual(['no_page_fetched']);
		expect(product.output().includes('request failed')).toBe(false);
	});
});
