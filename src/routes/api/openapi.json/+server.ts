import { json } from '@sveltejs/kit';
import { openApi } from '#lib/server/openapi.ts';
import { runtime } from '#lib/server/runtime.ts';

export function GET() {
	return json(openApi(runtime().config.ORIGIN));
}
