import { expect, test } from 'vitest';
import { plainCheck } from './plain.ts';
import { schemas } from './schema.ts';

const units = plainCheck(schemas.units)!;
const interactions = plainCheck(schemas.interactions)!;
const customers = plainCheck(schemas.customers)!;
const visit = { id: 'I1', kind: 'visit', customer: 'C1', started_at: '2026-11-23T10:00:00Z' };

test('a plain record is what the schema would return', () => {
	for (const record of [
		visit,
		{ ...visit, wait_minutes: 3.5, promise: 'A call', ended_at: '2024-12-31T23:59:59.123Z' }
	]) {
		expect(interactions(record)).toBe(true);
		expect(schemas.interactions.parse(record)).toEqual(record);
	}
});

test.each([
	[{ serial: 'S' }, 'a required field is missing'],
	[{ serial: 'S', sku: '' }, 'a text is empty'],
	[{ serial: 'S', sku: 'A', colour: 'red' }, 'a field is unknown'],
	[{ serial: 'S', sku: 'A', lot: undefined }, 'a field is there without a value'],
	[{ serial: 'S', sku: 'a\0b' }, 'a character cannot be stored'],
	[{ serial: 'S', sku: '\ud800' }, 'half a character'],
	[{ serial: 'S', sku: 'x'.repeat(201) }, 'a text is too long'],
	[{ serial: 1, sku: 'A' }, 'a number for a text'],
	[{ serial: 'S', sku: 'A', sold_at: '2026-02-30T00:00:00Z' }, 'an impossible day'],
	[{ serial: 'S', sku: 'A', sold_at: '2026-04-31T00:00:00Z' }, 'a 31st of April'],
	[{ serial: 'S', sku: 'A', sold_at: '2026-01-01' }, 'a day alone, which is fine but not plain'],
	['text', 'no object'],
	[null, 'nothing']
] as [unknown, string][])('%j is not plain: %s', (record) => {
	expect(units(record)).toBe(false);
});

test('what the schema would change is not plain', () => {
	expect(customers({ id: 'C', email: ' ann@mail.example ' })).toBe(false);
	expect(interactions({ ...visit, started_at: '2026-11-23T10:00:00' })).toBe(false);
});

test('a record that is checked as a whole is never plain', () => {
	expect(plainCheck(schemas.contacts)).toBeUndefined();
});
