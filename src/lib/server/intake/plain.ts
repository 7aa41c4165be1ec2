// A short cut for imports of millions: most records are plain text and plain moments, which take one look
// each. Whatever is not plainly right goes the long way, through the schema, which alone decides and explains.
import { z } from 'zod';
import { plainly } from './schema.ts';

type Check = (value: unknown) => boolean;

/** Derived from the schema itself. Undefined where a record of this feed never is plain. */
export function plainCheck(schema: z.ZodType): Check | undefined {
	// Checks on the record as a whole need the schema.
	if (!(schema instanceof z.ZodObject) || schema.def.checks?.length) return undefined;
	const checks = new Map<string, Check>();
	const required: string[] = [];
	for (const [name, field] of Object.entries(schema.shape as Record<string, z.ZodType>)) {
		const isOptional = field instanceof z.ZodOptional;
		const check = checkOf(isOptional ? (field.unwrap() as z.ZodType) : field);
		checks.set(name, check);
		if (!isOptional) required.push(name);
	}
	return (record) => {
		if (typeof record !== 'object' || record === null) return false;
		for (const name in record)
			if (!checks.get(name)?.((record as Record<string, unknown>)[name])) return false;
		return required.every((name) => name in record);
	};
}

function checkOf(field: z.ZodType): Check {
	const known = plainly.get(field);
	if (known) return known;
	// Any other field: right as it is if its own schema would not change it.
	return (value) => {
		const result = field.safeParse(value);
		return result.success && result.data === value;
	};
}
