// The known real pattern: 224 answers from one address space, minutes apart, over lunch. After which answer is it flagged?
import { detectors, look, type Encounter } from '#lib/server/integrity/integrity.ts';
import { makeGamedWorld } from './world.ts';

const minute = 60_000;
const day = 1440 * minute;

export function benchPattern() {
	const marked: number[] = [];
	const named: number[] = [];
	for (let seed = 9001; seed <= 9010; seed++) {
		const { seen, people } = makeGamedWorld(seed, { reps: 60, perRep: 200, gaming: 0 });
		const rep = people[seed % people.length]!;
		const lunch = lunchOf(seen.encounters, rep.id);
		const first = (isFlagged: (so: Encounter[]) => boolean) => {
			for (let n = 1; n <= 40; n++) if (isFlagged(lunch.slice(0, n))) return n;
			return Infinity;
		};
		const lookAt = (so: Encounter[]) => look(detectors, { ...seen, encounters: [...seen.encounters, ...so] });
		marked.push(first((so) => so.some((each) => lookAt(so).marks.get(each)?.has('burst'))));
		named.push(first((so) => lookAt(so).signals.some(({ subject }) => subject === rep.id)));
	}
	console.log('224 answers from one address space, minutes apart, over lunch; in ten honest worlds');
	console.log(`  marked as a burst after answer ${marked.join(', ')}`);
	console.log(`  a signal after answer ${named.join(', ')} (goal: before the 10th)`);
}

/** One rep's customers, whose addresses all lead to a few machines of one block. */
function lunchOf(encounters: Encounter[], rep: string): Encounter[] {
	const like = encounters.find((each) => each.rep === rep && each.answer !== null)!;
	const noon = Math.floor(like.startedAt / day) * day + 12 * 60 * minute;
	return Array.from({ length: 224 }, (_, at) => ({
		...like,
		id: `lunch ${at}`,
		customer: `lunch ${at}`,
		destination: `lunch ${at}`,
		hasChanged: false,
		answer: {
			...like.answer!,
			id: 10_000_000 + at,
			at: noon + at * 3 * minute,
			// In no hurry, and with nothing else to see.
			seconds: 60,
			overall: 5,
			eased: '5',
			resolved: 'yes',
			asked: ['nobody'],
			network: `198.51.100.${at % 7}`,
			space: '198.51.100',
			device: `machine ${at % 7}`
		}
	}));
}
