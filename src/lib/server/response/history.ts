// The feed of history answers from an earlier survey tool. They are marked as imported and never mixed
// up with answers given through a link; an interaction that has an answer keeps it.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { identifier, moment, word, words as freeWords, type Feed, type Stored } from '../intake/intake.ts';
import {
	codesOf,
	currentQuestionnaire,
	knownQuestions,
	longestWords,
	type Question
} from '../survey/survey.ts';
import { compareHistory, insertHistory, type ImportedAnswer } from './queries.ts';
import { receiptFrom } from './receipt.ts';
import { importedTrace } from './traces.ts';
import type { Vault } from '../vault.ts';

/** What a history answer may say to a question: its codes; scales as numbers. */
function replySchema(question: Question): z.ZodType {
	if (question.type === 'text') return freeWords(longestWords);
	// A product's own failure modes are not known here: any code is kept as it came.
	if (question.optionsFrom) return word;
	const codes = codesOf(question);
	const message = `must be one of ${codes.join(', ')}`;
	const one = z
		.union([z.string(), z.number()])
		.refine((value) => codes.includes(String(value)), message)
		.transform((value) =>
			question.type === 'scale' && /^\d+$/.test(String(value)) ? Number(value) : String(value)
		);
	return question.type === 'several' ? z.array(one, message).min(1, 'must not be empty') : one;
}

export const answerFields = {
	lists: knownQuestions.filter((question) => question.type === 'several').map((question) => question.key),
	numbers: ['seconds']
};

const schema = z.strictObject({
	id: identifier,
	interaction: identifier,
	answered_at: moment,
	seconds: z.number('must be a number').min(0, 'must not be negative').max(10_000_000).optional(),
	network: word.optional(),
	device: word.optional(),
	...Object.fromEntries(knownQuestions.map((question) => [question.key, replySchema(question).optional()]))
});

const textKeys = knownQuestions
	.filter((question) => question.type === 'text')
	.map((question) => question.key);

export const answersFeed: Feed = {
	schema,
	identify: (record) => (record as { id: string }).id,
	async store(records, { sql, vault, now }) {
		const { version } = await currentQuestionnaire(sql);
		const answers = (records as z.infer<typeof schema>[]).map((record) => toAnswer(vault, record, version));
		const inserted = await insertHistory(sql, answers, now);
		const repeated = answers.filter((answer) => !inserted.has(answer.importedAs));
		const taken = new Map((await compareHistory(sql, repeated)).map((answer) => [answer.importedAs, answer]));

		const fresh = new Set(inserted);
		return answers.map(({ importedAs }): Stored => {
			// The first of several equal ids in one batch is the one that was inserted.
			if (fresh.delete(importedAs)) return 'accepted';
			const { sameId, equal } = taken.get(importedAs) ?? { sameId: true, equal: true };
			if (!sameId) return [{ path: 'interaction', message: 'has an answer already, which stands' }];
			return equal
				? 'duplicate'
				: [{ path: 'id', message: 'was received with another content first, which stands' }];
		});
	}
};

function toAnswer(vault: Vault, record: z.infer<typeof schema>, questionnaire: number): ImportedAnswer {
	const { id, interaction, answered_at, seconds, network, device, ...said } = record;
	const replies = Object.entries(said).filter(
		([key, value]) => value !== undefined && !textKeys.includes(key)
	);
	const words = Object.entries(said).filter(([key, value]) => value !== undefined && textKeys.includes(key));
	return {
		importedAs: id,
		interaction,
		answeredAt: answered_at,
		seconds: seconds ?? null,
		trace: importedTrace(vault, { network, device }),
		questionnaire,
		receipt: receiptFrom(createHash('sha256').update(`imported ${id}`).digest()),
		replies: Object.fromEntries(replies),
		words: Object.fromEntries(words) as Record<string, string>
	};
}
