// The configuration: environment variables, validated once at start, all mistakes listed together.
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { domainToASCII } from 'node:url';
import { z } from 'zod';

const port = z.coerce.number<string>('must be a number').int().min(0).max(65535);

function isTwilio(text: string): boolean {
	if (!URL.canParse(text)) return false;
	const { protocol, username, password, hostname, searchParams } = new URL(text);
	const isFrom = searchParams.has('from') || searchParams.has('service');
	return protocol === 'twilio:' && username !== '' && password !== '' && hostname !== '' && isFrom;
}

/** The name and the address in "Name <address>". */
export function readSender(from: string): { name: string; address: string } {
	const [, name = '', address] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? ['', '', from.trim()];
	return { name, address: address! };
}

function isSender(text: string): boolean {
	const { name, address } = readSender(text);
	const at = address.lastIndexOf('@');
	const ascii = address.slice(0, at + 1) + domainToASCII(address.slice(at + 1));
	return z.email().safeParse(ascii).success && /^[^<>"\p{Cc}]{0,200}$/u.test(name);
}

/** What mails can be signed with: anything else would leave them unsigned without a word. */
function isRsaKey(key: string): boolean {
	try {
		return createPrivateKey(readKey(key)).asymmetricKeyType === 'rsa';
	} catch {
		return false;
	}
}

/** The key in a file, or in the variable itself, where line breaks may be written as \n. */
export const readKey = (key: string) =>
	existsSync(key) ? readFileSync(key, 'utf8') : key.replaceAll('\\n', '\n');

const environment = z.object({
	PORT: port.default(3000),
	HOST: z.string().default('127.0.0.1'),
	ORIGIN: z
		.url({ protocol: /^https?$/, error: 'must be an http(s) address such as https://ask.example.com' })
		.transform((url) => new URL(url).origin)
		.optional(),
	DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' }).optional(),
	REPORTS_DATABASE_URL: z
		.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// address' })
		.optional(),
	DATA_DIR: z.string().min(1).default('data'),
	SECRET_KEY: z.string().min(32, 'must have at least 32 characters of randomness').optional(),
	MAIL_URL: z.url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' }).optional(),
	MAIL_FROM: z
		.string()
		.refine((text) => isSender(text), { error: 'must be an address such as "Acme <ask@example.com>"' })
		.optional(),
	MAIL_REPLY_TO: z.email('must be an e-mail address').optional(),
	/** Where mail servers report what they could not deliver, if not to the sender's address. */
	MAIL_RETURN_TO: z.email('must be an e-mail address').optional(),
	DKIM_KEY: z
		.string()
		.refine((key) => isRsaKey(key), { error: 'must be a private RSA key (PEM), or a file that holds one' })
		.optional(),
	DKIM_SELECTOR: z
		.string()
		.regex(/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'must be a selector such as ungamed')
		.default('ungamed'),
	/** The mailbox that bounces, complaints and replies come to. */
	INBOX_URL: z
		.url({
			protocol: /^imaps?$/,
			error: 'must be an imaps:// address such as imaps://user:password@mail.example.com/INBOX'
		})
		.optional(),
	SMS_URL: z
		.string()
		.refine((text) => isTwilio(text), {
			error:
				'must be such as twilio://ACCOUNT_SID:AUTH_TOKEN@api.twilio.com?from=+15005550006 (or ?service=MG…)'
		})
		.optional(),
	PHONE_COUNTRY: z
		.string()
		.regex(/^[A-Z]{2}$/, 'must be a country of two letters such as GB')
		.optional(),
	LEDGER_DIR: z.string().min(1).optional(),
	CHECKPOINTS: z
		.string()
		.transform((text) => text.split(',').map((part) => part.trim()))
		.refine(
			(parts) => parts.every((part) => /^(mailto:[^\s@]+@[^\s@]+|https?:\/\/\S+)$/.test(part)),
			'must be addresses such as mailto:auditor@example.com or https://example.com/hook, separated by commas'
		)
		.default([]),
	/** Whether webhooks may go to private networks, and without encryption. */
	HOOKS_TO_PRIVATE: z.enum(['on', 'off'], 'must be on or off').default('off'),
	METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
	OIDC_ISSUER: z
		.url({ protocol: /^https?$/, error: 'must be the https:// address of an OpenID provider' })
		.refine(
			(url) => /^https:|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/]/.test(`${url}/`),
			'must be https, except on this machine itself'
		)
		.optional(),
	OIDC_CLIENT_ID: z.string().min(1).optional(),
	OIDC_CLIENT_SECRET: z.string().min(1).optional(),
	OIDC_NAME: z.string().min(1).max(60).default('your company account'),
	WORKER: z.enum(['inline', 'off'], 'must be inline or off').default('inline'),
	LOG_LEVEL: z
		.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent')
		.default('info')
});

/** What one variable demands of another. */
function missing(env: Record<string, string | undefined>): string[] {
	const mistakes: string[] = [];
	if (env.DATABASE_URL && !env.SECRET_KEY)
		mistakes.push(
			'SECRET_KEY is needed with DATABASE_URL: the same secret for every process, e.g. from "openssl rand -hex 32"'
		);
	if (env.MAIL_URL && !env.MAIL_FROM)
		mistakes.push('MAIL_FROM is needed with MAIL_URL: who the messages come from');
	for (const name of ['DKIM_KEY', 'INBOX_URL', 'MAIL_REPLY_TO', 'MAIL_RETURN_TO'])
		if (env[name] && !env.MAIL_URL) mistakes.push(`MAIL_URL is needed with ${name}`);
	const oidc = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'].filter((name) => !env[name]);
	if (oidc.length > 0 && oidc.length < 3)
		mistakes.push(
			`${oidc.join(' and ')} ${oidc.length > 1 ? 'are' : 'is'} missing: signing in through a provider needs all three`
		);
	if (env.CHECKPOINTS?.includes('mailto:') && !env.MAIL_URL)
		mistakes.push('MAIL_URL is needed with a mailto: address in CHECKPOINTS');
	if (!env.ORIGIN && env.HOST && env.HOST !== '127.0.0.1' && env.HOST !== 'localhost')
		mistakes.push('ORIGIN is needed when HOST is public: the address customers see in their links');
	return mistakes;
}

export type Config = Omit<z.infer<typeof environment>, 'ORIGIN'> & { ORIGIN: string };

/** Reads the configuration; refusals name each variable and what it must be. */
export function readConfig(
	env: Record<string, string | undefined>
): { config: Config } | { mistakes: string[] } {
	// An empty variable in a compose file or .env means "not set".
	const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
	const result = environment.safeParse(given);
	const wrong = result.error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`) ?? [];
	const mistakes = [...wrong, ...missing(given)];
	if (!result.success || mistakes.length > 0) return { mistakes };
	const values = result.data;
	return { config: { ...values, ORIGIN: values.ORIGIN ?? `http://localhost:${values.PORT}` } };
}

/** What customers know the company as: the name in MAIL_FROM. */
export function companyName({ MAIL_FROM }: Pick<Config, 'MAIL_FROM'>): string {
	return readSender(MAIL_FROM ?? '').name || 'Customer service';
}

/** For processes: prints every mistake and exits, so that a bad configuration never half-starts. */
export function configOrExit(env: Record<string, string | undefined>): Config {
	const result = readConfig(env);
	if ('config' in result) return result.config;
	const lines = [
		'Ungamed cannot start: the configuration has mistakes.',
		...result.mistakes.map((mistake) => `  ${mistake}`)
	];
	process.stderr.write(`${lines.join('\n')}\n`);
	process.exit(2);
}
