// Words for the coverage audit: how an interaction's way can end. Browser-safe.

export const endingWords: Record<string, string> = {
	undecided: 'not decided yet (its customer’s record has not come, or its random delay has not passed)',
	too_late: 'fed too late to ask, or history from before',
	no_contact: 'no address known',
	contact_declined: 'address declined',
	no_channel: 'no channel to the address',
	opted_out: 'opted out by the customer',
	undeliverable: 'mail to the address came back lately',
	staff_contact: 'the address is a staff member’s',
	destination_shared: 'the address serves more than two customers',
	not_drawn: 'not drawn',
	asked_recently: 'asked recently',
	to_be_sent: 'invited, message not sent (yet)',
	bounced: 'message came back or could not be sent',
	waiting: 'delivered, no answer yet',
	set_aside: 'only posts that looked automatic',
	opened: 'opened and kept for later',
	expired: 'expired without an answer',
	answered: 'answered',
	answered_elsewhere: 'answered in an earlier survey (imported)'
};

export const stepWords: Record<string, string> = {
	all: 'All interactions',
	asked: 'Invited',
	sent: 'Message sent',
	delivered: 'Delivered',
	answered: 'Answered'
};
