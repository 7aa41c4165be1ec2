import { fail, redirect } from '@sveltejs/kit';
import {
	caseRules,
	changeRules,
	currentRules,
	listTemplates,
	removeTemplate,
	saveTemplate
} from '#lib/server/recovery/recovery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const { sql } = runtime();
	const [rules, templates] = await Promise.all([currentRules(sql), listTemplates(sql)]);
	return { rules, templates, all: caseRules, timezones: Intl.supportedValuesOf('timeZone') };
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '');
const texts = (form: FormData, name: string) => form.getAll(name).map(String);

export const actions = {
	rules: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const given = {
			rules: texts(form, 'rule'),
			minutes: text(form, 'minutes'),
			opens: text(form, 'opens'),
			closes: text(form, 'closes'),
			days: texts(form, 'day'),
			timezone: text(form, 'timezone'),
			followUpHours: text(form, 'follow_up_hours')
		};
		const changed = await changeRules(sql, { given, staff: locals.staff!.id }, now());
		if (changed !== 'changed') return fail(400, { at: 'rules', refused: changed.refused });
		redirect(303, '/settings/cases');
	},
	template: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const template = { name: text(form, 'name'), words: text(form, 'words') };
		const saved = await saveTemplate(sql, { ...template, staff: locals.staff!.id }, now());
		if (saved !== 'saved') return fail(400, { at: 'template', refused: saved.refused, ...template });
		redirect(303, '/settings/cases#templates');
	},
	forget: async ({ request }) => {
		await removeTemplate(runtime().sql, text(await postedForm(request), 'name'));
		redirect(303, '/settings/cases#templates');
	}
};
