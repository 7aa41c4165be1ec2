// A progress bar on standard error: one line that moves on a terminal, a line now and then elsewhere.

export interface ProgressBar {
	show(records: number): void;
	/** Prints a line above the bar. */
	line(text: string): void;
	end(): void;
}

const width = 28;

export function progressBar(what: string, total: number, done: () => number): ProgressBar {
	const terminal = process.stderr.isTTY;
	const startedAt = performance.now();
	let lastShown = 0;
	let visible = false;

	function clear() {
		if (terminal && visible) process.stderr.write('\r\x1b[2K');
		visible = false;
	}

	return {
		show(records) {
			const moment = performance.now();
			if (moment - lastShown < (terminal ? 100 : 5000)) return;
			lastShown = moment;
			const share = total === 0 ? 1 : Math.min(1, done() / total);
			const filled = Math.round(share * width);
			const rate = Math.round(records / ((moment - startedAt) / 1000));
			const text = `${what} [${'#'.repeat(filled)}${'.'.repeat(width - filled)}] ${Math.round(share * 100)} %  ${records} records, ${rate}/s`;
			clear();
			process.stderr.write(terminal ? text : `${text}\n`);
			visible = true;
		},
		line(text) {
			clear();
			process.stderr.write(`${text}\n`);
		},
		end: clear
	};
}
