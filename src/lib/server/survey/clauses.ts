// Conditions as people edit them: every clause must hold, and a clause holds when one of its tests does.
// Any condition can be written so (conjunctive normal form), and what was written so reads back the same.
import type { Condition } from './questionnaire.ts';

export interface Test {
	/** Key of an earlier question, or something about the interaction. */
	on: string;
	in: string[];
	not: boolean;
}

export type Clause = Test[];

export const onInteraction = ['@product', '@promise', '@kind'] as const;

export function toClauses(condition: Condition | undefined): Clause[] {
	return condition ? clausesOf(condition, false).map(merged) : [];
}

function clausesOf(condition: Condition, negated: boolean): Clause[] {
	if ('not' in condition) return clausesOf(condition.not, !negated);
	if ('all' in condition || 'any' in condition) {
		const parts = 'all' in condition ? condition.all : condition.any;
		const each = parts.map((part) => clausesOf(part, negated));
		// "all" stays "all" unless it is negated (De Morgan).
		if ('all' in condition !== negated) return each.flat();
		return each.reduce<Clause[]>((one, other) => one.flatMap((a) => other.map((b) => [...a, ...b])), [[]]);
	}
	return [[testOf(condition, negated)]];
}

function testOf(condition: Condition, not: boolean): Test {
	if ('answer' in condition) return { on: condition.answer, in: condition.in, not };
	if ('interaction' in condition) return { on: `@${condition.interaction}`, in: ['yes'], not };
	if ('kind' in condition) return { on: '@kind', in: condition.kind, not };
	throw new Error('not a single test');
}

/** Two tests on one thing in one clause are one test: "1 or 2". */
function merged(clause: Clause): Clause {
	const result: Clause = [];
	for (const test of clause) {
		const same = result.find((other) => other.on === test.on && other.not === test.not);
		if (!same) result.push({ ...test, in: [...test.in] });
		else if (test.not) same.in = same.in.filter((code) => test.in.includes(code));
		else same.in = [...new Set([...same.in, ...test.in])];
	}
	return result;
}

export function fromClauses(clauses: Clause[]): Condition | undefined {
	const all = clauses
		.filter((clause) => clause.length > 0)
		.map((clause) => one('any', clause.map(conditionOf)));
	return all.length === 0 ? undefined : one('all', all);
}

function conditionOf({ on, in: codes, not }: Test): Condition {
	const condition: Condition =
		on === '@kind'
			? { kind: codes }
			: on.startsWith('@')
				? { interaction: on.slice(1) as 'product' | 'promise' }
				: { answer: on, in: codes };
	return not ? { not: condition } : condition;
}

function one(how: 'any' | 'all', parts: Condition[]): Condition {
	return parts.length === 1 ? parts[0]! : ({ [how]: parts } as Condition);
}

/** Every test of a condition. */
export const testsOf = (condition: Condition | undefined): Test[] => toClauses(condition).flat();

/** "overall is 1, 2 or 3; and product_failed is not yes" */
export function inPlainWords(condition: Condition | undefined): string {
	return toClauses(condition)
		.map((clause) => clause.map(testInWords).join(', or '))
		.join('; and ');
}

const listed = new Intl.ListFormat('en', { type: 'disjunction' });

function testInWords({ on, in: codes, not }: Test): string {
	if (on === '@product' || on === '@promise') return `the interaction has ${not ? 'no' : 'a'} ${on.slice(1)}`;
	if (on === '@kind') return `it is ${not ? 'not ' : ''}a ${listed.format(codes)}`;
	return `${on} is ${not ? 'not ' : ''}${listed.format(codes)}`;
}
