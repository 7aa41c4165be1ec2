// What has been worked out is not worked out again: for as long as nothing it rests on has changed, or for some minutes where it looks at
// many single answers. Kept in the process that asked; many who ask for the same wait for one.
import type { Sql } from '../database.ts';

interface Kept {
	version: string;
	until: number;
	at: Date;
	value: Promise<unknown>;
}

const most = 300;
const memories = new WeakMap<Sql, Map<string, Kept>>();

export interface Memory {
	/** Of what it rests on: another one, and it is worked out anew. */
	version?: string;
	minutes: number;
}

/** The value, and when it was worked out. */
export async function remembered<T>(
	sql: Sql,
	key: unknown,
	{ version = '', minutes }: Memory,
	now: Date,
	workOut: () => Promise<T>
): Promise<{ value: T; at: Date }> {
	const memory = memories.get(sql) ?? new Map<string, Kept>();
	memories.set(sql, memory);
	const name = JSON.stringify(key);
	const known = memory.get(name);
	if (known && known.version === version && known.until > now.getTime())
		return { value: (await known.value) as T, at: known.at };
	const value = workOut();
	memory.delete(name);
	memory.set(name, { version, until: now.getTime() + minutes * 60_000, at: now, value });
	// The one that has not been asked for the longest goes.
	if (memory.size > most) memory.delete(memory.keys().next().value!);
	try {
		return { value: await value, at: now };
	} catch (error) {
		// A failure is nobody's answer but those who waited for it.
		if (memory.get(name)?.value === value) memory.delete(name);
		throw error;
	}
}

/** Changes with every answer, decision or verdict the desk has gathered. */
export async function revisionOf(sql: Sql): Promise<string> {
	const [row] = await sql<{ revision: string }[]>`select revision::text from desk_marks`;
	return row!.revision;
}
