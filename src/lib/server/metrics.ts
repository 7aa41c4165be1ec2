// Metrics for Prometheus: counts only, by route and never by address, so that no link can stand in them.
import { Counter, Gauge, Registry } from 'prom-client';
import { countRecords, newestCheckpoint } from './ledger/ledger.ts';
import type { Runtime } from './runtime.ts';

const registry = new Registry();

const requests = new Counter({
	name: 'ungamed_requests_total',
	help: 'Requests by route, method and status',
	labelNames: ['route', 'method', 'status'],
	registers: [registry]
});
const wrongLinks = new Counter({
	name: 'ungamed_wrong_links_total',
	help: 'Requests for links that lead nowhere (A41)',
	registers: [registry]
});
const records = new Gauge({
	name: 'ungamed_ledger_records',
	help: 'Records in the ledger',
	registers: [registry]
});
const sealed = new Gauge({
	name: 'ungamed_ledger_sealed_records',
	help: 'Records covered by the newest checkpoint',
	registers: [registry]
});
const conflicts = new Gauge({
	name: 'ungamed_ledger_alarms',
	help: 'Conflicts and failed verifications of the ledger so far',
	registers: [registry]
});

const methods = ['GET', 'HEAD', 'POST', 'OPTIONS'];

export function countRequest(route: string | null, method: string, status: number) {
	requests.inc({ route: route ?? '(none)', method: methods.includes(method) ? method : 'other', status });
}

export const countWrongLink = () => wrongLinks.inc();

export async function readMetrics({ sql }: Pick<Runtime, 'sql'>): Promise<{ type: string; text: string }> {
	const [size, checkpoint] = await Promise.all([countRecords(sql), newestCheckpoint(sql)]);
	const [alarms] = await sql<{ count: number }[]>`
		select count(*)::int as count from actions where action in ('checkpoint_conflict', 'verification_failed')`;
	records.set(size);
	sealed.set(checkpoint?.size ?? 0);
	conflicts.set(alarms!.count);
	return { type: registry.contentType, text: await registry.metrics() };
}
