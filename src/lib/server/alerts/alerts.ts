// Alerts: who is told when something has happened or a figure has moved – staff by mail, other systems by webhooks. Nothing that is
// told holds a contact, a customer or a customer's words; it says what happened and where to look.
export { addRule, endRule, evaluateRules, listRules, type AlertRule, type RuleGiven } from './evaluating.ts';
export { digestMail } from './digests.ts';
export { eventTypes, noteEvents } from './events.ts';
export {
	addHook,
	deliver,
	endHook,
	listDeliveries,
	listHooks,
	resend,
	rotateSecret,
	tryHook,
	type Hook,
	type HookDelivery
} from './hooks.ts';
export { qualityMails, qualityMailsOf } from './mails.ts';
