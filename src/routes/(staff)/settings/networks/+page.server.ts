import { fail } from '@sveltejs/kit';
import { addNetwork, endNetwork, listNetworks } from '#lib/server/integrity/integrity.ts';
import { readChoices } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const { sql, reports } = runtime();
	const [networks, { locations }] = await Promise.all([
		listNetworks(sql),
		readChoices(reports, runtime().now())
	]);
	return { networks, locations };
}

export const actions = {
	add: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const [name, network, location] = ['name', 'network', 'location'].map((key) =>
			String(form.get(key) ?? '')
		);
		const input = { name: name!, network: network!, location: location!, staff: locals.staff!.id };
		const added = await addNetwork(sql, input, now());
		return 'refused' in added
			? fail(400, { ...added, name, network })
			: { done: 'The network is in the list.' };
	},
	end: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const network = Number((await postedForm(request)).get('network'));
		const ended =
			Number.isSafeInteger(network) && (await endNetwork(sql, { network, staff: locals.staff!.id }, now()));
		return ended
			? { done: 'The network has been taken off the list.' }
			: fail(409, { refused: 'This network is not in the list any more.' });
	}
};
