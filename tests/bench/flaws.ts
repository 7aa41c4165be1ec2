// npm run bench -- flaws: how well, how seldom wrongly, how fast.
import { benchQuality, benchSound } from './flaws/quality.ts';
import { benchSize } from './flaws/size.ts';
import type { Place } from './prepare.ts';

export async function benchFlaws(place: Place) {
	benchQuality();
	await benchSize(place);
	benchSound();
}
