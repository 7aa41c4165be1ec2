// Lines and bands as SVG paths, drawn on the server: a page with charts needs no script.

export interface Line {
	name: string;
	/** [x, y] or, with a band, [x, y, low, high]. */
	points: (readonly number[])[];
	/** Drawn in steps: it holds until the next point. */
	isStep?: boolean;
	/** Told apart by its dashes, not by a colour. */
	isDashed?: boolean;
	hasBand?: boolean;
}

export interface Frame {
	width: number;
	height: number;
	/** Room for labels. */
	left: number;
	bottom: number;
	top: number;
	right: number;
	x: [number, number];
	y: [number, number];
}

export const across = (frame: Frame, x: number) =>
	frame.left + ((frame.width - frame.left - frame.right) * (x - frame.x[0])) / (frame.x[1] - frame.x[0] || 1);
export const up = (frame: Frame, y: number) =>
	frame.height -
	frame.bottom -
	((frame.height - frame.bottom - frame.top) * (y - frame.y[0])) / (frame.y[1] - frame.y[0] || 1);

const short = (n: number) => String(Math.round(n * 10) / 10);

export function linePath(frame: Frame, points: (readonly number[])[], isStep = false): string {
	let path = '';
	points.forEach(([x, y], at) => {
		const [px, py] = [short(across(frame, x!)), short(up(frame, y!))];
		path += at === 0 ? `M${px} ${py}` : isStep ? `H${px}V${py}` : `L${px} ${py}`;
	});
	return path;
}

/** Between the third and the fourth number of each point. */
export function bandPath(frame: Frame, points: (readonly number[])[], isStep = false): string {
	if (points.length === 0) return '';
	const high = points.map((point) => [point[0]!, Math.min(point[3]!, frame.y[1])]);
	const low = points.map((point) => [point[0]!, point[2]!]).reverse();
	const back = low.map(([x, y], at) => {
		const [px, py] = [short(across(frame, x!)), short(up(frame, y!))];
		return at === 0 ? `L${px} ${py}` : isStep ? `V${py}H${px}` : `L${px} ${py}`;
	});
	return `${linePath(frame, high, isStep)}${back.join('')}Z`;
}

/** About four round numbers from 0 to the top. */
export function ticks(most: number, about = 4): number[] {
	if (!(most > 0)) return [0];
	const rough = most / about;
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 2.5, 5, 10].map((each) => each * power).find((each) => each >= rough)!;
	return Array.from(
		{ length: Math.floor(most / step + 1e-9) + 1 },
		(_, at) => Math.round(at * step * 1e9) / 1e9
	);
}
