// Integrity: what bends figures, and what may be done about it. An answer is never deleted or changed: it is marked, for a
// reason, by one person and with the word of a second, and raw figures stay beside the adjusted ones. The same
// two people are needed to change what a figure means. Signs of gaming are looked for every night; a score alone accuses nobody.
export {
	decideProposal,
	listProposals,
	proposalsAbout,
	propose,
	type Change,
	type ProposalRow
} from './proposals.ts';
export { signalFields, signalRow, signalsPage } from './api.ts';
export { audit, type Audited } from './audit.ts';
export type { Detector, SubjectType } from './detector.ts';
export { detectors } from './detectors.ts';
export type { Answer, Encounter, Mark, ReturnSeen, Seen } from './encounters.ts';
export { look, type Looked, type SignalFound } from './looking.ts';
export {
	casesOf,
	latestAudit,
	listSignals,
	type AuditRow,
	type Case,
	type Signal,
	type SignalFilter
} from './signals.ts';
export type { SignalState } from './queries.ts';
export { noticeChanges, noticePromises, openDenial, sendNotice, takeDenial } from './notices.ts';
export { addNetwork, endNetwork, listNetworks, type NetworkRow } from './networks.ts';
