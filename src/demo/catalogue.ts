// What the simulated chain sells, and where. Rates are expected failures per unit and year.

export interface Model {
	sku: string;
	name: string;
	category: string;
	supplier: string;
	/** Days before the end of the story. */
	launchedAgo: number;
	/** How many of 100 units sold are this model. */
	share: number;
	modes: { code: string; label: string; rate: number }[];
	/** What is wrong with it, planted. */
	flaw?: { mode: string; rate: number; lot?: number };
}

const modes = {
	phone: [
		{ code: 'battery', label: 'Battery drains or swells', rate: 0.027 },
		{ code: 'screen', label: 'Screen flickers or goes dark', rate: 0.022 },
		{ code: 'charging', label: 'Does not charge', rate: 0.022 },
		{ code: 'sound', label: 'No sound or crackling', rate: 0.014 }
	],
	kettle: [
		{ code: 'no_heat', label: 'Does not heat', rate: 0.036 },
		{ code: 'leak', label: 'Leaks', rate: 0.027 },
		{ code: 'lid', label: 'Lid does not close', rate: 0.018 }
	],
	coffee: [
		{ code: 'pump', label: 'Pump makes noise or stops', rate: 0.036 },
		{ code: 'leak', label: 'Leaks', rate: 0.036 },
		{ code: 'no_heat', label: 'Does not heat', rate: 0.022 },
		{ code: 'display', label: 'Display shows an error', rate: 0.018 }
	],
	vacuum: [
		{ code: 'suction', label: 'Loses suction', rate: 0.036 },
		{ code: 'battery', label: 'Battery drains', rate: 0.027 },
		{ code: 'brush', label: 'Brush blocks', rate: 0.022 }
	],
	headphones: [
		{ code: 'connection', label: 'Connection drops', rate: 0.036 },
		{ code: 'hinge', label: 'Hinge breaks', rate: 0.027 },
		{ code: 'battery', label: 'Battery drains', rate: 0.022 }
	]
};

const model = (
	sku: string,
	name: string,
	category: keyof typeof modes,
	supplier: string,
	launchedAgo: number,
	share: number,
	flaw?: Model['flaw']
): Model => ({ sku, name, category, supplier, launchedAgo, share, modes: modes[category], flaw });

export const models: Model[] = [
	model('PH-110', 'Aster 11', 'phone', 'Meridian', 900, 7),
	model('PH-120', 'Aster 12', 'phone', 'Meridian', 540, 8, { mode: 'battery', rate: 0.5 }),
	model('PH-210', 'Corvo S', 'phone', 'Halden', 720, 6),
	model('PH-220', 'Corvo S2', 'phone', 'Halden', 300, 5),
	model('PH-310', 'Lumen Go', 'phone', 'Okava', 800, 4),
	model('KE-010', 'Brook kettle', 'kettle', 'Tarn & Co', 900, 7),
	model('KE-020', 'Brook kettle steel', 'kettle', 'Tarn & Co', 640, 6),
	model('KE-110', 'Vela kettle', 'kettle', 'Okava', 500, 4),
	model('CO-010', 'Moka Duo', 'coffee', 'Bellini', 900, 5),
	model('CO-020', 'Moka Trio', 'coffee', 'Bellini', 480, 6, { mode: 'pump', rate: 0.42 }),
	model('CO-110', 'Press One', 'coffee', 'Tarn & Co', 700, 4),
	model('CO-120', 'Press Two', 'coffee', 'Tarn & Co', 260, 3),
	model('VA-010', 'Zephyr 5', 'vacuum', 'Halden', 900, 5),
	model('VA-020', 'Zephyr 6', 'vacuum', 'Halden', 560, 6, { mode: 'suction', rate: 1.6, lot: 3 }),
	model('VA-110', 'Drift', 'vacuum', 'Okava', 620, 4),
	model('VA-120', 'Drift Pet', 'vacuum', 'Okava', 330, 3),
	model('HE-010', 'Tone', 'headphones', 'Meridian', 900, 5),
	model('HE-020', 'Tone Pro', 'headphones', 'Meridian', 600, 4),
	model('HE-110', 'Hush', 'headphones', 'Halden', 450, 4),
	model('HE-120', 'Hush Mini', 'headphones', 'Halden', 240, 4)
];

export const stores = ['Ashford', 'Brill', 'Camber', 'Denholm', 'Elmley', 'Farrow'];

export const promises = [
	'A call back within two days',
	'The repair is ready by the end of the week',
	'A replacement is delivered within three days',
	'The refund arrives within five days',
	'The part is ordered and you hear from us'
];

const given = [
	'Ada',
	'Ben',
	'Cleo',
	'Dan',
	'Eve',
	'Finn',
	'Gwen',
	'Hal',
	'Ines',
	'Jo',
	'Kit',
	'Lena',
	'Mo',
	'Nia',
	'Otto',
	'Pia'
];
const family = [
	'Archer',
	'Birch',
	'Cole',
	'Dale',
	'Ellis',
	'Frost',
	'Gray',
	'Hurst',
	'Ives',
	'Jarvis',
	'Kemp',
	'Lowe',
	'Marsh',
	'North'
];

/** A mailbox that exists nowhere: .example is reserved for this. */
export const mailboxOf = (index: number) =>
	`${given[index % given.length]}.${family[Math.floor(index / given.length) % family.length]}${index}@mail.example`.toLowerCase();
