import { expect, test } from 'vitest';
import { companyName, readConfig } from './config.ts';

test('nothing set is a working configuration', () => {
	expect(readConfig({})).toMatchObject({
		config: { PORT: 3000, ORIGIN: 'http://localhost:3000', DATA_DIR: 'data', WORKER: 'inline' }
	});
});

test('all mistakes are named at once', () => {
	const result = readConfig({
		PORT: 'x',
		ORIGIN: 'nowhere',
		DATABASE_URL: 'mysql://a',
		WORKER: 'maybe',
		LOG_LEVEL: 'loud',
		MAIL_URL: 'http://mail'
	});
	const mistakes = 'mistakes' in result ? result.mistakes.join('\n') : '';
	for (const name of ['PORT', 'ORIGIN', 'DATABASE_URL', 'WORKER', 'LOG_LEVEL', 'MAIL_URL'])
		expect(mistakes).toContain(name);
});

test('a given database needs a given secret, mail needs a sender, a public host needs its address', () => {
	const result = readConfig({ DATABASE_URL: 'postgres://db/x', MAIL_URL: 'smtp://mail', HOST: '0.0.0.0' });
	expect('mistakes' in result && result.mistakes.map((mistake) => mistake.split(' ')[0])).toEqual([
		'SECRET_KEY',
		'MAIL_FROM',
		'ORIGIN'
	]);
});

test('an empty variable is one not set', () => {
	expect(readConfig({ DATABASE_URL: '', PORT: '' })).toMatchObject({ config: { PORT: 3000 } });
});

test('the company is the sender’s name', () => {
	expect(companyName({ MAIL_FROM: '"Larkfield & Co" <ask@larkfield.example>' })).toBe('Larkfield & Co');
	expect(companyName({ MAIL_FROM: 'ask@larkfield.example' })).toBe('Customer service');
});
