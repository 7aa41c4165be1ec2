import { expect, test } from 'vitest';
import { createVault } from './vault.ts';

const vault = createVault('one secret of sufficient length, yes');
const other = createVault('another secret of sufficient length');

test('what is sealed opens again, and never looks the same twice', () => {
	const [one, two] = [vault.seal('ann@mail.example'), vault.seal('ann@mail.example')];
	expect(vault.open(one)).toBe('ann@mail.example');
	expect(one.equals(two)).toBe(false);
	expect(one.includes('ann')).toBe(false);
});
test('another secret or a changed byte opens nothing', () => {
	const sealed = vault.seal('ann@mail.example');
	expect(() => other.open(sealed)).toThrow();
	sealed[sealed.length - 1]! ^= 1;
	expect(() => vault.open(sealed)).toThrow();
});
test('fingerprints recognise, and differ by secret', () => {
	expect(vault.fingerprint('a').equals(vault.fingerprint('a'))).toBe(true);
	expect(vault.fingerprint('a').equals(other.fingerprint('a'))).toBe(false);
});
test('draws are fixed by key, purpose and subject, and spread evenly', () => {
	expect(vault.draw('ask', 'I1')).toBe(vault.draw('ask', 'I1'));
	expect(vault.draw('ask', 'I1')).not.toBe(vault.draw('delay', 'I1'));
	expect(vault.draw('ask', 'I1')).not.toBe(other.draw('ask', 'I1'));
	const draws = Array.from({ length: 10_000 }, (_, n) => vault.draw('ask', `I${n}`));
	expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
	expect(Math.max(...draws)).toBeLessThan(1);
	// Mean of 10,000 uniform draws: standard error .0029.
	expect(Math.abs(draws.reduce((sum, draw) => sum + draw, 0) / draws.length - 0.5)).toBeLessThan(0.015);
});
test('a signature belongs to one text', () => {
	const signature = vault.sign('this');
	expect([
		vault.verify('this', signature),
		vault.verify('that', signature),
		vault.verify('this', ''),
		vault.verify('this', '*')
	]).toEqual([true, false, false, false]);
});
