import type { Words } from './en.ts';

export const zh: Words = {
	encounters: {
		visit: (day) => `您${day}的到访`,
		call: (day) => `您${day}的来电`,
		chat: (day) => `${day}与您的在线交谈`,
		repair: (day) => `您${day}的维修`,
		return: (day) => `您${day}的退货`,
		delivery: (day) => `您${day}的收货`,
		appointment: (day) => `您${day}的预约`,
		other: (day) => `您${day}与我们的联系`
	},
	page: {
		about: (product) => `关于：${product}。`,
		promised: (promise) => `我们曾向您承诺：“${promise}”。`,
		privacy: '为您服务的人员看不到您的回答。',
		needed: '必答',
		yes: '是',
		no: '否',
		send: '提交',
		later: '稍后完成',
		note: '您只能回答一次。只有标有“必答”的问题必须回答。',
		language: '语言',
		leaveEmpty: '请将此栏留空'
	},
	wrong: {
		title: '请再看一下这里',
		choose: '请选择一项。',
		oneOfThese: '请从所列选项中选择一项。',
		onlyOne: '请只选择一项。',
		tooLong: (most, length) => `请缩短到 ${most} 个字符以内（现有 ${length} 个）。`,
		number: (least, most) => `请填写 ${least} 到 ${most} 之间的整数。`,
		words: '请写点内容。',
		blank: '请至少回答一个问题。'
	},
	again: {
		title: '是您本人吗？请再按一次',
		text: '您的回答还在。它们到达的方式很像会自动打开链接的程序。如果是您本人，请再按一次按钮。'
	},
	kept: {
		title: '已为您保留',
		text: (day) => `尚未提交任何内容。要继续，请再次打开消息中的链接（有效期至${day}）。`,
		goOn: '现在继续'
	},
	thanks: {
		title: '谢谢。您的回答已收到。',
		receipt: '这是您的回执。今后您可以凭它查询您的回答是否原样计入：',
		received: (day) => `收到日期：${day}。任何人都不能更改它，包括您自己。`,
		check: '查询我的回执'
	},
	problems: {
		unknown: '这个链接无效。',
		unknownAdvice: '链接很长：请直接从消息中打开，或完整复制。',
		expired: '这个链接已过期。',
		expiredAdvice: '感谢您愿意回答。关于此事的回答已停止收集。',
		tooLarge: '内容太多，我们无法一次接收。',
		tooLargeAdvice: '请返回，缩短文字后再提交。',
		unreadable: '我们无法读取提交的内容。',
		unreadableAdvice: '请返回后再提交一次。',
		outage: '我们暂时无法访问记录。',
		outageAdvice: '没有任何内容丢失。请几分钟后再试。',
		failure: '我们这边出了问题。',
		failureAdvice: '请再试一次。',
		nothing: '这里没有内容。',
		limited: '您所在的网络请求过于频繁。',
		limitedAdvice: '请一小时后再试。'
	},
	stop: {
		title: '不再接收此类问题？',
		text: '此后我们将不再向收到这条消息的地址发送有关服务的问题。',
		here: '不再向此地址发送',
		everywhere: '完全不要再问我',
		stopped: '我们不会再问您。',
		stoppedText: '这适用于收到该消息的地址。',
		stoppedEverywhere: '这适用于我们所知的您的所有地址。',
		undo: '还是再问我吧',
		resumed: '谢谢。我们可以再次向您提问。',
		resumedText: '您可以随时通过我们的任何一条消息停止。'
	},
	receipt: {
		title: '我的回答是否原样计入？',
		label: '回执',
		hint: '致谢页面上的十二位字母和数字。',
		button: '查询',
		counted: '该回答已原样计入。',
		countedText: (day) => `收到日期：${day}。这里不向任何人显示回答内容，因此没有人可以要求您出示。`,
		unsealed: '该回答已计入。',
		unsealedText: (day) => `收到日期：${day}，早于回答封存功能启用，因此我们无法证明它未被更改。`,
		changed: '该回答有记录，但与收到时不同。',
		changedText: '请把您的回执告诉我们：这种事不应发生，我们想知道原因。',
		unknown: '没有与此回执对应的回答。',
		unknownText: '请与致谢页面核对。',
		recorded: (index) => `它是账册中的第 ${index} 条记录。`,
		sealed: (index, day) => `它是账册中的第 ${index} 条记录，于 ${day} 封存。`,
		proof: '供专业人士核验的证明'
	},
	trust: {
		title: '我们如何保证诚实',
		points: [
			'为您服务的人看不到此链接、您的回答，也看不到您给的任何分数。',
			'询问谁由规则和随机抽取决定。公司里没有人可以挑选、跳过或再次询问。',
			'只有一份回答有效，即您发送的第一份。任何人更改或删除它都会被发现：每份回答都成为封存账册中的一条记录。',
			'您的回执可以显示您的回答是否原样计入。您说了什么，不会在那里向任何人显示。',
			'没有 Cookie，没有跟踪。您的地址加密保存，与回答分开，并且只在需要期间保存。',
			'您可以要求把我们保存的有关您的全部内容发给您，或予以删除：请联系为您服务的公司。',
			'我们无法察觉的是：有人告诉您该怎么回答并要求您不要提起，以及没有人登记的到访。正因如此，才有这些问题，以及为没有被询问的人准备的页面。'
		]
	},
	voice: {
		title: '没有人问过我',
		text: '我们通过员工看不到的链接，询问顾客我们服务得如何。如果没有人问过您，请在这里告诉我们。',
		number: '单据上的号码',
		numberHint: '到访、订单、维修或退货的号码。',
		contact: '您留给我们的电子邮箱或电话号码',
		button: '我希望被询问',
		numberMissing: '请抄写单据上的一个号码。',
		contactMissing: '请填写电子邮箱，或带国家代码的电话号码。',
		done: '谢谢您告诉我们。',
		doneText:
			'如果号码与联系方式相符，链接会发往我们在为您服务之前已登记的联系方式。为了保护您，本页在任何情况下显示的内容都相同。'
	},
	followUp: {
		subject: (encounter) => `${encounter}：问题解决了吗？`,
		opening: (encounter) =>
			`${encounter}：您曾告诉我们有不妥之处，之后已有人处理。这有帮助吗？三个问题，半分钟。`,
		sms: (company) => `${company}：问题解决了吗？三个问题：`,
		title: '问题解决了吗？',
		text: '您曾告诉我们有不妥之处，之后已有人处理。处理的人看不到此页面，也不知道谁作了回答。',
		done: '谢谢。这才是最重要的。',
		doneText: '您的回答会与所做的处理放在一起，让有用的做法更常被采用。'
	},
	notice: {
		changedSubject: (company) => `${company}：您的联系方式已被更改`,
		changed: (day) => `我们于${day}得知您的联系方式已被更改。如果是您本人更改的，无需任何操作。`,
		notMe: '如果不是您本人，请在此告诉我们：',
		promiseSubject: (encounter) => `${encounter}：对您的承诺`,
		promise: (encounter, promise) => `${encounter}：我们得知有人向您承诺“${promise}”。`,
		promiseBy: (day) => `期限：${day}。`,
		promiseLater: '之后我们会询问承诺是否兑现。您现在无需任何操作。',
		title: '不是您本人吗？',
		text: (day) =>
			`我们于${day}得知您的联系方式已被更改。如果不是您本人，我们不会使用新的联系方式，负责质量的人员会看到您的说明。`,
		button: '不是我本人',
		denied: '谢谢。我们不会使用新的联系方式。',
		deniedText: '为您服务的人员看不到您告诉了我们。',
		again: '请再按一次按钮，以便我们确认是您本人。'
	},
	message: {
		subject: (encounter) => `${encounter}：感受如何？`,
		opening: (encounter) => `${encounter}：感受如何，结果怎样？请告诉我们，只需一分钟。`,
		voiceOpening: (encounter) => `${encounter}：您告诉我们没有人问过您。这是您的链接，只需一分钟。`,
		reminderSubject: (encounter) => `${encounter}：还可以请教您吗？`,
		reminderOpening: (encounter) =>
			`${encounter}：我们的问题仍在等您。如果您有一分钟，请告诉我们情况如何；如果没有，无需做任何事。`,
		privacy: '为您服务的人员看不到这个链接，也看不到您的回答。',
		validity: (day) => `链接可使用一次，有效期至${day}。`,
		stop: '请不要再发送此类问题',
		sms: (company, encounter) => `${company}。${encounter}：感受如何？`,
		smsStop: '退订请回复STOP',
		smsShort: (company) => `${company}：感受如何？`,
		smsHelp: (company) => `${company}想了解服务情况。回复STOP停止接收，回复START恢复。`,
		smsStopped: (company) => `${company}不会再向此号码发送消息。如改变主意，请回复START。`,
		smsStarted: (company) => `${company}可以再次向此号码发送消息。回复STOP停止。`,
		smsChanged: (company) => `${company}：您的联系方式已被更改。不是您本人？请告诉我们：`,
		smsPromise: (company, promise) => `${company}：我们得知曾向您承诺：${promise}`
	}
};
