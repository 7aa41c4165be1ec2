// The shape of a questionnaire. Codes are stored and compared; wording is only shown.

export interface Questionnaire {
	version: number;
	questions: Question[];
}

export interface Question {
	key: string;
	type: 'scale' | 'choice' | 'several' | 'text';
	ask: string;
	hint?: string;
	/** What the ends of a scale mean. */
	low?: string;
	high?: string;
	/** In the order shown. A failure mode question takes the product's own list before these. */
	options?: Option[];
	optionsFrom?: 'failure_modes';
	/** The option beside which free words may be given. */
	wordsWith?: string;
	/** The option that excludes the others (several only). */
	alone?: string;
	required?: boolean;
	/** Asked only when this holds; always asked without it. */
	when?: Condition;
}

export interface Option {
	code: string;
	label: string;
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
