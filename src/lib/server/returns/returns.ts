// Units coming back: which are one lineage, what each return counts as, what is wrong with the data. Returns are never judged
// alone: a repeat is a repeat because of its lineage, a failure because a customer or a specific code says so.
export { Columns } from './columns.ts';
export { Facts, ProductFacts, type Batch } from './facts.ts';
export { noDay, type ReturnList } from './lists.ts';
export { nobody, Words } from './names.ts';
export { loadFacts, type Extent, type Loaded } from './stored-facts.ts';
export { readingStatements } from './queries.ts';
export { defectsOf, type Defect } from './quality.ts';
export { lineagesOf, type Lineages } from './lineages.ts';
export { endsUse, resolveReturn, type DayNumber, type Kind, type Reason, type Resolved } from './rules.ts';
export { sold, weightOf, type Sales } from './units.ts';
