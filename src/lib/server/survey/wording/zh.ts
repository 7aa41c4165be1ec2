import type { DefaultWords } from './en.ts';

export const zh: DefaultWords = {
	overall: { ask: '总的来说，感受如何？', low: '很差', high: '很好' },
	resolved: { ask: '事情解决了吗？', options: { yes: '解决了', partly: '部分解决', no: '没有解决' } },
	eased: {
		ask: '我们是否减轻了您的不便？',
		low: '完全没有',
		high: '完全减轻',
		options: { no_inconvenience: '没有不便' }
	},
	promise_kept: {
		ask: '对您的承诺兑现了吗？',
		options: { kept: '已兑现', late: '兑现了，但晚了', broken: '没有兑现', nothing_promised: '没有作过承诺' }
	},
	product_failed: { ask: '产品出故障了吗？' },
	failure_mode: { ask: '是什么样的故障？', options: { other: '其他：' } },
	same_failure_before: {
		ask: '这件产品，或它所替换的那一件，以前出过故障吗？',
		options: { yes: '出过，同样的故障', different: '出过，别的故障', no: '没有' }
	},
	failed_within: {
		ask: '拿到产品后多久出的故障？',
		options: { day: '一天之内', month: '一个月之内', year: '一年之内', later: '更晚' }
	},
	replacement_failed: {
		ask: '这次出故障的是换给您的产品吗？',
		options: { yes: '是', no: '不是', not_replaced: '从未更换过' }
	},
	contacts_needed: {
		ask: '为了这件事，您联系了我们几次？',
		options: { '1': '一次', '2': '两次', '3': '三次', '4+': '四次或更多' }
	},
	told_upfront: {
		ask: '事先是否告诉过您会怎样（时间、费用、条件）？',
		options: { yes: '是', no: '否', not_applicable: '不适用' }
	},
	respected: { ask: '您受到了怎样的尊重？', low: '完全没有', high: '充分' },
	asked_for_score: {
		ask: '有人要求您给出某个分数吗？',
		hint: '请选择所有符合的项。',
		options: {
			nobody: '没有人',
			asked: '有人要求过分数',
			told_what_counts: '有人告诉我哪个分数才算数',
			offered_something: '有人为此提供好处',
			pressured: '我感到压力',
			watched: '有人想在我回答时在场'
		}
	},
	wanted: {
		ask: '怎样才能（或仍然能）把事情处理好？',
		hint: '请选择所有符合的项。',
		options: {
			action: '有人采取行动',
			apology: '道歉',
			explanation: '解释',
			credit: '抵用金',
			refund: '退款',
			different_model: '换一个型号',
			nothing: '不需要什么'
		}
	},
	stay: { ask: '您还会再来吗？', options: { yes: '会', unsure: '不确定', no: '不会' } },
	comment: { ask: '我们应该知道些什么？', hint: '请用您自己的话。为您服务的人员看不到这些。' },
	contact_me: { ask: '可以就此事与您联系吗？' },
	recommend: { ask: '您有多大可能推荐我们？', low: '完全不可能', high: '非常可能' }
};
