// What a session is worth. Pure.
import type { Role } from './identity.ts';

export type Standing = 'full' | 'code needed' | 'second factor needed' | 'ended';

export interface SessionFacts {
	role: Role;
	/** An authenticator app has been set up. */
	hasTotp: boolean;
	/** This session has shown it, or the identity provider vouched for one. */
	secondFactor: boolean;
	createdAt: Date;
}

/** Half a sign-in is good for the other half only, and not for long. */
const patience = 15 * 60_000;

export function standingOf({ role, hasTotp, secondFactor, createdAt }: SessionFacts, now: Date): Standing {
	if (secondFactor || (!hasTotp && role !== 'admin')) return 'full';
	if (now.getTime() - createdAt.getTime() > patience) return 'ended';
	return hasTotp ? 'code needed' : 'second factor needed';
}
