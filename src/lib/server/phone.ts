// Phone numbers as the world dials them (E.164).
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min';

export interface Phone {
	/** Such as +442079460018. */
	number: string;
	/** Two letters; null for numbers of no country, such as satellites. */
	country: string | null;
}

/** Undefined for what nobody can dial: too short, too long, or without a country and none is given. */
export function readPhone(text: string, country?: string): Phone | undefined {
	const read = parsePhoneNumberFromString(text, {
		defaultCountry: country as CountryCode | undefined,
		extract: false
	});
	if (!read?.isPossible() || read.ext) return undefined;
	// Some countries share a code; the first is the one most numbers belong to.
	return { number: read.number, country: read.country ?? read.getPossibleCountries()[0] ?? null };
}
