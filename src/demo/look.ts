// How the simulated company looks to its customers.
import type { LookChange } from '#lib/server/survey/survey.ts';

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 168 32"><path d="M4 27c9-1 17-8 19-21 4 9 1 18-7 21z" fill="#0b6e5c"/><circle cx="10" cy="10" r="4" fill="#e0a100"/><text x="34" y="23" font-family="system-ui,sans-serif" font-size="20" font-weight="600" fill="#1d2327">Larkfield</text></svg>`;

export const look: LookChange = {
	name: 'Larkfield Electronics',
	colour: '#0b6e5c',
	logo: { type: 'image/svg+xml', bytes: Buffer.from(logo) }
};
