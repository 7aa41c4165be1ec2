import type { Words } from './en.ts';

export const pt: Words = {
	encounters: {
		visit: (day) => `A sua visita de ${day}`,
		call: (day) => `A sua chamada de ${day}`,
		chat: (day) => `A nossa conversa de ${day}`,
		repair: (day) => `A sua reparação de ${day}`,
		return: (day) => `A sua devolução de ${day}`,
		delivery: (day) => `A sua entrega de ${day}`,
		appointment: (day) => `A sua marcação de ${day}`,
		other: (day) => `O seu contacto connosco de ${day}`
	},
	page: {
		about: (product) => `Sobre: ${product}.`,
		promised: (promise) => `Foi-lhe prometido: “${promise}”.`,
		privacy: 'A pessoa que o atendeu não pode ver a sua resposta.',
		needed: 'necessária',
		yes: 'Sim',
		no: 'Não',
		send: 'Enviar',
		later: 'Terminar mais tarde',
		note: 'Pode responder uma vez. Só é preciso responder às perguntas marcadas como “necessária”.',
		language: 'Língua',
		leaveEmpty: 'Deixe este campo vazio'
	},
	wrong: {
		title: 'Por favor, reveja isto',
		choose: 'Escolha uma resposta, por favor.',
		oneOfThese: 'Escolha uma das respostas propostas, por favor.',
		onlyOne: 'Escolha apenas uma resposta, por favor.',
		tooLong: (most, length) => `Por favor, encurte para ${most} caracteres (tem ${length}).`,
		number: (least, most) => `Indique um número inteiro de ${least} a ${most}, por favor.`,
		words: 'Escreva alguma coisa, por favor.',
		blank: 'Responda a pelo menos uma pergunta, por favor.'
	},
	again: {
		title: 'Isto veio de si? Por favor, carregue outra vez',
		text: 'As suas respostas continuam aqui. Chegaram da forma como chegam as de programas que abrem links sozinhos. Se vieram de si, carregue outra vez no botão.'
	},
	kept: {
		title: 'Guardado para mais tarde',
		text: (day) => `Ainda nada foi enviado. Para continuar, abra outra vez o link da mensagem, até ${day}.`,
		goOn: 'Continuar agora'
	},
	thanks: {
		title: 'Obrigado. A sua resposta chegou.',
		receipt: 'O seu recibo, caso queira um dia perguntar se a sua resposta conta sem alterações:',
		received: (day) => `Recebida em ${day}. Já ninguém a pode alterar.`,
		check: 'Verificar o meu recibo'
	},
	problems: {
		unknown: 'Este link não leva a lado nenhum.',
		unknownAdvice: 'Os links são longos: abra-o na própria mensagem ou copie-o inteiro.',
		expired: 'Este link expirou.',
		expiredAdvice: 'Obrigado por querer responder. Já não se recolhem respostas sobre isto.',
		tooLarge: 'É mais do que podemos receber de uma vez.',
		tooLargeAdvice: 'Volte atrás, encurte o texto e envie outra vez, por favor.',
		unreadable: 'Não conseguimos ler o que foi enviado.',
		unreadableAdvice: 'Volte atrás e envie outra vez, por favor.',
		outage: 'De momento não conseguimos aceder aos nossos registos.',
		outageAdvice: 'Nada se perdeu. Tente de novo dentro de alguns minutos.',
		failure: 'Algo correu mal do nosso lado.',
		failureAdvice: 'Tente de novo, por favor.',
		nothing: 'Não há nada aqui.',
		limited: 'Isto foi pedido demasiadas vezes a partir de onde está.',
		limitedAdvice: 'Tente de novo dentro de uma hora, por favor.'
	},
	stop: {
		title: 'Não quer mais perguntas destas?',
		text: 'Não enviaremos então mais perguntas sobre o nosso serviço para o endereço a que esta mensagem chegou.',
		here: 'Não perguntar mais neste endereço',
		everywhere: 'Não me perguntar mais de todo',
		stopped: 'Não voltaremos a perguntar-lhe.',
		stoppedText: 'Vale para o endereço a que a mensagem chegou.',
		stoppedEverywhere: 'Vale para todos os seus endereços que conhecemos.',
		undo: 'Afinal, voltem a perguntar-me',
		resumed: 'Obrigado. Poderemos voltar a perguntar-lhe.',
		resumedText: 'Pode pará-lo a qualquer momento, por qualquer mensagem nossa.'
	},
	receipt: {
		title: 'A minha resposta conta sem alterações?',
		label: 'Recibo',
		hint: 'Doze letras e algarismos da página que lhe agradeceu.',
		button: 'Consultar',
		counted: 'Esta resposta conta, sem alterações.',
		countedText: (day) =>
			`Foi recebida em ${day}. O que dizia não se mostra aqui a ninguém, para que ninguém possa exigir vê-lo.`,
		unsealed: 'Esta resposta conta.',
		unsealedText: (day) =>
			`Foi recebida em ${day}, antes de as respostas serem seladas, por isso não podemos mostrar que não foi alterada.`,
		changed: 'Esta resposta está registada, mas não como foi recebida.',
		changedText: 'Diga-nos o seu recibo, por favor: isto não pode acontecer e queremos saber porquê.',
		unknown: 'Não há nenhuma resposta com este recibo.',
		unknownText: 'Compare-o com a página que lhe agradeceu, por favor.',
		recorded: (index) => `É o registo ${index} do livro.`,
		sealed: (index, day) => `É o registo ${index} do livro, selado em ${day}.`,
		proof: 'Prova para especialistas'
	},
	trust: {
		title: 'Como mantemos isto honesto',
		points: [
			'Quem o atendeu não vê nem esta ligação, nem a sua resposta, nem qualquer pontuação sua.',
			'Quem é questionado decide-se por regra e por sorteio. Ninguém na empresa pode escolher, omitir ou voltar a perguntar.',
			'Conta uma só resposta, a primeira que enviar. Ninguém a pode alterar ou apagar sem que se note: cada resposta passa a ser um registo de um livro selado.',
			'O seu recibo mostra se a sua resposta conta sem alterações. O que disse não se mostra ali a ninguém.',
			'Sem cookies nem rastreadores. O seu endereço é guardado selado, à parte das respostas, e só enquanto for preciso.',
			'Pode pedir que lhe enviem ou apaguem tudo o que guardamos sobre si: dirija-se à empresa que o atendeu.',
			'O que não podemos notar: que alguém lhe tenha dito o que responder e pedido que não o mencionasse, e uma visita que ninguém registou. É para isso que servem as perguntas e a página para quem não foi questionado.'
		]
	},
	voice: {
		title: 'Não me perguntaram nada',
		text: 'Perguntamos aos clientes como os atendemos, com um link que o pessoal nunca vê. Se ninguém lhe perguntou, diga-nos aqui.',
		number: 'Um número do seu documento',
		numberHint: 'O da visita, da encomenda, da reparação ou da devolução.',
		contact: 'O e-mail ou telefone que nos deu',
		button: 'Quero que me perguntem',
		numberMissing: 'Copie um número do seu documento, por favor.',
		contactMissing: 'Indique um e-mail, ou um telefone com o indicativo do país, por favor.',
		done: 'Obrigado por nos dizer.',
		doneText:
			'Se o número e o contacto corresponderem, segue um link para o contacto que tínhamos antes de o atender. Para sua proteção, esta página diz o mesmo em todos os casos.'
	},
	followUp: {
		subject: (encounter) => `${encounter}: ficou resolvido?`,
		opening: (encounter) =>
			`${encounter}: disse-nos que algo correu mal, e desde então alguém tratou do assunto. Ajudou? Três perguntas, meio minuto.`,
		sms: (company) => `${company}: ficou resolvido? Três perguntas:`,
		title: 'Ficou resolvido?',
		text: 'Disse-nos que algo correu mal, e desde então alguém tratou do assunto. Quem tratou não vê esta página nem fica a saber quem respondeu.',
		done: 'Obrigado. É isso que conta.',
		doneText: 'A sua resposta fica ao lado do que foi feito, para que se faça mais vezes o que ajuda.'
	},
	notice: {
		changedSubject: (company) => `${company}: os seus contactos foram alterados`,
		changed: (day) =>
			`Em ${day} disseram-nos que os seus contactos foram alterados. Se foi você, não precisa de fazer nada.`,
		notMe: 'Se não foi você, diga-nos aqui:',
		promiseSubject: (encounter) => `${encounter}: o que lhe foi prometido`,
		promise: (encounter, promise) => `${encounter}: disseram-nos que lhe foi prometido «${promise}».`,
		promiseBy: (day) => `Até ${day}.`,
		promiseLater: 'Mais tarde perguntaremos se foi cumprido. Agora não precisa de fazer nada.',
		title: 'Não foi você?',
		text: (day) =>
			`Em ${day} disseram-nos que os seus contactos foram alterados. Se não foi você, não usaremos os novos, e quem cuida da qualidade verá que o disse.`,
		button: 'Não fui eu',
		denied: 'Obrigado. Não usaremos os novos contactos.',
		deniedText: 'Ninguém que o atenda pode ver que nos disse isto.',
		again: 'Carregue no botão mais uma vez, para sabermos que é você.'
	},
	message: {
		subject: (encounter) => `${encounter}: como correu?`,
		opening: (encounter) =>
			`${encounter}: como correu e em que resultou? Conte-nos, por favor; demora um minuto.`,
		voiceOpening: (encounter) =>
			`${encounter}: disse-nos que ninguém lhe perguntou. Aqui está o seu link; demora um minuto.`,
		reminderSubject: (encounter) => `${encounter}: ainda podemos perguntar?`,
		reminderOpening: (encounter) =>
			`${encounter}: a nossa pergunta continua em aberto. Se tiver um minuto, conte-nos como correu; se não, não precisa de fazer nada.`,
		privacy: 'A pessoa que o atendeu não pode ver este link nem a sua resposta.',
		validity: (day) => `O link serve uma vez, até ${day}.`,
		stop: 'Mais perguntas destas não, por favor',
		sms: (company, encounter) => `${company}. ${encounter}: como correu?`,
		smsStop: 'Parar: responda STOP',
		smsShort: (company) => `${company}: como correu?`,
		smsHelp: (company) =>
			`${company} pergunta como correu o serviço. Responda STOP para não receber mais mensagens, START para voltar a recebê-las.`,
		smsStopped: (company) =>
			`${company} não voltará a escrever para este número. Responda START se mudar de ideias.`,
		smsStarted: (company) => `${company} pode voltar a escrever para este número. Responda STOP para parar.`,
		smsChanged: (company) => `${company}: os seus contactos foram alterados. Não foi você? Diga-nos:`,
		smsPromise: (company, promise) => `${company}: disseram-nos que lhe foi prometido: ${promise}`
	}
};
