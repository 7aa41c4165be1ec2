// Units coming back: which are one lineage, what each return counts as, what is wrong with the data. Returns are never judged
// alone: a repeat is a repeat because of its lineage, a failure because a customer or a specific code says so.
export { Facts, ProductFacts, readFacts, sold, UnitList, type Batch } from './facts.ts';
export { lineagesOf, type Lineages, type Replacement } from './lineages.ts';
export {
	endsUse,
	resolveReturn,
	type AnswerFact,
	type DayNumber,
	type Kind,
	type Reason,
	type Resolved,
	type ReturnFact
} from './rules.ts';
