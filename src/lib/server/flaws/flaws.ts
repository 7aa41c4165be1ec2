// Which product fails how, again and again, in which lots, since when, and how sure that is. A finding states its evidence; a sound
// product yields none. What was found first when is never rewritten. Nothing here judges a person.
export { adviseOn, type Advice } from './advice.ts';
export { analyse, type Analysed } from './analysis.ts';
export { findingFields, findingsPage, wholeFinding } from './api.ts';
export { assess, tiers, type Assessed, type Assessment, type Tier } from './assess.ts';
export { causeOf, type Cause } from './cause.ts';
export type { Evidence } from './evidence.ts';
export {
	findFinding,
	fixMeasured,
	listFindings,
	states,
	type Filter,
	type Finding,
	type Order,
	type WholeFinding,
	type State
} from './findings.ts';
export { lookAt, type Catalogue, type Look } from './look.ts';
export type { Content, Summary } from './portrait.ts';
export { latestRun, requestAnalysis, type Run } from './runs.ts';
export { subscribe, subscriptionOf } from './subscriptions.ts';
export { possibleOwners, stepsOf, takeStep, type StepRow } from './working.ts';
