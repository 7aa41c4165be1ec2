// Which of several traits go with an outcome when the others are held alike: logistic regression.
//
// Definition. ln(p / (1 − p)) = β₀ + Σ β_j x_j. The β are those that maximise Firth's penalised likelihood
//   ℓ(β) + ½ ln |I(β)|,  I = Xᵀ W X,  W = m p (1 − p),
// whose score is Σ (y − m p + h (½ − p)) x, h the leverages; found by Newton steps halved until the likelihood rises. exp(β_j) is the
// adjusted odds ratio of a trait; its interval is exp(β_j ± z · √(I⁻¹)_jj).
//
// The penalty takes away the bias of small samples and keeps estimates finite where a trait never (or always) goes with the outcome. For
// one trait alone it comes to adding ½ to each cell of the two-by-two table.
//
// Assumptions. Independent observations; traits that act on the odds each by its own factor. It says what goes together, not what causes
// what: traits nobody asked about may stand behind it.
//
// Source. D. Firth (1993), "Bias reduction of maximum likelihood estimates", Biometrika 80, 27–38; G. Heinze, M. Schemper (2002), "A
// solution to the problem of separation in logistic regression", Statistics in Medicine 21, 2409–2419.
//
// Example. 10 of 12 with the trait and 3 of 20 without: (10.5 · 17.5) / (2.5 · 3.5) = 21.
import { z95 } from './wilson-interval.ts';

/** Observations with the same traits: how many there are, and for how many the outcome came. */
export interface Pattern {
	/** One 0 or 1 (or number) a trait. */
	traits: number[];
	n: number;
	events: number;
}

export interface AdjustedOdds {
	oddsRatio: number;
	low: number;
	high: number;
}

const mostSteps = 50;
const enough = 1e-7;

/** The adjusted odds ratio of each trait, in order. Traits that never vary, or repeat others, must be left out before. */
export function logisticRegression(patterns: Pattern[], z = z95): AdjustedOdds[] {
	const rows = patterns.map(({ traits, n, events }) => ({ x: [1, ...traits], n, events }));
	const width = rows[0]?.x.length ?? 0;
	let beta = Array<number>(width).fill(0);
	let now = evaluate(rows, beta);
	for (let step = 0; step < mostSteps; step++) {
		const direction = now.inverse.map((row) =>
			row.reduce((sum, value, at) => sum + value * now.score[at]!, 0)
		);
		let scale = Math.min(1, 3 / Math.max(...direction.map(Math.abs), 1e-12));
		let next = now;
		let moved = beta;
		do {
			moved = beta.map((value, at) => value + scale * direction[at]!);
			next = evaluate(rows, moved);
			scale /= 2;
		} while (!(next.likelihood >= now.likelihood - 1e-12) && scale > 1e-6);
		const change = Math.max(...moved.map((value, at) => Math.abs(value - beta[at]!)));
		[beta, now] = [moved, next];
		if (change < enough) break;
	}
	return beta.slice(1).map((value, at) => {
		const error = Math.sqrt(now.inverse[at + 1]![at + 1]!);
		return {
			oddsRatio: Math.exp(value),
			low: Math.exp(value - z * error),
			high: Math.exp(value + z * error)
		};
	});
}

/** For each trait: whether it says more than the ones before it (and that everything is so) do together. */
export function independentTraits(patterns: Pattern[]): boolean[] {
	const width = (patterns[0]?.traits.length ?? 0) + 1;
	const kept: number[][] = [];
	const columns = Array.from({ length: width }, (_, at) =>
		patterns.map(({ traits, n }) => Math.sqrt(n) * (at === 0 ? 1 : traits[at - 1]!))
	);
	const dot = (one: number[], other: number[]) => one.reduce((sum, value, at) => sum + value * other[at]!, 0);
	return columns
		.map((column) => {
			const before = dot(column, column);
			let rest = column;
			for (const unit of kept) {
				const part = dot(rest, unit);
				rest = rest.map((value, at) => value - part * unit[at]!);
			}
			const left = dot(rest, rest);
			if (left <= 1e-9 * before || before === 0) return false;
			kept.push(rest.map((value) => value / Math.sqrt(left)));
			return true;
		})
		.slice(1);
}

interface Row {
	x: number[];
	n: number;
	events: number;
}

/** Penalised likelihood, its modified score, and the inverse of the information. */
function evaluate(rows: Row[], beta: number[]) {
	const width = beta.length;
	const information = Array.from({ length: width }, () => Array<number>(width).fill(0));
	const chances = rows.map(
		({ x }) => 1 / (1 + Math.exp(-x.reduce((sum, value, at) => sum + value * beta[at]!, 0)))
	);
	rows.forEach(({ x, n }, index) => {
		const weight = n * chances[index]! * (1 - chances[index]!);
		for (let i = 0; i < width; i++) {
			if (x[i] === 0) continue;
			for (let j = 0; j <= i; j++) information[i]![j]! += weight * x[i]! * x[j]!;
		}
	});
	for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) information[j]![i] = information[i]![j]!;
	const { inverse, logDeterminant } = invert(information);

	const score = Array<number>(width).fill(0);
	let likelihood = logDeterminant / 2;
	rows.forEach(({ x, n, events }, index) => {
		const p = chances[index]!;
		likelihood += events * Math.log(p) + (n - events) * Math.log1p(-p);
		let leverage = 0;
		for (let i = 0; i < width; i++)
			if (x[i] !== 0) for (let j = 0; j < width; j++) leverage += x[i]! * inverse[i]![j]! * x[j]!;
		const residual = events - n * p + n * p * (1 - p) * leverage * (0.5 - p);
		for (let i = 0; i < width; i++) score[i]! += residual * x[i]!;
	});
	return { likelihood, score, inverse };
}

/** Of a symmetric positive definite matrix, by Cholesky. */
function invert(matrix: number[][]): { inverse: number[][]; logDeterminant: number } {
	const size = matrix.length;
	const lower = matrix.map((row) => row.map(() => 0));
	for (let i = 0; i < size; i++)
		for (let j = 0; j <= i; j++) {
			let sum = matrix[i]![j]!;
			for (let k = 0; k < j; k++) sum -= lower[i]![k]! * lower[j]![k]!;
			lower[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j]![j]!;
		}
	const inverse = matrix.map((row) => row.map(() => 0));
	for (let column = 0; column < size; column++) {
		const solved = Array<number>(size).fill(0);
		for (let i = 0; i < size; i++) {
			let sum = i === column ? 1 : 0;
			for (let k = 0; k < i; k++) sum -= lower[i]![k]! * solved[k]!;
			solved[i] = sum / lower[i]![i]!;
		}
		for (let i = size - 1; i >= 0; i--) {
			let sum = solved[i]!;
			for (let k = i + 1; k < size; k++) sum -= lower[k]![i]! * inverse[k]![column]!;
			inverse[i]![column] = sum / lower[i]![i]!;
		}
	}
	return { inverse, logDeterminant: 2 * lower.reduce((sum, row, at) => sum + Math.log(row[at]!), 0) };
}
