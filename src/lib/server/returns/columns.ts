// Rows of whole numbers, by column: millions of them fit in little memory, are copied at once, and are nothing the garbage
// collector would have to look at. Pure.

export class Columns<Name extends string> {
	length = 0;
	/** Each at least `length` long; others once there was no room for a row more. */
	readonly columns = {} as Record<Name, Int32Array>;
	readonly #names: readonly Name[];
	/** The same, in order: found by name they are found slowly. */
	#inOrder: Int32Array[] = [];
	#room = 0;

	constructor(...names: Name[]) {
		this.#names = names;
		this.#settle(new Int32Array(0), 0);
	}

	/** One row, in the order of the columns. */
	add(...row: number[]) {
		const at = this.next();
		for (let n = 0; n < row.length; n++) this.#inOrder[n]![at] = row[n]!;
	}

	/** Makes room for as many rows in all. */
	reserve(rows: number) {
		if (rows > this.#room) this.#grow(rows);
	}

	/** Where one row more is to be filled in. */
	next(): number {
		if (this.length === this.#room) this.#grow(this.length + 1);
		return this.length++;
	}

	/** Rows as `packed` gives them, from now on ours. */
	addAll(packed: Int32Array) {
		const rows = packed[0]!;
		const cells = packed.subarray(1);
		const room = cells.length / this.#names.length;
		// The first ones stay where they are.
		if (this.length === 0) this.#settle(cells, room);
		else {
			if (this.length + rows > this.#room) this.#grow(this.length + rows);
			this.#inOrder.forEach((column, n) =>
				column.set(cells.subarray(n * room, n * room + rows), this.length)
			);
		}
		this.length += rows;
	}

	/** How many rows there are from `from` on, then those, one column after the other, each with some room for more. */
	packed(from = 0): Int32Array {
		const rows = this.length - from;
		const room = from === 0 ? roomFor(rows) : rows;
		const result = new Int32Array(1 + room * this.#names.length);
		result[0] = rows;
		this.#inOrder.forEach((column, n) => result.set(column.subarray(from, this.length), 1 + n * room));
		return result;
	}

	keepOnly(isKept: (at: number) => boolean) {
		let left = 0;
		for (let at = 0; at < this.length; at++) {
			if (!isKept(at)) continue;
			for (const column of this.#inOrder) column[left] = column[at]!;
			left++;
		}
		this.length = left;
	}

	/** Gives the memory back, too. */
	clear() {
		this.length = 0;
		this.#settle(new Int32Array(0), 0);
	}

	#grow(length: number) {
		const before = this.#inOrder;
		const room = Math.max(roomFor(length), 2 * this.#room);
		this.#settle(new Int32Array(room * this.#names.length), room);
		this.#inOrder.forEach((column, n) => column.set(before[n]!.subarray(0, this.length)));
	}

	#settle(cells: Int32Array, room: number) {
		this.#room = room;
		this.#inOrder = this.#names.map((_, n) => cells.subarray(n * room, (n + 1) * room));
		this.#names.forEach((name, n) => (this.columns[name] = this.#inOrder[n]!));
	}
}

/** Some weeks of what comes every day find room without moving everything. */
const roomFor = (rows: number) => rows + (rows >> 4) + 16;
