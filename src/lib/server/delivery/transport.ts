// What a channel is to the rest: something that takes a message for an address, and says what became of it. What comes back
// names no address: mail servers and phone networks like to quote it.
export type Sent =
	| 'sent'
	| {
			/** Trying again would not help. */
			permanent: boolean;
			/** It is the address itself: nothing sent to it will arrive. */
			isAddress?: boolean;
			why: string;
			/** As the other side numbers it, such as 5.1.1 or 21211. */
			status?: string;
	  };

export interface Transport<Content> {
	/** `reference`: see reference.ts; without one nothing is ever reported about the message. */
	send(to: string, content: Content, reference?: string): Promise<Sent>;
	close(): void;
}

export interface MailContent {
	subject: string;
	text: string;
	html: string;
	/** One-click unsubscribe (RFC 8058); only customers have one. */
	unsubscribe?: string;
	/** What a mailbox provider counts complaints by (Feedback-ID). */
	feedback?: string;
	/** Whom it comes from where that is not the company as a whole. */
	sender?: { name: string; address?: string; replyTo?: string };
}

export interface SmsContent {
	text: string;
}

export type Mail = Transport<MailContent>;
export type Sms = Transport<SmsContent>;

export interface Transports {
	mail: Mail;
	/** Undefined: no SMS can be sent. */
	sms?: Sms;
}
