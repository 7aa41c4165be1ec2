// Structured logs on standard error. What must never be logged is not handed to it: no link, no
// contact, no request path. Redaction below is the second net, not the first.
import pino from 'pino';

export type Log = pino.Logger;

export function createLog(level: string): Log {
	return pino(
		{
			level,
			base: undefined,
			redact: ['*.email', '*.phone', '*.link', '*.password', '*.authorization', '*.to'],
			serializers: { error: plainError }
		},
		pino.destination({ dest: 2, sync: true })
	);
}

/** Errors without the values that database drivers attach (parameters may hold what was typed). */
function plainError(error: unknown) {
	// Some libraries tell of errors that are none.
	if (!(error instanceof Error))
		return { message: String((error as Partial<Error> | null)?.message ?? error) };
	const { name, message, stack } = error;
	return { name, message, stack, code: 'code' in error ? error.code : undefined };
}
