// Intake: everything arriving from other systems. A record as first received stands; the same record
// again is a duplicate, a differing one is refused and kept as a trace. The reply never tells
// what became of an interaction, and no feed has a field that excludes one from being asked.
export { feeds, recogniseContact, type FeedName } from './feeds.ts';
export {
	receive,
	type Feed,
	type Received,
	type Reply,
	type Rejection,
	type Stored,
	type StoreContext
} from './receive.ts';
export { readCsv } from './csv.ts';
export { readJson, readNdjson, UnreadableInput, type Arriving } from './reading.ts';
export { word, moment, identifier, words } from './schema.ts';
