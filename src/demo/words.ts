// What the simulated customers write.
import type { Random } from './random.ts';

const aboutFailure: Record<string, string[]> = {
	battery: [
		'Empty by noon, every day.',
		'The battery is flat after two hours.',
		'It got warm and the back is bulging.',
		'Second one with the same battery trouble.'
	],
	pump: [
		'It hums loudly and no water comes.',
		'The pump gave up, same as the one before.',
		'Makes a terrible noise and then stops.'
	],
	suction: ['No suction after a few weeks.', 'It runs but picks up nothing.'],
	screen: ['The screen flickers when it is cold.', 'Goes dark in the middle of a call.'],
	leak: ['There is a puddle under it each morning.'],
	other: ['It simply stopped.', 'Broke without a reason.']
};

const unhappy = [
	'I had to explain everything three times.',
	'Nobody called back although it was promised.',
	'Long wait, and then they offered me the same one again.',
	'They told me others had come back with this too.',
	'I would have liked somebody to say sorry.'
];

const happy = [
	'Quick and friendly, thank you.',
	'They took it back without a fuss.',
	'All good.',
	'Explained well what would happen.'
];

const begged = ['I was told only a 5 counts for him.', 'He said he assumes I will score him a 5.'];

export function commentAbout(
	random: Random,
	{ mode, content, begging }: { mode?: string; content: boolean; begging: boolean }
): string | undefined {
	if (begging && random.chance(0.25)) return random.pick(begged);
	if (mode && random.chance(0.6)) return random.pick(aboutFailure[mode] ?? aboutFailure.other!);
	if (!random.chance(content ? 0.2 : 0.5)) return undefined;
	return random.pick(content ? happy : unhappy);
}
