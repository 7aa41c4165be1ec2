// What Twilio's API asks of a request for a message, and how it answers, error numbers included.
import { randomBytes, timingSafeEqual } from 'node:crypto';

export interface Account {
	sid: string;
	token: string;
}

export interface Refusal {
	status: number;
	code: number;
	message: string;
}

const e164 = /^\+[1-9]\d{6,14}$/;
// A number, a short code, or letters for a name.
const sender = /^(\+[1-9]\d{6,14}|\d{3,8}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/;

export function checkAccess(account: Account, path: string, authorization = ''): Refusal | undefined {
	const expected = `Basic ${Buffer.from(`${account.sid}:${account.token}`).toString('base64')}`;
	if (!same(authorization, expected)) return { status: 401, code: 20003, message: 'Authenticate' };
	if (!path.startsWith(`/2010-04-01/Accounts/${account.sid}/Messages`))
		return { status: 404, code: 20404, message: `The requested resource ${path} was not found` };
}

export function checkMessage(form: URLSearchParams, stopped: Set<string>): Refusal | undefined {
	const refusal = (code: number, message: string) => ({ status: 400, code, message });
	const [to, from, service] = [form.get('To'), form.get('From'), form.get('MessagingServiceSid')];
	const [body, callback] = [form.get('Body'), form.get('StatusCallback')];
	if (!to) return refusal(21604, "A 'To' phone number is required.");
	if (!from && !service) return refusal(21603, "A 'From' phone number is required.");
	if (!body) return refusal(21602, 'Message body is required.');
	if (body.length > 1600)
		return refusal(21617, 'The concatenated message body exceeds the 1600 character limit.');
	if (!e164.test(to)) return refusal(21211, `Invalid 'To' Phone Number: ${to}`);
	if (from && !sender.test(from)) return refusal(21212, `Invalid From Number (caller ID): ${from}`);
	if (service && !/^MG[0-9a-f]{32}$/.test(service))
		return refusal(21705, `The Messaging Service Sid ${service} is invalid.`);
	if (callback !== null && !/^https?:$/.test(URL.parse(callback)?.protocol ?? ''))
		return refusal(21609, `The StatusCallback URL ${callback} is not a valid URL.`);
	if (stopped.has(to)) return refusal(21610, 'Attempt to send to unsubscribed recipient');
}

export const errorBody = ({ status, code, message }: Refusal) => ({
	code,
	message,
	more_info: `https://www.twilio.com/docs/errors/${code}`,
	status
});

/** With a Messaging Service, Twilio picks the sender and counts the segments only later. */
export function messageOf(form: URLSearchParams, account: Account, sid = newSid('SM')) {
	const service = form.get('MessagingServiceSid');
	const now = rfc2822(new Date());
	const uri = `/2010-04-01/Accounts/${account.sid}/Messages/${sid}`;
	return {
		account_sid: account.sid,
		api_version: '2010-04-01',
		body: form.get('Body'),
		date_created: now,
		date_sent: null as string | null,
		date_updated: now,
		direction: 'outbound-api',
		error_code: null as number | null,
		error_message: null,
		from: form.get('From'),
		messaging_service_sid: service,
		num_media: '0',
		num_segments: service ? '0' : String(segmentsOf(form.get('Body')!)),
		price: null,
		price_unit: 'USD',
		sid,
		status: service ? 'accepted' : 'queued',
		subresource_uris: { media: `${uri}/Media.json` },
		to: form.get('To'),
		uri: `${uri}.json`
	};
}

export type Message = ReturnType<typeof messageOf>;

export const newSid = (kind: 'SM' | 'MG' | 'AC') => kind + randomBytes(16).toString('hex');
export const rfc2822 = (date: Date) => date.toUTCString().replace('GMT', '+0000');

// Near enough for a stand-in: what is in the 7-bit alphabet counts one, the extended ones two.
const basic = /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]*$/;

export function segmentsOf(body: string): number {
	if (!basic.test(body)) return body.length <= 70 ? 1 : Math.ceil(body.length / 67);
	const length = body.length + (body.match(/[\^{}\\[~\]|€]/g)?.length ?? 0);
	return length <= 160 ? 1 : Math.ceil(length / 153);
}

function same(a: string, b: string): boolean {
	const [left, right] = [Buffer.from(a), Buffer.from(b)];
	return left.length === right.length && timingSafeEqual(left, right);
}
