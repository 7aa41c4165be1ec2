// Ledger: the append-only record of everything decided, sent, answered, annotated, changed and done. A Merkle tree over
// salted commitments (RFC 6962), with signed checkpoints kept outside the database. It holds no personal data,
// prevents nothing, and makes every later change evident to whoever keeps a checkpoint. Must never: sign
// a history that does not continue the one signed before.
export { makeCheckpoint, type Checkpointed, type Checkpointing } from './checkpointing.ts';
export { knownCheckpoints, logName, signLedger, verifyAll } from './keeping.ts';
export { leafHash, rootOfInclusion } from './merkle.ts';
export {
	findNotes,
	readCheckpoint,
	readProof,
	readVerifierKey,
	verifierKey,
	type Checkpoint
} from './note.ts';
export { outsideIn, type Outside } from './outside.ts';
export { proveRecord, type Proven } from './proving.ts';
export { appendRecords, countRecords, findCheckpoint, newestCheckpoint } from './queries.ts';
export { sealOfErasure } from './sealing.ts';
export { verifyLedger, type Misfit, type Verification } from './verifying.ts';
export { listActions, recordAction, type Action, type ActionRow } from './actions.ts';
