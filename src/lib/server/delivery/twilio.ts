// SMS through Twilio's SDK. What goes wrong is told by its number alone: the SDK's errors carry the account's secret and the
// customer's number.
import { readPhone } from '../phone.ts';
import type { SmsHook, SmsProvider } from './sms.ts';
import type { Sent, Sms } from './transport.ts';

const tenSeconds = 10_000;

/** Numbers that are wrong, unreachable by SMS, or have said STOP to Twilio itself. */
const badAddress = new Set([21211, 21214, 21217, 21265, 21401, 21407, 21421, 21610, 21612, 21614]);
/** Reported later: the number is unknown, a landline, or blocked; the phone network refused this one message. */
const badAddressLater = new Set(['30003', '30004', '30005', '30006', '21610']);

/** The sender, the queue or the countries of our own account: to be put right there. */
const ours = new Set([21212, 21408, 21603, 21606, 21611, 21703]);

interface Account {
	sid: string;
	token: string;
	/** Of the API where it is not Twilio's own. */
	base: string | undefined;
	from: { from: string } | { messagingServiceSid: string };
}

function accountOf(address: string): Account {
	const { username, password, host, hostname, searchParams } = new URL(address);
	const isLocal = /^(localhost|127\.0\.0\.1)$/.test(hostname);
	const service = searchParams.get('service');
	return {
		sid: decodeURIComponent(username),
		token: decodeURIComponent(password),
		base: hostname === 'api.twilio.com' ? undefined : `${isLocal ? 'http' : 'https'}://${host}`,
		// A plus in an address means a space.
		from: service ? { messagingServiceSid: service } : { from: searchParams.get('from')!.replace(/^ /, '+') }
	};
}

export const twilio: SmsProvider = {
	connect(address, { statusUrl, phoneCountry }): Sms {
		const { sid, token, base, from } = accountOf(address);
		const client = load().then(({ default: twilio }) => {
			const client = twilio(sid, token, { timeout: tenSeconds });
			if (base) client.api.baseUrl = base;
			return client;
		});
		// Awaited at the first message.
		client.catch(() => {});
		return {
			async send(to, { text }, reference) {
				const phone = readPhone(to, phoneCountry);
				if (!phone) return { permanent: true, isAddress: true, why: 'no phone number' };
				try {
					const statusCallback = reference && statusUrl(reference);
					await (await client).messages.create({ to: phone.number, body: text, statusCallback, ...from });
					return 'sent';
				} catch (error) {
					return failure(error as { code?: unknown; status?: unknown });
				}
			},
			close() {}
		};
	},

	async hear(address, { url, signature, form }): Promise<SmsHook | undefined> {
		const { token } = accountOf(address);
		const { validateRequest } = await import('twilio/lib/webhooks/webhooks.js');
		const fields = Object.fromEntries(form);
		if (!signature || !validateRequest(token, signature, url, fields)) return undefined;
		const { MessageSid = '', MessageStatus, ErrorCode, From = '', Body, OptOutType } = fields;
		// Named where Twilio keeps a list of its own (Advanced Opt-Out), and answers.
		const isAnswered = OptOutType !== undefined;
		// Without a name of its own it could not be told from one that comes twice.
		if (!MessageSid) return undefined;
		if (Body !== undefined) return { kind: 'text', id: MessageSid, from: From, text: Body, isAnswered };
		const status = /^\d{1,10}$/.test(ErrorCode ?? '') ? ErrorCode : undefined;
		return { kind: 'status', report: reportOf(MessageStatus, status), status };
	},

	reply: (text) => ({
		type: 'text/xml; charset=utf-8',
		body: `<?xml version="1.0" encoding="UTF-8"?><Response>${text ? `<Message>${escape(text)}</Message>` : ''}</Response>`
	})
};

/** The SDK takes a second and forty megabytes: only who sends loads it. */
const load = () => import('twilio');

function failure({ code, status }: { code?: unknown; status?: unknown }): Sent {
	const number = typeof code === 'number' ? code : undefined;
	const isClient = typeof status === 'number' && status >= 400 && status < 500;
	// 401, 403, 404: the account's settings; 429: too fast. All pass some day; nothing is lost meanwhile.
	const isPermanent = isClient && status === 400 && number !== undefined && !ours.has(number);
	return {
		permanent: isPermanent,
		isAddress: number !== undefined && badAddress.has(number),
		why: [typeof code === 'string' ? code : 'SMS', status ?? '', number ?? ''].filter(Boolean).join(' '),
		status: number === undefined ? undefined : `${number}`
	};
}

function reportOf(status: string | undefined, error: string | undefined) {
	if (status === 'delivered') return 'delivered';
	if (status !== 'undelivered' && status !== 'failed') return undefined;
	return error !== undefined && badAddressLater.has(error) ? 'bounced' : 'failed';
}

const escape = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
