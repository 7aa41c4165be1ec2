import type { Words } from './en.ts';

export const es: Words = {
	encounters: {
		visit: (day) => `Su visita del ${day}`,
		call: (day) => `Su llamada del ${day}`,
		chat: (day) => `Nuestro chat del ${day}`,
		repair: (day) => `Su reparación del ${day}`,
		return: (day) => `Su devolución del ${day}`,
		delivery: (day) => `Su entrega del ${day}`,
		appointment: (day) => `Su cita del ${day}`,
		other: (day) => `Su contacto con nosotros del ${day}`
	},
	page: {
		about: (product) => `Sobre: ${product}.`,
		promised: (promise) => `Se le prometió: «${promise}».`,
		privacy: 'La persona que le atendió no puede ver su respuesta.',
		needed: 'necesaria',
		yes: 'Sí',
		no: 'No',
		send: 'Enviar',
		later: 'Terminar más tarde',
		note: 'Puede responder una vez. Solo hay que contestar las preguntas marcadas como «necesaria».',
		language: 'Idioma',
		leaveEmpty: 'Deje este campo vacío'
	},
	wrong: {
		title: 'Por favor, revise esto',
		choose: 'Elija una respuesta, por favor.',
		oneOfThese: 'Elija una de las respuestas ofrecidas, por favor.',
		onlyOne: 'Elija solo una respuesta, por favor.',
		tooLong: (most, length) => `Por favor, acórtelo a ${most} caracteres (tiene ${length}).`,
		number: (least, most) => `Indique un número entero de ${least} a ${most}, por favor.`,
		words: 'Escriba algo, por favor.',
		blank: 'Conteste al menos una pregunta, por favor.'
	},
	again: {
		title: '¿Fue usted? Por favor, pulse otra vez',
		text: 'Sus respuestas siguen aquí. Llegaron del modo en que lo hacen los programas que abren enlaces por su cuenta. Si fue usted, pulse el botón otra vez.'
	},
	kept: {
		title: 'Guardado para más tarde',
		text: (day) =>
			`Todavía no se ha enviado nada. Para seguir, abra de nuevo el enlace del mensaje, hasta el ${day}.`,
		goOn: 'Seguir ahora'
	},
	thanks: {
		title: 'Gracias. Su respuesta ha llegado.',
		receipt: 'Su recibo, por si alguna vez quiere preguntar si su respuesta cuenta sin cambios:',
		received: (day) => `Recibida el ${day}. Nadie puede cambiarla, tampoco usted.`,
		check: 'Comprobar mi recibo'
	},
	problems: {
		unknown: 'Este enlace no lleva a ninguna parte.',
		unknownAdvice: 'Los enlaces son largos: ábralo desde el propio mensaje o cópielo entero.',
		expired: 'Este enlace ha caducado.',
		expiredAdvice: 'Gracias por querer responder. Ya no se recogen respuestas sobre esto.',
		tooLarge: 'Es más de lo que podemos recibir de una vez.',
		tooLargeAdvice: 'Vuelva atrás, acorte su texto y envíelo otra vez, por favor.',
		unreadable: 'No hemos podido leer lo enviado.',
		unreadableAdvice: 'Vuelva atrás y envíelo otra vez, por favor.',
		outage: 'Ahora mismo no podemos acceder a nuestros registros.',
		outageAdvice: 'No se ha perdido nada. Inténtelo de nuevo dentro de unos minutos.',
		failure: 'Algo ha fallado por nuestra parte.',
		failureAdvice: 'Inténtelo de nuevo, por favor.',
		nothing: 'Aquí no hay nada.',
		limited: 'Se ha preguntado demasiadas veces desde donde usted está.',
		limitedAdvice: 'Inténtelo de nuevo dentro de una hora, por favor.'
	},
	stop: {
		title: '¿No quiere más preguntas como estas?',
		text: 'Entonces no enviaremos más preguntas sobre nuestro servicio a la dirección a la que llegó este mensaje.',
		here: 'No preguntar más a esta dirección',
		everywhere: 'No preguntarme más en absoluto',
		stopped: 'No volveremos a preguntarle.',
		stoppedText: 'Vale para la dirección a la que llegó el mensaje.',
		stoppedEverywhere: 'Vale para todas sus direcciones que conocemos.',
		undo: 'Volver a preguntarme',
		resumed: 'Gracias. Podremos volver a preguntarle.',
		resumedText: 'Puede detenerlo cuando quiera, desde cualquier mensaje nuestro.'
	},
	receipt: {
		title: '¿Cuenta mi respuesta sin cambios?',
		label: 'Recibo',
		hint: 'Doce letras y cifras de la página en la que le dimos las gracias.',
		button: 'Consultar',
		counted: 'Esta respuesta cuenta, sin cambios.',
		countedText: (day) =>
			`Se recibió el ${day}. Aquí no se muestra a nadie lo que decía, para que nadie pueda pedirle que lo enseñe.`,
		unsealed: 'Esta respuesta cuenta.',
		unsealedText: (day) =>
			`Se recibió el ${day}, antes de que las respuestas se sellaran, así que no podemos mostrar que no ha cambiado.`,
		changed: 'Esta respuesta consta, pero no como se recibió.',
		changedText: 'Díganos su recibo, por favor: esto no debe ocurrir y queremos saber por qué ha ocurrido.',
		unknown: 'No hay ninguna respuesta con este recibo.',
		unknownText: 'Compárelo con la página en la que le dimos las gracias, por favor.',
		recorded: (index) => `Es el registro ${index} del libro.`,
		sealed: (index, day) => `Es el registro ${index} del libro, sellado el ${day}.`,
		proof: 'Prueba para expertos'
	},
	trust: {
		title: 'Cómo garantizamos que sea limpio',
		points: [
			'Quien le atendió no ve ni este enlace ni su respuesta, ni ninguna puntuación suya.',
			'A quién se pregunta lo deciden una regla y el azar. Nadie en la empresa puede elegir, omitir ni volver a preguntar.',
			'Cuenta una sola respuesta, la primera que envíe. Nadie puede cambiarla ni borrarla sin que se note: cada respuesta pasa a ser un registro de un libro sellado.',
			'Su recibo muestra si su respuesta cuenta sin cambios. Lo que dijo no se muestra allí a nadie.',
			'Sin cookies ni rastreadores. Su dirección se guarda sellada, aparte de sus respuestas, y solo mientras haga falta.',
			'Puede pedir que se le envíe o se borre todo lo que guardamos sobre usted: diríjase a la empresa que le atendió.',
			'Lo que no podemos notar: que alguien le haya dicho qué responder y le haya pedido que no lo mencione, y una visita que nadie registró. Para eso están las preguntas y la página para quienes no fueron preguntados.'
		]
	},
	voice: {
		title: 'A mí no me han preguntado',
		text: 'Preguntamos a los clientes cómo les hemos atendido, con un enlace que el personal nunca ve. Si nadie le ha preguntado, díganoslo aquí.',
		number: 'Un número de su comprobante',
		numberHint: 'El de la visita, el pedido, la reparación o la devolución.',
		contact: 'El correo electrónico o teléfono que nos dio',
		button: 'Quiero que me pregunten',
		numberMissing: 'Copie un número de su comprobante, por favor.',
		contactMissing: 'Indique un correo electrónico o un teléfono con prefijo de país, por favor.',
		done: 'Gracias por decírnoslo.',
		doneText:
			'Si el número y el contacto se corresponden, ya va de camino un enlace al contacto que teníamos antes de atenderle. Para protegerle, esta página dice lo mismo en todos los casos.'
	},
	followUp: {
		subject: (encounter) => `${encounter}: ¿ya está solucionado?`,
		opening: (encounter) =>
			`${encounter}: nos dijo que algo salió mal, y desde entonces alguien se ha ocupado de ello. ¿Ha servido? Tres preguntas, medio minuto.`,
		sms: (company) => `${company}: ¿ya está solucionado? Tres preguntas:`,
		title: '¿Ya está solucionado?',
		text: 'Nos dijo que algo salió mal, y desde entonces alguien se ha ocupado de ello. Quienes lo hicieron no ven esta página ni saben quién ha respondido.',
		done: 'Gracias. Eso es lo que cuenta.',
		doneText: 'Su respuesta figura junto a lo que se hizo, para que se haga más a menudo lo que ayuda.'
	},
	notice: {
		changedSubject: (company) => `${company}: han cambiado sus datos de contacto`,
		changed: (day) =>
			`El ${day} nos comunicaron que sus datos de contacto habían cambiado. Si fue usted, no tiene que hacer nada.`,
		notMe: 'Si no fue usted, díganoslo aquí:',
		promiseSubject: (encounter) => `${encounter}: lo que le prometieron`,
		promise: (encounter, promise) => `${encounter}: nos han dicho que le prometieron «${promise}».`,
		promiseBy: (day) => `Para el ${day}.`,
		promiseLater: 'Más adelante le preguntaremos si se cumplió. Ahora no tiene que hacer nada.',
		title: '¿No fue usted?',
		text: (day) =>
			`El ${day} nos comunicaron que sus datos de contacto habían cambiado. Si no fue usted, no usaremos los nuevos, y quienes cuidan de la calidad verán que lo ha dicho.`,
		button: 'No fui yo',
		denied: 'Gracias. No usaremos los datos nuevos.',
		deniedText: 'Nadie que le atienda puede ver que nos lo ha dicho.',
		again: 'Pulse el botón otra vez, para que sepamos que es usted.'
	},
	message: {
		subject: (encounter) => `${encounter}: ¿cómo fue?`,
		opening: (encounter) =>
			`${encounter}: ¿cómo fue y en qué quedó? Cuéntenoslo, por favor; lleva un minuto.`,
		voiceOpening: (encounter) =>
			`${encounter}: nos dijo que nadie le había preguntado. Este es su enlace; lleva un minuto.`,
		reminderSubject: (encounter) => `${encounter}: ¿aún podemos preguntarle?`,
		reminderOpening: (encounter) =>
			`${encounter}: nuestra pregunta sigue abierta. Si tiene un minuto, cuéntenos cómo fue; si no, no tiene que hacer nada.`,
		privacy: 'La persona que le atendió no puede ver este enlace ni su respuesta.',
		validity: (day) => `El enlace sirve una vez, hasta el ${day}.`,
		stop: 'No más preguntas como estas, por favor',
		sms: (company, encounter) => `${company}. ${encounter}: ¿cómo fue?`,
		smsStop: 'No más: responda STOP',
		smsShort: (company) => `${company}: ¿cómo fue?`,
		smsHelp: (company) =>
			`${company} pregunta cómo fue su servicio. Responda STOP para no recibir más mensajes, START para recibirlos de nuevo.`,
		smsStopped: (company) =>
			`${company} no volverá a escribir a este número. Responda START si cambia de idea.`,
		smsStarted: (company) =>
			`${company} puede volver a escribir a este número. Responda STOP para detenerlo.`,
		smsChanged: (company) => `${company}: sus datos de contacto se cambiaron. ¿No fue usted? Díganoslo:`,
		smsPromise: (company, promise) => `${company}: nos dijeron que se le prometió: ${promise}`
	}
};
