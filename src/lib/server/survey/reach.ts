// Every way through a questionnaire: which questions somebody can reach, how many one customer is asked at
// most, and what stands on the first screen. Pure, and exact: replies that no condition tells
// apart are followed once.
import { toClauses } from './clauses.ts';
import type { Condition, Question } from './questionnaire.ts';
import { applicable, holds, type Applying, type Asked } from './rules.ts';

export interface Reach {
	reachable: Set<string>;
	/** Questions one customer is asked at most. */
	longest: number;
	/** Questions shown before anything is answered, at most. */
	first: number;
	/** False if there were too many ways to follow them all: then nothing is called unreachable. */
	isComplete: boolean;
}

const mostSteps = 300_000;

export function reachOf(questions: Question[]): Reach {
	const reach: Reach = { reachable: new Set(), longest: 0, first: 0, isComplete: true };
	let steps = 0;
	for (const asked of interactionsOf(questions)) {
		const applying = applicable(questions, asked);
		const branches = new Map(applying.map((question) => [question.key, branchesOf(question, applying)]));
		const begin = applying.filter(({ when }) => !when || holds(when, new Map())).length;
		reach.first = Math.max(reach.first, begin);

		const walk = (index: number, chosen: Map<string, string[]>, seen: number) => {
			if (++steps > mostSteps) return void (reach.isComplete = false);
			const question = applying[index];
			if (!question) return void (reach.longest = Math.max(reach.longest, seen));
			if (question.when && !holds(question.when, chosen)) return walk(index + 1, chosen, seen);
			reach.reachable.add(question.key);
			for (const codes of branches.get(question.key)!)
				walk(index + 1, codes.length > 0 ? new Map([...chosen, [question.key, codes]]) : chosen, seen + 1);
		};
		walk(0, new Map(), 0);
	}
	return reach;
}

/** Interactions that conditions can tell apart. */
function interactionsOf(questions: Question[]): Asked[] {
	const kinds = new Set(questions.flatMap(({ when }) => kindsIn(when)));
	return [...kinds, ' any other'].flatMap((kind) =>
		[true, false].flatMap((product) =>
			[true, false].map((promise) => ({ kind, product, promise, failureModes: [] }))
		)
	);
}

const kindsIn = (when: Condition | undefined) =>
	toClauses(when)
		.flat()
		.filter(({ on }) => on === '@kind')
		.flatMap((test) => test.in);

/** The replies to a question that conditions can tell apart; an empty one is "left open". */
function branchesOf(question: Applying, questions: Applying[]): string[][] {
	const tests = questions
		.flatMap(({ when }) => toClauses(when).flat())
		.filter(({ on }) => on === question.key);
	const open = question.required ? [] : [[]];
	if (tests.length === 0) return [question.options[0] ? [question.options[0].code] : []];
	const signature = (code: string) => tests.map((test) => Number(test.in.includes(code))).join('');
	const telling = [...Map.groupBy(question.options, ({ code }) => signature(code)).values()].map(
		([option]) => option!.code
	);
	if (question.type !== 'several') return [...open, ...telling.map((code) => [code])];
	const together = telling.filter((code) => code !== question.alone);
	const subsets = together.reduce<string[][]>(
		(all, code) => [...all, ...all.map((set) => [...set, code])],
		[[]]
	);
	const alone = telling.filter((code) => code === question.alone).map((code) => [code]);
	return [...open, ...alone, ...subsets.filter((set) => set.length > 0)];
}
