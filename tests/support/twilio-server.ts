// Twilio on loopback: takes messages over its REST API, and calls back about them with its signature.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { checkAccess, checkMessage, errorBody, messageOf, newSid, segmentsOf } from './twilio-rules.ts';
import type { Account, Message, Refusal } from './twilio-rules.ts';

/** lost: the message is taken, and the connection cut before the answer. */
export type Trouble = 429 | 500 | 'hang' | 'cut' | 'lost';
export type Status = 'queued' | 'sending' | 'sent' | 'delivered' | 'undelivered' | 'failed';

export interface Received {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	form: URLSearchParams;
	status?: number;
}

export interface TwilioServer {
	url: string;
	requests: Received[];
	messages: (Message & { callback: string | null })[];
	/** Numbers that texted STOP. */
	stopped: Set<string>;
	/** Answers every request so until told otherwise. */
	trouble(trouble: Trouble | undefined): void;
	sendStatus(sid: string, status: Status, extra?: { errorCode?: number }): Promise<Response>;
	sendInbound(url: string, text: { from: string; to: string; body: string }): Promise<Response>;
	stop(): Promise<void>;
}

// Fixed by the documents; the messages to both are only for reading.
const troubles: Record<429 | 500, Refusal> = {
	429: { status: 429, code: 20429, message: 'Too Many Requests' },
	500: { status: 500, code: 20500, message: 'An internal server error has occurred' }
};

export async function startTwilio(account: Account): Promise<TwilioServer> {
	const requests: Received[] = [];
	const messages: TwilioServer['messages'] = [];
	const stopped = new Set<string>();
	let trouble: Trouble | undefined;

	const server = createServer(async (request, response) => {
		const now = trouble;
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk);
		const { pathname: path } = new URL(request.url!, 'http://twilio');
		const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
		const form = new URLSearchParams(isForm ? Buffer.concat(chunks).toString() : '');
		const received: Received = { method: request.method!, path, headers: request.headers, form };
		requests.push(received);
		if (now === 'hang') return;
		if (now === 'cut') return void request.socket.destroy();
		const answer = (status: number, body: object) => {
			if (now === 'lost') return void request.socket.destroy();
			received.status = status;
			reply(response, status, body);
		};
		const refuse = (refusal: Refusal) => answer(refusal.status, errorBody(refusal));

		if (now === 429 || now === 500) return refuse(troubles[now]);
		const access = checkAccess(account, path, request.headers.authorization);
		if (access) return refuse(access);
		if (request.method === 'GET') {
			const asked = messages.find(({ uri }) => uri === path);
			if (asked) return answer(200, asked);
			return refuse({ status: 404, code: 20404, message: `The requested resource ${path} was not found` });
		}
		const wrong = checkMessage(form, stopped);
		if (wrong) return refuse(wrong);
		const message = messageOf(form, account);
		messages.push({ ...message, callback: form.get('StatusCallback') });
		answer(201, message);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	// https://www.twilio.com/docs/usage/security: the address as called, then every name and value by name.
	const call = (url: string, fields: Record<string, string>) => {
		const signed = Object.keys(fields)
			.sort()
			.reduce((text, name) => text + name + fields[name], url);
		const signature = createHmac('sha1', account.token).update(signed, 'utf8').digest('base64');
		const headers = { 'x-twilio-signature': signature, 'user-agent': 'TwilioProxy/1.1' };
		return fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields), redirect: 'manual' });
	};
	const common = (sid: string) => ({
		AccountSid: account.sid,
		ApiVersion: '2010-04-01',
		MessageSid: sid,
		SmsSid: sid
	});

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		requests,
		messages,
		stopped,
		trouble: (next) => void (trouble = next),
		sendStatus(sid, status, { errorCode } = {}) {
			const message = messages.find((message) => message.sid === sid);
			if (!message?.callback) throw new Error(`nobody to tell about ${sid}`);
			Object.assign(message, { status, error_code: errorCode ?? null });
			return call(message.callback, {
				...common(sid),
				MessageStatus: status,
				SmsStatus: status,
				From: message.from ?? '+15005550006',
				To: message.to!,
				...(message.messaging_service_sid && { MessagingServiceSid: message.messaging_service_sid }),
				...(errorCode && { ErrorCode: String(errorCode) })
			});
		},
		sendInbound(url, { from, to, body }) {
			// Twilio keeps the list by itself, whatever the webhook answers.
			const word = body.trim().toUpperCase();
			if (['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'].includes(word)) stopped.add(from);
			if (['START', 'YES', 'UNSTOP'].includes(word)) stopped.delete(from);
			const sid = newSid('SM');
			const fields = { SmsMessageSid: sid, SmsStatus: 'received', NumMedia: '0', FromCity: '', FromZip: '' };
			const segments = { NumSegments: String(segmentsOf(body)) };
			return call(url, { ...common(sid), ...fields, ...segments, From: from, To: to, Body: body });
		},
		stop() {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
}

function reply(response: ServerResponse, status: number, body: object) {
	response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' });
	response.end(JSON.stringify(body));
}
