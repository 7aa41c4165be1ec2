import { z } from 'zod';
import type { Runtime } from '../runtime.ts';
import { decideInteractions } from './sampling.ts';

const payload = z.object({ interactions: z.array(z.string()) });

export const samplingJobs = {
	async decide(data: unknown, { sql, queue, vault, config, now }: Runtime) {
		await decideInteractions(
			sql,
			{ ...payload.parse(data), queue, vault, hasSms: config.SMS_URL !== undefined },
			now()
		);
	}
};
