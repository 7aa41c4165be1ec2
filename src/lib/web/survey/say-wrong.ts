// What is wrong with a reply, in the customer's language.
import type { Wrong } from '#lib/server/survey/survey.ts';
import type { Words } from '#lib/web/languages/languages.ts';

export function sayWrong({ wrong }: Words, problem: Wrong): string {
	if (problem.wrong === 'tooLong') return wrong.tooLong(problem.most, problem.length);
	if (problem.wrong === 'number') return wrong.number(problem.least, problem.most);
	return wrong[problem.wrong];
}
