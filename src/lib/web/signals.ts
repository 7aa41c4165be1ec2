// Words for signals: what each detector counts, of what, and the marks on answers. Browser-safe.

export interface SignalWords {
	title: string;
	/** What was counted: "… of 68 answers". */
	of: string;
	/** What they show: "… say that they were asked for a score". */
	trace: string;
}

const words: Record<string, SignalWords> = {
	asked_for_score: {
		title: 'Customers were asked for a score',
		of: 'answers',
		trace: 'say that someone asked for a particular score, or told them what counts'
	},
	hollow_scores: {
		title: 'Top scores the answers contradict',
		of: 'answers',
		trace:
			'give the highest score and say that nothing was solved, a promise was broken or nobody eased the trouble'
	},
	pressure: { title: 'Customers felt pressed', of: 'answers', trace: 'say that they felt pressed' },
	few_answers: {
		title: 'Messages leave, answers do not come',
		of: 'delivered invitations',
		trace: 'stay unanswered'
	},
	offers: {
		title: 'Customers were offered something',
		of: 'answers',
		trace: 'say that something was offered'
	},
	late_posts: {
		title: 'Attempts to answer again',
		of: 'answers',
		trace: 'were followed by another attempt through the same link'
	},
	swapped_contacts: {
		title: 'Addresses entered by the rep look false',
		of: 'addresses entered by the rep',
		trace: 'bounce, are denied by the customer, are used for many, or answer oddly'
	},
	denied_contacts: {
		title: 'Customers deny the change of address',
		of: 'changed addresses',
		trace: 'are denied by the customer at the old one'
	},
	bounces: {
		title: 'Entered addresses bounce',
		of: 'messages',
		trace: 'went to an address the rep had entered, and came back'
	},
	self_answered: {
		title: 'Answers that look self-made',
		of: 'answers',
		trace:
			'came from a branch network, from one place shared by this rep’s customers, in a burst, or in no time to the highest score'
	},
	shared_destinations: {
		title: 'One mailbox for many customers',
		of: 'interactions with an address',
		trace: 'use an address that serves three or more customers, most of them this rep’s'
	},
	young_contacts: {
		title: 'Addresses entered just before',
		of: 'reachable interactions',
		trace: 'would be asked at an address the rep had entered within two weeks'
	},
	missing_contacts: { title: 'No address', of: 'interactions', trace: 'have no address, or “declined”' },
	suppressed: {
		title: 'The unhappy cannot be reached',
		of: 'interactions',
		trace: 'lead to nobody who could be asked – the more so where there was reason to complain'
	},
	removed_contacts: {
		title: 'Addresses taken away',
		of: 'interactions',
		trace: 'had their address taken away by the rep – the more so where there was reason to complain'
	},
	unlogged: { title: 'Returns without an interaction', of: 'returns', trace: 'belong to no interaction' },
	uncounted: {
		title: 'More counted than logged',
		of: 'counted encounters',
		trace: 'are missing from the feed, by what till, telephone or returns desk counted'
	},
	rare_kinds: {
		title: 'Kinds hardly anybody else uses',
		of: 'interactions',
		trace: 'stand under a kind that makes less than 4 % of all'
	},
	split_visits: {
		title: 'Visits split',
		of: 'interactions',
		trace: 'follow another of the same customer within the hour'
	},
	parked_visits: {
		title: 'Interactions left open',
		of: 'interactions',
		trace: 'stayed open for more than three days'
	},
	reclassified: {
		title: 'Reclassified afterwards',
		of: 'interactions',
		trace: 'were sent again with another kind or outcome'
	},
	not_resolved: {
		title: 'Closed, and not resolved',
		of: 'interactions closed as resolved',
		trace: 'brought the customer back within two weeks, or the customer says it is not'
	},
	late_feeds: {
		title: 'Fed late',
		of: 'interactions',
		trace: 'arrived more than three days after they ended'
	},
	burned_limits: {
		title: 'A trifle before the real matter',
		of: 'interactions',
		trace: 'could not be asked about because the same rep had met the customer within three days before'
	},
	abandons: { title: 'Customers who leave', of: 'interactions', trace: 'ended before anything was done' },
	watched: {
		title: 'Somebody watched',
		of: 'answers',
		trace: 'say that somebody watched while they answered'
	},
	regulars: {
		title: 'Top scores from regulars',
		of: 'top scores',
		trace: 'come from customers this rep had met within three months'
	},
	reworded_symptoms: {
		title: 'Symptoms reworded',
		of: 'returns with a reason and the customer’s word',
		trace: 'name another failure than the customer does'
	},
	faults_not_found: {
		title: 'Sent home as sound, and back again',
		of: 'returns',
		trace: 'were “no fault found” and came back within three months'
	},
	lopsided_exclusions: {
		title: 'Exclusions raise the figure',
		of: 'proposals to exclude',
		trace: 'would leave out a low score'
	},
	reassigned: {
		title: 'Handler changed afterwards',
		of: 'interactions',
		trace: 'were sent again under another rep – the more so where there was reason to complain'
	},
	rewritten_promises: {
		title: 'Promises rewritten',
		of: 'interactions',
		trace: 'were sent again with another promise or date'
	},
	moved_definitions: {
		title: 'Definitions change near month’s end',
		of: 'changes of questionnaire or policy',
		trace: 'fall within three days of the end of a month'
	}
};

export const signalWords = (detector: string): SignalWords =>
	words[detector] ?? { title: detector.replaceAll('_', ' '), of: 'cases', trace: 'show it' };

export const subjectWords: Record<string, string> = {
	rep: 'Rep',
	location: 'Location',
	staff: 'Staff',
	company: 'Company'
};

export const markWords: Record<string, string> = {
	branch_network: 'from a branch’s network',
	shared_network: 'from a network most of whose customers are one rep’s',
	shared_device: 'from a device most of whose customers are one rep’s',
	burst: 'in a burst from one block of addresses',
	fast: 'in less than 40 % of the usual time',
	same_words: 'in the same words as other customers of the rep',
	hollow_top: 'a top score its other replies contradict',
	rep_set_contact: 'the rep changed the address around that time',
	young_contact: 'the rep entered the address within two weeks before',
	shared_destination: 'its mailbox serves several customers, most of them one rep’s',
	denied_contact: 'the customer says that the new address is not theirs',
	late_post: 'somebody tried to answer again'
};
