import type { Asking, SignedIn } from '#lib/server/identity/identity.ts';
import type { Language } from '#lib/web/languages/languages.ts';

declare global {
	namespace App {
		interface Locals {
			staff: SignedIn | null;
			/** Somebody who has signed in by half: the second factor is missing. */
			pending: Asking | null;
			/** Headers that tell a key's holder how much more may be asked. */
			limits?: Record<string, string>;
			/** SHA-256 of each style sheet inside a customer's page, for its content security policy. */
			styleHashes: string[];
			language: Language;
			/** Chosen on the page by its reader. */
			chosenLanguage: Language | undefined;
		}
		interface Error {
			message: string;
			/** What to do about it. */
			advice?: string;
			/** On pages for customers: what the problem is told in. */
			language?: Language;
		}
	}
}
