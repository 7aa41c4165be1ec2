import type { DefaultWords } from './en.ts';

export const ar: DefaultWords = {
	overall: { ask: 'كيف كانت التجربة إجمالًا؟', low: 'سيئة جدًا', high: 'جيدة جدًا' },
	resolved: { ask: 'هل حُلّت المسألة؟', options: { yes: 'نعم', partly: 'جزئيًا', no: 'لا' } },
	eased: {
		ask: 'هل خففنا عنك ما لحقك من إزعاج؟',
		low: 'لا، إطلاقًا',
		high: 'تمامًا',
		options: { no_inconvenience: 'لم يكن هناك إزعاج' }
	},
	promise_kept: {
		ask: 'هل تم الوفاء بما وُعدت به؟',
		options: {
			kept: 'تم الوفاء به',
			late: 'تم الوفاء به متأخرًا',
			broken: 'لم يتم الوفاء به',
			nothing_promised: 'لم أُوعَد بشيء'
		}
	},
	product_failed: { ask: 'هل تعطل المنتج؟' },
	failure_mode: { ask: 'كيف تعطل؟', options: { other: 'شيء آخر:' } },
	same_failure_before: {
		ask: 'هل سبق أن تعطل هذا المنتج، أو المنتج الذي جاء هذا بديلًا عنه؟',
		options: { yes: 'نعم، بالطريقة نفسها', different: 'نعم، بطريقة أخرى', no: 'لا' }
	},
	failed_within: {
		ask: 'بعد كم من الوقت من حصولك عليه تعطل؟',
		options: { day: 'خلال يوم', month: 'خلال شهر', year: 'خلال سنة', later: 'بعد ذلك' }
	},
	replacement_failed: {
		ask: 'هل كان ما تعطل هذه المرة منتجًا بديلًا؟',
		options: { yes: 'نعم', no: 'لا', not_replaced: 'لم يُستبدل قط' }
	},
	contacts_needed: {
		ask: 'كم مرة اضطررت إلى التواصل معنا بشأن ذلك؟',
		options: { '1': 'مرة واحدة', '2': 'مرتين', '3': 'ثلاث مرات', '4+': 'أربع مرات أو أكثر' }
	},
	told_upfront: {
		ask: 'هل أُخبرت مسبقًا بما ينتظرك (الوقت والتكلفة والشروط)؟',
		options: { yes: 'نعم', no: 'لا', not_applicable: 'لا ينطبق' }
	},
	respected: { ask: 'ما مدى الاحترام الذي عوملت به؟', low: 'لا احترام', high: 'احترام كامل' },
	asked_for_score: {
		ask: 'هل طلب منك أحد تقييمًا بعينه؟',
		hint: 'اختر كل ما ينطبق.',
		options: {
			nobody: 'لا أحد',
			asked: 'طلب أحدهم تقييمًا',
			told_what_counts: 'قيل لي أي تقييم يُحتسب',
			offered_something: 'عُرض عليّ شيء مقابل ذلك',
			pressured: 'شعرت بالضغط',
			watched: 'أراد أحدهم أن يكون حاضرًا وأنا أجيب'
		}
	},
	wanted: {
		ask: 'ما الذي كان سيصلح الأمر، أو لا يزال بوسعه ذلك؟',
		hint: 'اختر كل ما ينطبق.',
		options: {
			action: 'أن يتصرف أحد',
			apology: 'اعتذار',
			explanation: 'تفسير',
			credit: 'رصيد',
			refund: 'استرداد المبلغ',
			different_model: 'طراز مختلف',
			nothing: 'لا شيء'
		}
	},
	stay: { ask: 'هل ستعود إلينا؟', options: { yes: 'نعم', unsure: 'لست متأكدًا', no: 'لا' } },
	comment: { ask: 'ما الذي ينبغي أن نعرفه؟', hint: 'بكلماتك. من خدمك لا يرى هذا.' },
	contact_me: { ask: 'هل يمكن لأحد أن يتواصل معك بشأن هذا؟' },
	recommend: { ask: 'ما مدى احتمال أن توصي بنا؟', low: 'غير محتمل إطلاقًا', high: 'محتمل جدًا' }
};
