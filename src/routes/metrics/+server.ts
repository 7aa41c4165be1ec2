import { readMetrics } from '#lib/server/metrics.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function GET() {
	const { type, text } = await readMetrics(runtime());
	return new Response(text, { headers: { 'content-type': type } });
}
