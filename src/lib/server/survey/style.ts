// The conditions of a questionnaire as CSS, so that they work without JavaScript. Browsers that do not
// know :has() show every question, and the server drops what did not apply.
import { inputId } from '../../web/survey/input-id.ts';
import type { Condition, Question } from './questionnaire.ts';

/** Rules that show each conditional question when its condition holds. Expects settled conditions (see applicable). */
export function conditionalStyle(questions: Question[]): string {
	const byKey = new Map(questions.map((question) => [question.key, question]));
	const conditional = questions.filter((question) => question.when);
	if (conditional.length === 0) return '';
	const byConditions = Map.groupBy(conditional, ({ when }) => selector(reachable(when!, byKey), byKey));
	const shown = [...byConditions].map(
		([conditions, shownThen]) =>
			`${shownThen.map(({ key }) => `form${conditions} .q-${key}`).join(',')}{display:block}`
	);
	return `@supports selector(:has(*)){.q.if{display:none}${shown.join('')}}`;
}

/** An answer only counts while its own question is shown, so a condition includes those it refers to. */
function reachable(condition: Condition, byKey: Map<string, Question>): Condition {
	if ('answer' in condition) {
		const own = byKey.get(condition.answer)?.when;
		return own ? { all: [reachable(own, byKey), condition] } : condition;
	}
	if ('not' in condition) return { not: reachable(condition.not, byKey) };
	if ('any' in condition) return { any: condition.any.map((part) => reachable(part, byKey)) };
	if ('all' in condition) return { all: condition.all.map((part) => reachable(part, byKey)) };
	return condition;
}

/** A compound selector for the form: `:has(...)` parts side by side mean "and", `:is(…)` means "or". */
function selector(condition: Condition, byKey: Map<string, Question>): string {
	const part = (inner: Condition) => selector(inner, byKey);
	if ('answer' in condition) {
		const isAny = byKey.get(condition.answer)?.options?.every((option) => condition.in.includes(option.code));
		if (isAny) return `:has(.q-${condition.answer} :checked)`;
		return `:has(${condition.in.map((code) => `#${inputId(condition.answer, code)}:checked`).join(',')})`;
	}
	if ('not' in condition) return `:not(${part(condition.not)})`;
	if ('all' in condition) return [...new Set(condition.all.flatMap(flatten).map(part))].join('');
	if ('any' in condition) return `:is(${condition.any.map(part).join(',')})`;
	throw new Error('conditions on the interaction are settled before the style is made');
}

function flatten(condition: Condition): Condition[] {
	return 'all' in condition ? condition.all.flatMap(flatten) : [condition];
}
