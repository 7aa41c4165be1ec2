// The database has a processor of its own: what it is asked and what is reckoned here need not wait for each other.
import { setImmediate } from 'node:timers/promises';

/** Reckons while the database does what it was asked. */
export async function beside<T, U>(asked: PromiseLike<T>, reckon: () => U): Promise<[T, U]> {
	return Promise.all([asked, sent().then(reckon)]);
}

/** Until what has been asked is on its way: a statement leaves one turn after it was asked for. */
export async function sent() {
	await setImmediate();
	await setImmediate();
}

/** Waits for all, also where one fails: in a transaction nothing may go on after its end. */
export async function toTheEnd(work: Promise<unknown>[]): Promise<void> {
	for (const each of await Promise.allSettled(work)) if (each.status === 'rejected') throw each.reason;
}
