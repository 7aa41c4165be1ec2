import { readSetAside } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const before = Number(url.searchParams.get('before'));
	return readSetAside(runtime().reports, Number.isSafeInteger(before) && before > 0 ? before : undefined);
}
