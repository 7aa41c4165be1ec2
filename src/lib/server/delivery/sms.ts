// SMS: what a provider has to do. A second one is one more file, and its protocol in the list.
import type { Config } from '../config.ts';
import type { Sms } from './transport.ts';
import { twilio } from './twilio.ts';

/** What a provider tells us. */
export type SmsHook =
	/** About a message of ours; nothing to report while it is on its way. `status`: the provider's number of what went wrong. */
	| { kind: 'status'; report: 'delivered' | 'failed' | 'bounced' | undefined; status: string | undefined }
	/** Somebody wrote to our number. */
	| {
			kind: 'text';
			id: string;
			from: string;
			text: string;
			/** The provider has said so itself: a second reply would only cost. */
			isAnswered: boolean;
	  };

export interface SmsPost {
	/** The public address it was posted to, as the provider called it. */
	url: string;
	signature: string | null;
	form: URLSearchParams;
}

export interface SmsProvider {
	connect(
		address: string,
		options: { statusUrl(reference: string): string; phoneCountry: string | undefined }
	): Sms;
	/** Undefined: not from the provider. */
	hear(address: string, post: SmsPost): Promise<SmsHook | undefined>;
	/** What answers a text; empty: nothing is said. */
	reply(text: string): { type: string; body: string };
}

const providers: Record<string, SmsProvider> = { 'twilio:': twilio };

export const providerOf = (address: string): SmsProvider => providers[new URL(address).protocol]!;

type Settings = Pick<Config, 'SMS_URL' | 'ORIGIN' | 'PHONE_COUNTRY'>;

/** Undefined where none is configured. */
export function connectSms({ SMS_URL, ORIGIN, PHONE_COUNTRY }: Settings): Sms | undefined {
	if (!SMS_URL) return undefined;
	const statusUrl = (reference: string) => `${ORIGIN}/incoming/sms/${reference}`;
	return providerOf(SMS_URL).connect(SMS_URL, { statusUrl, phoneCountry: PHONE_COUNTRY });
}
