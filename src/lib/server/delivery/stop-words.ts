// Words that stop or resume messages, in the languages we write: the whole of an SMS, or the first line of a reply.
const stop = [
	...['stop', 'stopall', 'unsubscribe', 'cancel', 'end', 'quit', 'no more'],
	...['stopp', 'ende', 'abmelden', 'abbestellen', 'austragen'],
	...['parar', 'alto', 'basta', 'baja', 'no más', 'cancelar'],
	...['arrêt', 'arret', 'arrêter', 'arreter', 'désabonner', 'désinscrire'],
	...['sair', 'remover', 'pare'],
	...['退订', '停止', '取消', 'td', 't'],
	...['إيقاف', 'ايقاف', 'توقف', 'قف', 'الغاء', 'إلغاء']
];
const start = [
	'start',
	'unstop',
	'yes',
	'weiter',
	'iniciar',
	'reprendre',
	'recommencer',
	'começar',
	'开始',
	'ابدأ'
];
const help = ['help', 'info', 'hilfe', 'ayuda', 'aide', 'ajuda', '帮助', 'مساعدة'];

const plain = (text: string) =>
	text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.trim();

const meanings = new Map<string, 'stop' | 'start' | 'help'>([
	...help.map((word) => [plain(word), 'help'] as const),
	...start.map((word) => [plain(word), 'start'] as const),
	...stop.map((word) => [plain(word), 'stop'] as const)
]);

/** Undefined for anything that says more than such a word. */
export const meaningOf = (text: string) => meanings.get(plain(text));
