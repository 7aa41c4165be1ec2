import { fail } from '@sveltejs/kit';
import { decideProposal, listProposals } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load({ locals }) {
	return { proposals: await listProposals(runtime().sql), me: locals.staff!.id };
}

type Posted = { request: Request; locals: App.Locals };

async function decide({ request, locals }: Posted, verdict: 'approved' | 'refused' | 'withdrawn') {
	const { sql, now } = runtime();
	const form = await postedForm(request);
	const proposal = Number(form.get('proposal'));
	if (!Number.isSafeInteger(proposal)) return fail(400, { refused: 'There is no such proposal.' });
	const input = { proposal, verdict, reason: String(form.get('reason') ?? ''), staff: locals.staff!.id };
	const decided = await decideProposal(sql, input, now());
	return decided === 'decided' ? { decided: verdict } : fail(409, decided);
}

export const actions = {
	approve: (event) => decide(event, 'approved'),
	refuse: (event) => decide(event, 'refused'),
	withdraw: (event) => decide(event, 'withdrawn')
};
