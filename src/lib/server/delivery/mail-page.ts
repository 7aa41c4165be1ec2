// A mail as text and as HTML that old mail programs lay out and dark ones recolour: one table, styles on the elements, no picture,
// nothing fetched, and the address of a link in plain sight.
import { languages, type Language } from '../../web/languages/languages.ts';

export type Paragraph =
	| { text: string }
	/** Shown by its address, or by a label in small print. */
	| { link: string; isMain?: boolean; label?: string };

interface Page {
	language: Language;
	subject: string;
	paragraphs: Paragraph[];
}

export function mailPage({ language, subject, paragraphs }: Page): {
	subject: string;
	text: string;
	html: string;
} {
	const html = `<!doctype html>
<html lang="${language}" dir="${languages[language].direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark"><title>${escape(subject)}</title>
<style>@media (prefers-color-scheme: dark) { body, table, td { background: #16191d !important; color: #e8eaed !important } a { color: #9cc7ff !important } .main { border-color: #9cc7ff !important } }</style></head>
<body style="margin:0;padding:0;background:#ffffff;color:#1c1e21">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="center" style="padding:24px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px"><tr><td align="${languages[language].direction === 'rtl' ? 'right' : 'left'}" style="font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif;font-size:16px;line-height:24px">
${paragraphs.map(inHtml).join('\n')}
</td></tr></table>
</td></tr></table>
</body></html>`;
	return { subject, text: paragraphs.map(inText).join('\n\n'), html };
}

const inText = (paragraph: Paragraph) =>
	'text' in paragraph
		? paragraph.text
		: paragraph.label
			? `${paragraph.label}: ${paragraph.link}`
			: paragraph.link;

function inHtml(paragraph: Paragraph): string {
	if ('text' in paragraph) return `<p style="margin:0 0 16px">${escape(paragraph.text)}</p>`;
	const { link, isMain, label } = paragraph;
	const address = escape(link);
	if (label)
		return `<p style="margin:0;font-size:13px;line-height:20px"><a href="${address}" style="color:#1f5f8b">${escape(label)}</a></p>`;
	const frame = isMain
		? ' class="main" style="margin:0 0 16px;padding:12px 16px;border:2px solid #1f5f8b;border-radius:6px;word-break:break-all"'
		: ' style="margin:0 0 16px;word-break:break-all"';
	return `<p${frame}><a href="${address}" dir="ltr" style="color:#1f5f8b">${address}</a></p>`;
}

function escape(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
