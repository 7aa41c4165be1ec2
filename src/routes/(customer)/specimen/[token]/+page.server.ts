import { isSpecimen } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { currentQuestionnaire } from '#lib/server/survey/survey.ts';
import type { Language } from '#lib/web/languages/languages.ts';
import { unknownLink } from '../../customer.ts';
import { showSpecimen, tryOut } from '../../specimen-page.ts';

/** What is asked today after a visit, for whoever was sent a specimen. */
async function specimenFor(event: Parameters<typeof unknownLink>[0] & { params: { token: string } }) {
	const { sql, vault, now } = runtime();
	if (!isSpecimen(vault, event.params.token, now())) unknownLink(event);
	const { questions, languages } = await currentQuestionnaire(sql);
	const asked = { kind: 'visit', product: false, promise: false, failureModes: [] };
	const facts = { asked, startedAt: now(), product: null, promise: null };
	return { questions, languages: languages as Language[], facts };
}

export const load = async (event) => showSpecimen(event, await specimenFor(event));

export const actions = { default: async (event) => tryOut(event, await specimenFor(event)) };
