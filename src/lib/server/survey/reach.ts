// Every way through a questionnaire: which questions somebody can reach, how many one customer is asked at
// most, and what stands on the first screen. Pure. Replies that no condition tells apart are followed once, and
// whether a question can be reached is decided by what it depends on alone; both keep the ways few.
import { toClauses } from './clauses.ts';
import type { Question } from './questionnaire.ts';
import { applicable, holds, type Applying, type Asked } from './rules.ts';

export interface Reach {
	/** Questions nobody can reach. */
	unreachable: string[];
	/** Questions one customer is asked at most; where the ways are too many to follow, all there are. */
	longest: number;
	/** Questions shown before anything is answered: the fewest and the most. */
	firstLeast: number;
	first: number;
}

const mostSteps = 100_000;
/** Options of one question that lead to different places, beyond which only some of their combinations are followed. */
const mostTelling = 8;

export function reachOf(questions: Question[]): Reach {
	const each = interactionsOf(questions).map((asked) => new Ways(applicable(questions, asked)));
	const firsts = each.map((ways) => ways.first());
	const longest = each.map((ways) => ways.longest());
	return {
		unreachable: questions.map(({ key }) => key).filter((key) => !each.some((ways) => ways.canReach(key))),
		longest: longest.includes(undefined) ? questions.length : Math.max(0, ...(longest as number[])),
		firstLeast: Math.min(...firsts),
		first: Math.max(...firsts)
	};
}

/** Interactions that conditions can tell apart. */
function interactionsOf(questions: Question[]): Asked[] {
	const tests = questions.flatMap(({ when }) => toClauses(when).flat());
	const kinds = new Set(tests.filter(({ on }) => on === '@kind').flatMap((test) => test.in));
	return [...kinds, ' any other'].flatMap((kind) =>
		[true, false].flatMap((product) =>
			[true, false].map((promise) => ({ kind, product, promise, failureModes: [] }))
		)
	);
}

/** The ways through the questions of one interaction. */
class Ways {
	#questions: Applying[];
	/** Keys a question's condition names. */
	#dependsOn: Map<string, string[]>;
	#branches = new Map<string, string[][]>();

	constructor(questions: Applying[]) {
		this.#questions = questions;
		this.#dependsOn = new Map(
			questions.map(({ key, when }) => [key, toClauses(when).flatMap((clause) => clause.map(({ on }) => on))])
		);
	}

	first(): number {
		return this.#questions.filter(({ when }) => !when || holds(when, new Map())).length;
	}

	/** Undefined where there are too many ways to follow. */
	longest(): number | undefined {
		let most = 0;
		const isComplete = this.#walk(this.#questions, (seen) => void (most = Math.max(most, seen.length)));
		return isComplete && this.#questions.every(isFollowedWhole(this.#questions)) ? most : undefined;
	}

	/** True as well where the ways are too many to be sure that it cannot. */
	canReach(key: string): boolean {
		const needed = this.#neededFor(key);
		if (!needed.has(key)) return false;
		let found = false;
		const isComplete = this.#walk(
			this.#questions.filter((question) => needed.has(question.key)),
			(seen) => void (found ||= seen.includes(key))
		);
		const all = this.#questions.filter((question) => needed.has(question.key));
		return found || !isComplete || !all.every(isFollowedWhole(this.#questions));
	}

	/** A question with everything it depends on, directly or not. */
	#neededFor(key: string): Set<string> {
		const needed = new Set<string>();
		const waiting = [key];
		for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
			if (needed.has(next) || !this.#dependsOn.has(next)) continue;
			needed.add(next);
			waiting.push(...this.#dependsOn.get(next)!);
		}
		return needed;
	}

	/** Follows every way through these questions, telling which were shown; false if it had to give up. */
	#walk(questions: Applying[], tell: (seen: string[]) => void): boolean {
		let steps = 0;
		const step = (index: number, chosen: Map<string, string[]>, seen: string[]): void => {
			if (++steps > mostSteps) return;
			const question = questions[index];
			if (!question) return tell(seen);
			if (question.when && !holds(question.when, chosen)) return step(index + 1, chosen, seen);
			for (const codes of this.#branchesOf(question))
				step(index + 1, codes.length > 0 ? new Map([...chosen, [question.key, codes]]) : chosen, [
					...seen,
					question.key
				]);
		};
		step(0, new Map(), []);
		return steps <= mostSteps;
	}

	/** The replies to a question that conditions can tell apart; an empty one is "left open". */
	#branchesOf(question: Applying): string[][] {
		const known = this.#branches.get(question.key) ?? branchesOf(question, this.#questions);
		this.#branches.set(question.key, known);
		return known;
	}
}

/** One option of each kind that conditions tell apart; none where no condition names the question. */
function tellingOf(question: Applying, questions: Applying[]): string[] {
	const tests = questions
		.flatMap(({ when }) => toClauses(when).flat())
		.filter(({ on }) => on === question.key);
	if (tests.length === 0) return [];
	const signature = (code: string) => tests.map((test) => Number(test.in.includes(code))).join('');
	return [...Map.groupBy(question.options, ({ code }) => signature(code)).values()].map(
		([option]) => option!.code
	);
}

const isFollowedWhole = (questions: Applying[]) => (question: Applying) =>
	question.type !== 'several' || tellingOf(question, questions).length <= mostTelling;

function branchesOf(question: Applying, questions: Applying[]): string[][] {
	const telling = tellingOf(question, questions);
	if (telling.length === 0) return [question.options[0] ? [question.options[0].code] : []];
	const open = question.required ? [] : [[]];
	if (question.type !== 'several') return [...open, ...telling.map((code) => [code])];
	const together = telling.filter((code) => code !== question.alone);
	const alone = telling.filter((code) => code === question.alone).map((code) => [code]);
	return [...open, ...alone, ...combinationsOf(together)];
}

function combinationsOf(codes: string[]): string[][] {
	if (codes.length > mostTelling)
		return [
			...codes.map((code) => [code]),
			...codes.map((code) => codes.filter((other) => other !== code)),
			codes
		];
	const all = codes.reduce<string[][]>((sets, code) => [...sets, ...sets.map((set) => [...set, code])], [[]]);
	return all.filter((set) => set.length > 0);
}
