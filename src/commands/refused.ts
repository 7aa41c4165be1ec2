/** An expected refusal: shown as it is, without a stack. */
export class Refused extends Error {
	override toString() {
		return this.message;
	}
}
