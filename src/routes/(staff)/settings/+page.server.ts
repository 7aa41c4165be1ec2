import { mayOpen } from '#lib/server/identity/access.ts';

const pages = [
	['questionnaire', 'Questionnaire', 'What customers are asked, when, and in which languages.'],
	['look', 'Look', 'The company’s name, colour and logo on everything a customer sees.'],
	['asking', 'Asking', 'Who is asked, when and how often.'],
	['cases', 'Cases', 'Which answers open a case, how soon it is taken up, templates for replies.'],
	['alerts', 'Alerts and digests', 'When a figure moves, and what you hear of by mail.'],
	['hooks', 'Webhooks', 'What other systems are told as it happens.'],
	['wording', 'Messages', 'Who messages come from and what they say, by brand and language.'],
	['delivery', 'Delivery', 'What is waiting to be sent, what failed, and what came back.'],
	['retention', 'Retention', 'How long addresses and words are kept.'],
	['networks', 'Networks', 'Where nobody should answer from: branches, staff.'],
	['proposals', 'Proposals', 'Changes that wait for a second person, and those decided.'],
	['ledger', 'Ledger', 'Whether the record still is what it was, and what staff did.'],
	['staff', 'Staff', 'Who may sign in, as what.'],
	['uploads', 'Uploads', 'Every feed from a CSV file, with a look before anything is stored.'],
	['keys', 'API keys', 'For other systems: feeds, reading, advice.'],
	['rights', 'Rights of customers', 'Hand over or erase what is held about one customer.']
];

export function load({ locals }) {
	const { role } = locals.staff!;
	return {
		pages: pages
			.filter(([path]) => mayOpen(`/(staff)/settings/${path}`, 'GET', role) === 'allowed')
			.map(([path, name, about]) => ({ href: `/settings/${path}`, name: name!, about: about! }))
	};
}
