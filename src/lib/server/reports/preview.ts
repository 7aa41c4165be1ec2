// An interaction to preview a questionnaire with: a real one by its id, or one made up of chosen parts.
import type { Sql } from '../database.ts';
import type { Asked } from '../survey/survey.ts';

export interface PreviewWish {
	interaction: string | undefined;
	kind: string;
	sku: string | undefined;
	promise: string | undefined;
}

export interface PreviewFacts {
	asked: Asked;
	startedAt: Date;
	product: string | null;
	promise: string | null;
}

export async function readForPreview(sql: Sql, wish: PreviewWish, now: Date): Promise<PreviewFacts> {
	const [found] = wish.interaction
		? await sql<{ kind: string; startedAt: Date; promise: string | null; sku: string | null }[]>`
			select kind, started_at as "startedAt", promise, sku from interactions where id = ${wish.interaction}`
		: [];
	const { kind, startedAt, promise, sku } = found ?? {
		...{ kind: wish.kind, startedAt: now, promise: wish.promise ?? null, sku: wish.sku ?? null }
	};
	const [product] = sku
		? await sql<{ name: string | null; failureModes: Asked['failureModes'] | null }[]>`
			select name, failure_modes as "failureModes" from products where sku = ${sku}`
		: [];
	return {
		asked: {
			kind,
			product: sku !== null,
			promise: promise !== null,
			failureModes: product?.failureModes ?? []
		},
		startedAt,
		product: product?.name ?? null,
		promise
	};
}
