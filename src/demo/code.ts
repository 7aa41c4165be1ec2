// The demo's admin has a second factor like every admin; what their authenticator app would show is said on request.
import { Secret, TOTP } from 'otpauth';
import type { Sql } from '#lib/server/database.ts';
import type { Vault } from '#lib/server/vault.ts';

/** No secret at all: it stands in the source. */
const secret = 'LARKFIELDDEMO2345LARKFIELDDEMO23';

export const codeNow = (moment: Date): string =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: moment.getTime() });

export async function giveSecondFactor(sql: Sql, vault: Vault, staff: number) {
	await sql`update staff set totp = ${vault.seal(`${staff} ${secret}`)} where id = ${staff}`;
}
