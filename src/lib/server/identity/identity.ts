// Identity: staff with roles, how they sign in, their sessions, and API keys of other systems. Secrets are stored as
// hashes or sealed, and shown once. Reps are not users.
export const roles = ['admin', 'quality', 'product'] as const;
export type Role = (typeof roles)[number];

export {
	addKey,
	checkKey,
	listKeys,
	perMinute,
	revokeKey,
	scopes,
	type KeyCheck,
	type Scope
} from './keys.ts';
export { answerLetter, askForReset, openLetter, readLetter, type Letter } from './letters.ts';
export { changePassword, checkPassword, hasPassword, shortestPassword } from './passwords.ts';
export { findByProvider, leaveForProvider, returnFromProvider, type Provider } from './provider.ts';
export {
	countRecoveryCodes,
	enrolSecondFactor,
	offerSecondFactor,
	readOffer,
	renewRecoveryCodes,
	resetSecondFactor,
	takeCode
} from './second-factor.ts';
export {
	beginSession,
	createSessions,
	endSession,
	endSessions,
	listSessions,
	readSession,
	sessionCookie,
	type Asking,
	type SignedIn
} from './sessions.ts';
export { completeSetup, isSetupOpen, offerSetup } from './setup.ts';
export {
	addressOf,
	addStaff,
	changeStaff,
	inviteStaff,
	listQualityStaff,
	listStaff,
	type StaffChange
} from './staff.ts';
export { knownCookie, mayTry, rememberBrowser, sweepThrottles, take } from './throttle.ts';
