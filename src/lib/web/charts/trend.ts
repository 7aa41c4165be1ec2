// A share over time: a line in its 95 % band.
import {
	Chart,
	Filler,
	LinearScale,
	LineController,
	LineElement,
	PointElement,
	CategoryScale,
	Tooltip
} from 'chart.js';
import type { Share } from '../../statistics/wilson-interval.ts';
import { asDay, asInterval, asPercent } from '../format.ts';

Chart.register(LineController, LineElement, PointElement, LinearScale, CategoryScale, Filler, Tooltip);

export function drawTrend(canvas: HTMLCanvasElement, points: (Share & { from: string })[]): Chart {
	const style = getComputedStyle(canvas);
	const color = (name: string) => style.getPropertyValue(name).trim();
	const band = { pointRadius: 0, borderWidth: 0, backgroundColor: color('--band') };
	return new Chart(canvas, {
		type: 'line',
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
						}
					}
				}
			}
		}
	});
}
