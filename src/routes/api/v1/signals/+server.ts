import { signalFields, signalsPage } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { answerReading } from '../reading.ts';

export function GET({ url }) {
	return answerReading(url, {
		name: 'signals',
		fields: signalFields,
		read: (search) => signalsPage(runtime().reports, search),
		rows: ({ signals }) => signals.map((signal) => ({ ...signal, interval: signal.interval.join(' to ') }))
	});
}
