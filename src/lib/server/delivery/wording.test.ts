import { describe, expect, test } from 'vitest';
import { allLanguages, languages, wordsIn, type Words } from '../../web/languages/languages.ts';
import { inviteMail, inviteSms, type InviteFacts } from './wording.ts';

const facts: InviteFacts = {
	company: 'Larkfield & Co',
	origin: 'https://ask.larkfield.example',
	link: 'AAAAAAAAAAAAAAAAAAAAAA',
	purpose: 'invite',
	kind: 'repair',
	startedAt: new Date('2026-11-22T23:30:00Z'),
	expiresAt: new Date('2026-12-07T12:00:00Z'),
	language: 'en',
	timezone: 'Asia/Shanghai'
};

/** Every text, with what it takes filled in. */
function texts(words: Words): string[] {
	return Object.values(words).flatMap((group) =>
		Object.values(group)
			.flat()
			.map((text) =>
				typeof text === 'string' ? text : (text as (...given: unknown[]) => string)('«one»', '«two»')
			)
	);
}

describe.each(allLanguages)('%s', (language) => {
	const mail = inviteMail({ ...facts, language });

	test('a mail carries its link, its language and its direction, and no score', () => {
		expect(mail.text).toContain('https://ask.larkfield.example/s/AAAAAAAAAAAAAAAAAAAAAA\n');
		expect(mail.html).toContain(`<html lang="${language}" dir="${languages[language].direction}">`);
		expect(mail.html).toContain('Larkfield &amp; Co');
		expect(mail.text).not.toMatch(/\b(1|5|10)\b/);
		expect(mail.subject).not.toMatch(/undefined|null/);
	});
	test('days are the customer’s', () => {
		expect(mail.subject).toMatch(/23/);
	});
	test('who spoke up is told why they hear from us', () => {
		const voice = inviteMail({ ...facts, language, purpose: 'voice' });
		expect(voice.text.split('\n')[0]).not.toBe(mail.text.split('\n')[0]);
	});
	test('an SMS has the link and the way out, in at most four parts', () => {
		const sms = inviteSms({ ...facts, language });
		expect(sms).toMatch(/\/s\/A{22} \S+.*\/u\/A{22}$/);
		// One letter outside the phone networks' alphabet halves what a part holds.
		const perPart = /^[\n\r\x20-\x7eàäåæçèéìñòöøùüßÄÅÆÇÉÑÖØÜ¡¿£§]*$/.test(sms) ? 153 : 67;
		expect(Math.ceil(sms.length / perPart)).toBeLessThanOrEqual(4);
	});
	test('nothing is left in English, or empty', () => {
		const [own, english] = [texts(wordsIn(language)), texts(wordsIn('en'))];
		expect(own).toHaveLength(english.length);
		expect(own.filter((text) => text.trim() === '')).toEqual([]);
		if (language === 'en') return;
		// "No" is Spanish, too.
		const same = own.filter((text, index) => text === english[index] && text !== 'No' && text.length > 3);
		expect(same.filter((text) => !/^«one»/.test(text))).toEqual([]);
	});
	test('what was given is said', () => {
		const { page, kept, message, wrong } = wordsIn(language);
		expect([page.about('X1'), page.promised('X1'), kept.text('X1'), message.validity('X1')].join()).toMatch(
			/(X1.*){4}/
		);
		expect(wrong.tooLong(4000, 4321)).toMatch(/4000.*4321/);
		expect(wrong.number(3, 9)).toMatch(/3.*9/);
	});
});
