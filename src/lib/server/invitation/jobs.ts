import { z } from 'zod';
import type { Runtime } from '../runtime.ts';
import { currentQuestionnaire } from '../survey/survey.ts';
import { hearVoice, invite } from './invitation.ts';

const invitation = z.object({
	interaction: z.string(),
	contact: z.number(),
	fallback: z.number().nullable().default(null),
	sendAfter: z.coerce.date(),
	expiresAt: z.coerce.date()
});
const payload = z.object({ invitations: z.array(invitation) });
const voice = z.object({ request: z.number() });

export const invitationJobs = {
	async invite(data: unknown, { sql, queue, now }: Runtime) {
		const { version } = await currentQuestionnaire(sql);
		await invite(sql, { ...payload.parse(data), questionnaire: version, queue }, now());
	},

	async voice(data: unknown, { sql, queue, vault, config, now }: Runtime) {
		const input = { ...voice.parse(data), queue, vault, hasSms: config.SMS_URL !== undefined };
		await hearVoice(sql, input, now());
	}
};
