import { readOverview } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load() {
	const { sql, config, now } = runtime();
	return {
		...(await readOverview(sql, now())),
		hasMail: config.MAIL_URL !== undefined,
		hasSms: config.SMS_URL !== undefined,
		hasInbox: config.INBOX_URL !== undefined
	};
}
