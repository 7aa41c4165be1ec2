import { currentRetention, retentionFields } from '#lib/server/retention.ts';
import { runtime } from '#lib/server/runtime.ts';
import { proposeValues, waitingFor } from '../proposed-values.ts';

const names = Object.keys(retentionFields.shape) as (keyof typeof retentionFields.shape)[];

export async function load() {
	const retention = await currentRetention(runtime().sql);
	const values = names.map((name) => ({ name, value: String(retention[name]) }));
	return { values, waiting: await waitingFor('retention') };
}

export const actions = { default: (event) => proposeValues(event, 'retention', names) };
