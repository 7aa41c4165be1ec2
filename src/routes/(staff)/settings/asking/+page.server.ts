import { runtime } from '#lib/server/runtime.ts';
import { currentPolicy, policyNames } from '#lib/server/sampling/sampling.ts';
import { proposeValues, waitingFor } from '../proposed-values.ts';

export async function load() {
	const policy = await currentPolicy(runtime().sql);
	const values = policyNames.map((name) => ({ name, value: String(policy[name]) }));
	return { values, waiting: await waitingFor('policy') };
}

export const actions = { default: (event) => proposeValues(event, 'policy', policyNames) };
