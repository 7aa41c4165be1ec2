import type { SignedIn } from '#lib/server/identity/identity.ts';

declare global {
	namespace App {
		interface Locals {
			staff: SignedIn | null;
			/** SHA-256 of the one style sheet a page carries, for its content security policy. */
			styleHash?: string;
			language: string;
		}
		interface Error {
			message: string;
			/** What to do about it. */
			advice?: string;
		}
	}
}
