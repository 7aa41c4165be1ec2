import { rankProducts } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load() {
	return { products: await rankProducts(runtime().reports) };
}
