// Units coming back: which are one lineage, what each return counts as, what is wrong with the data. Returns are never judged
// alone: a repeat is a repeat because of its lineage, a failure because a customer or a specific code says so.
export { Facts, ProductFacts, sold, type Batch } from './facts.ts';
export { loadFacts, type Extent, type Loaded } from './stored-facts.ts';
export { readingStatements } from './queries.ts';
export { defectsOf, type Defect } from './quality.ts';
export { lineagesOf, type Lineages } from './lineages.ts';
export {
	endsUse,
	nobody,
	resolveReturn,
	type AnswerFact,
	type DayNumber,
	type Kind,
	type Reason,
	type Resolved,
	type ReturnFact
} from './rules.ts';
