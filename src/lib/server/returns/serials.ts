// Serials by number: whatever follows units from one to the next follows numbers, and a name is looked at when it is shown. Pure.

export class Serials {
	readonly names: string[] = [];

	/** Numbers of these serials; those not seen before get new ones. All at once: it takes a walk through all names. */
	numbersOf(serials: Iterable<string>): Map<string, number> {
		const wanted = new Map<string, number>();
		for (const serial of serials) wanted.set(serial, unknown);
		this.names.forEach((name, number) => {
			if (wanted.get(name) === unknown) wanted.set(name, number);
		});
		for (const [serial, number] of wanted)
			if (number === unknown) wanted.set(serial, this.names.push(serial) - 1);
		return wanted;
	}
}

const unknown = -1;
