// Reads the reference values for the tests of the statistics.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const text = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

export const results = (name: string) => JSON.parse(text(`${name}.json`));

/** Rows of a CSV of numbers, by column. */
export function inputs(name: string): Record<string, number>[] {
	const [head, ...rows] = text(`${name}.csv`).trim().replaceAll('"', '').split(/\r?\n/);
	const columns = head!.split(',');
	return rows.map((row) =>
		Object.fromEntries(row.split(',').map((cell, at) => [columns[at]!, Number(cell)]))
	);
}

/** Closed formulas 1e-10, quantiles 1e-8. */
export function relativeError(got: number, wanted: number): number {
	if (got === wanted) return 0;
	return Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1e-300);
}
