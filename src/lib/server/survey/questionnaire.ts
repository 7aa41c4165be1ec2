// The shape of a questionnaire. Codes are stored and compared; wording is only shown.
import type { Language } from '../../web/languages/languages.ts';

export interface Questionnaire {
	version: number;
	/** The languages it is asked in, the first one where nothing better is known. */
	languages: Language[];
	questions: Question[];
}

/** By language; a plain text reads the same in all of them (numerals, names). */
export type Wording = string | Partial<Record<Language, string>>;

export const questionTypes = ['scale', 'choice', 'several', 'yes_no', 'number', 'text'] as const;

export interface Question {
	key: string;
	type: (typeof questionTypes)[number];
	ask: Wording;
	hint?: Wording;
	/** What the ends of a scale mean. */
	low?: Wording;
	high?: Wording;
	/** In the order shown. A failure mode question takes the product's own list before these. */
	options?: Option[];
	optionsFrom?: 'failure_modes';
	/** The option beside which free words may be given. */
	wordsWith?: string;
	/** The option that excludes the others (several only). */
	alone?: string;
	/** Bounds of a number, whole and not negative. */
	least?: number;
	most?: number;
	required?: boolean;
	/** Asked only when this holds; always asked without it. */
	when?: Condition;
}

export interface Option {
	code: string;
	label: Wording;
}

export type Condition =
	| { all: Condition[] }
	| { any: Condition[] }
	| { not: Condition }
	/** An earlier question was answered with one of these codes. */
	| { answer: string; in: string[] }
	/** Something known about the interaction. */
	| { interaction: 'product' | 'promise' }
	| { kind: string[] };
