// A share over time: a line in its 95 % band.
import {
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	CategoryScale,
	Tooltip,
	type Plugin
} from 'chart.js';
import type { Share } from '../../statistics/wilson-interval.ts';
import { asDay, asInterval, asPercent } from '../format.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip);

interface Happened {
	day: string;
	words: string;
}

export function drawTrend(
	canvas: HTMLCanvasElement,
	points: (Share & { from: string })[],
	happened: Happened[] = []
): Chart {
	const style = getComputedStyle(canvas);
	const color = (name: string) => style.getPropertyValue(name).trim();
	const band = { pointRadius: 0, borderWidth: 0, backgroundColor: color('--band') };
	/** What happened within the period of a point. */
	const within = points.map(({ from }, at) =>
		happened.filter(({ day }) => day >= from && (at + 1 === points.length || day < points[at + 1]!.from))
	);
	return new Chart(canvas, {
		type: 'line',
		plugins: [uprights(within, color('--soft'))],
		data: {
			labels: points.map((point) => asDay(point.from)),
			datasets: [
				{ ...band, data: points.map((point) => point.low), fill: false },
				{ ...band, data: points.map((point) => point.high), fill: '-1' },
				{
					data: points.map((point) => point.estimate),
					borderColor: color('--mark'),
					backgroundColor: color('--mark'),
					borderWidth: 2,
					pointRadius: points.length > 30 ? 0 : 2
				}
			]
		},
		options: {
			animation: false,
			maintainAspectRatio: false,
			interaction: { mode: 'index', intersect: false },
			scales: {
				x: { ticks: { color: color('--soft'), maxTicksLimit: 4, maxRotation: 0 }, grid: { display: false } },
				y: {
					min: 0,
					max: 1,
					ticks: { color: color('--soft'), stepSize: 0.5, callback: (value) => asPercent(Number(value)) },
					grid: { color: color('--line') }
				}
			},
			plugins: {
				tooltip: {
					filter: (item) => item.datasetIndex === 2,
					displayColors: false,
					callbacks: {
						label: ({ dataIndex }) => {
							const point = points[dataIndex]!;
							return `${asPercent(point.estimate)} (${asInterval(point)}, n = ${point.n})`;
						},
						afterLabel: ({ dataIndex }) => within[dataIndex]!.map(({ words }) => words)
					}
				}
			}
		}
	});
}

/** A dotted line where something happened; what it was stands in the tooltip and in the list beside. */
const uprights = (within: Happened[][], color: string): Plugin<'line'> => ({
	id: 'uprights',
	beforeDatasetsDraw({ ctx, chartArea, scales }) {
		ctx.save();
		ctx.strokeStyle = color;
		ctx.setLineDash([2, 3]);
		within.forEach((happened, at) => {
			if (happened.length === 0) return;
			const x = scales.x!.getPixelForValue(at);
			ctx.beginPath();
			ctx.moveTo(x, chartArea.top);
			ctx.lineTo(x, chartArea.bottom);
			ctx.stroke();
		});
		ctx.restore();
	}
});
