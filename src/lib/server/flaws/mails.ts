// What subscribers read: the same sentences as on the board, and where to look. No customer's words leave the house by mail.
import type { Sql } from '../database.ts';
import { causeWords, stateWords, tierWords } from '../../web/findings.ts';
import { listFindings, type Finding } from './findings.ts';

const week = 7 * 86_400_000;

export async function noticeMail(sql: Sql, ids: number[], origin: string) {
	const findings = (await listFindings(sql, { ids })).filter(({ tier }) => tier !== null);
	const subject =
		findings.length === 1
			? `${tierWords[findings[0]!.tier!]}: ${findings[0]!.product}, ${findings[0]!.label}`
			: `${findings.length} findings have reached a tier`;
	return { subject, paragraphs: findings.map((finding) => paragraph(finding, origin)) };
}

export async function digestMail(sql: Sql, origin: string, now: Date) {
	const findings = await listFindings(sql, { state: 'open' });
	const since = new Date(now.getTime() - week).toISOString().slice(0, 10);
	const fresh = findings.filter(({ firstCrossedAt }) => firstCrossedAt !== null && firstCrossedAt >= since);
	const others = findings.filter((finding) => !fresh.includes(finding) && finding.tier !== null);
	const paragraphs = [
		fresh.length === 0 ? 'Nothing new stands out this week.' : 'New this week:',
		...fresh.map((finding) => paragraph(finding, origin)),
		...(others.length > 0
			? ['Standing out already:', ...others.map((finding) => paragraph(finding, origin))]
			: []),
		`All of them: ${origin}/products`
	];
	return { subject: `Findings of the week: ${fresh.length} new, ${others.length} known`, paragraphs };
}

function paragraph(
	{ id, product, sku, tier, cause, sentence, nextStep, state }: Finding,
	origin: string
): string {
	const head = `${tier ? tierWords[tier] : 'Does not stand out any more'} · ${causeWords[cause]} · ${product} (${sku})${state ? ` · ${stateWords[state]}` : ''}`;
	const next = state === 'fix_shipped' ? '' : `Next: ${nextStep}\n`;
	return `${head}\n${sentence}\n${next}${origin}/findings/${id}`;
}
