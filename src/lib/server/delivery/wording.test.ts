import { SegmentedMessage } from 'sms-segments-calculator';
import { describe, expect, test } from 'vitest';
import { allLanguages, languages, wordsIn, type Words } from '../../web/languages/languages.ts';
import { lengthInGsm7, parts } from './gsm7.ts';
import { inviteSms } from './sms-wording.ts';
import { inviteMail, type InviteFacts } from './wording.ts';

const facts: InviteFacts = {
	company: 'Larkfield & Co',
	answer: 'https://ask.larkfield.example/s/AAAAAAAAAAAAAAAAAAAAAA',
	stop: 'https://ask.larkfield.example/u/1.AAAAAAAAAAAAAAAAAAAAAA',
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
		expect(mail.text.replace(/https:\S+/g, '')).not.toMatch(/\b(1|5|10)\b/);
		expect(mail.subject).not.toMatch(/undefined|null/);
	});
	test('days are the customer’s', () => {
		expect(mail.subject).toMatch(/23/);
	});
	test('who spoke up is told why they hear from us', () => {
		for (const purpose of ['voice', 'reminder'] as const) {
			const other = inviteMail({ ...facts, language, purpose });
			expect(other.text.split('\n')[0]).not.toBe(mail.text.split('\n')[0]);
		}
	});
	test('an SMS has the link and the way out, in one part where the script is Latin', () => {
		const sms = inviteSms({ ...facts, language });
		expect(sms).toMatch(/ https:\S+\/s\/A{22} .*(STOP)/);
		const { segmentsCount, encodingName } = new SegmentedMessage(sms);
		if (language === 'zh' || language === 'ar') expect(segmentsCount).toBeLessThanOrEqual(3);
		else expect([encodingName, segmentsCount]).toEqual(['GSM-7', 1]);
		for (const text of [sms, sms.repeat(2), sms.repeat(5)])
			expect(parts(text)).toBe(new SegmentedMessage(text).segmentsCount);
	});
	test('whatever the company is called', () => {
		if (language === 'zh' || language === 'ar') return;
		for (const company of [
			'Ærøskøbing Señor Élan',
			'Ὀδυσσεύς',
			'x'.repeat(80),
			'株式会社',
			'€[]{}'.repeat(9)
		]) {
			const sms = inviteSms({ ...facts, language, company });
			expect([company, new SegmentedMessage(sms).segmentsCount]).toEqual([company, 1]);
			expect(lengthInGsm7(sms)).toBeLessThanOrEqual(160);
			expect(sms).toContain('/s/AAAAAAAAAAAAAAAAAAAAAA ');
		}
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
