// Replies as short words for the desk: "eased: 4 of 5".

const questions: Record<string, string> = {
	overall: 'overall',
	resolved: 'resolved',
	contacts_needed: 'contacts needed',
	eased: 'eased',
	promise_kept: 'promise',
	told_upfront: 'told beforehand',
	respected: 'respected',
	asked_for_score: 'asked for a score',
	product_failed: 'product failed',
	failure_mode: 'how',
	failed_within: 'within a',
	same_failure_before: 'failed before',
	replacement_failed: 'replacement failed',
	wanted: 'wanted',
	stay: 'will come back',
	recommend: 'recommends',
	contact_me: 'may be contacted'
};

const outOfFive = new Set(['overall', 'eased', 'respected']);

const order = Object.keys(questions);
/** Questions of one's own come after the known ones. */
const place = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length);

/** Replies in the order in which they were asked. */
export function repliesInOrder(replies: Record<string, string | number | string[]>) {
	return Object.entries(replies).sort(([one], [other]) => place(one) - place(other));
}

/** A question in a word or two. */
export const questionInWords = (key: string) => questions[key] ?? key.replaceAll('_', ' ');

export function replyInWords(
	key: string,
	reply: string | number | string[]
): { question: string; reply: string } {
	const words = [reply]
		.flat()
		.map((code) => String(code).replaceAll('_', ' '))
		.join(', ');
	const isNumber = typeof reply === 'number' || /^\d+$/.test(String(reply));
	const scaled = isNumber && outOfFive.has(key) ? `${words} of 5` : words;
	return { question: questionInWords(key), reply: scaled };
}
