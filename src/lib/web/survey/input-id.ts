/** The id of an input; codes such as "4+" are not valid in a selector as they are. */
export function inputId(key: string, code: string): string {
	return `${key}-${code.replaceAll('+', 'plus')}`;
}
