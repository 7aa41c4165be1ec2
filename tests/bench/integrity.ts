// npm run bench -- integrity: who is named, how soon, how fast.
import { benchNaming } from './integrity/quality.ts';
import { benchPattern } from './integrity/pattern.ts';
import { benchAuditSize } from './integrity/size.ts';
import type { Place } from './prepare.ts';

export async function benchIntegrity(place: Place) {
	benchNaming();
	benchPattern();
	await benchAuditSize(place);
}
