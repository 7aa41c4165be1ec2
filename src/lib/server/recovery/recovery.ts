// Recovery: putting one thing right with one customer. Cases are opened by the rules at once, or by somebody who read an answer; a
// clock runs until somebody takes one up. A case is the only way in which staff see how to reach somebody: they say why, and it is
// recorded before they see it. Whether it helped, only the customer says, through a link that nobody of the staff ever sees.
export { escalate, takeStep, type AskedStep } from './steps.ts';
export { openByRules, openCase } from './opening.ts';
export { showContact, type Reachable } from './contact.ts';
export { canReply } from './reply-queries.ts';
export {
	followUpQuestions,
	openFollowUp,
	sendFollowUp,
	takeFollowUp,
	type FollowUpTaken
} from './follow-ups.ts';
export { listTemplates, removeTemplate, saveTemplate, sendReply, type Template } from './replying.ts';
export {
	currentRules,
	findCase,
	listCases,
	listSteps,
	type CaseFilter,
	type CaseRow,
	type StepRow
} from './queries.ts';
export {
	acknowledgeBy,
	caseRules,
	remedies,
	type CaseRule,
	type RecoveryRules,
	type Remedy
} from './rules.ts';
export { changeRules, type GivenRules } from './terms.ts';
export { watchCases, watchingOf, type Watching } from './watching.ts';
