// Members of staff as the tests play them, second factor and all.
import { Secret, TOTP } from 'otpauth';
import type { Page } from 'playwright-core';
import type { Pool } from '../../src/lib/server/database.ts';
import { addStaff, beginSession, sessionCookie, type Role } from '../../src/lib/server/identity/identity.ts';
import { vault } from './database.ts';

export const password = 'a good password';
const secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP';

/** What the authenticator app of every admin here shows at a moment. */
export const codeAt = (moment = new Date()) =>
	new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: moment.getTime() });

/** Somebody of this role; admins have a second factor. */
export async function makeStaff(sql: Pool, role: Role, email = `${role}@larkfield.example`): Promise<number> {
	const added = await addStaff(sql, { email, role, password }, new Date());
	if ('refused' in added) throw new Error(added.refused);
	if (role === 'admin')
		await sql`update staff set totp = ${vault.seal(`${added.id} ${secret}`)} where id = ${added.id}`;
	return added.id;
}

/** The cookie of a session that has everything it needs. */
export async function cookieOf(sql: Pool, staff: number): Promise<string> {
	const input = { staff, browser: 'a test', secondFactor: true, secure: false };
	const { value } = await beginSession(sql, input, new Date());
	return `${sessionCookie}=${value}`;
}

/** Signs in through the pages. */
export async function signIn(page: Page, origin: string, email: string) {
	await page.goto(`${origin}/sign-in`);
	await page.getByLabel('E-mail').fill(email);
	await page.getByLabel('Password').fill(password);
	await page.getByRole('button', { name: 'Sign in', exact: true }).click();
	if (!email.startsWith('admin')) return;
	await page.getByLabel('Six digits').fill(codeAt());
	await page.getByRole('button', { name: 'Go on' }).click();
}
