import { listCases } from '#lib/server/recovery/recovery.ts';
import { runtime } from '#lib/server/runtime.ts';

export const load = async () => ({ cases: await listCases(runtime().sql) });
