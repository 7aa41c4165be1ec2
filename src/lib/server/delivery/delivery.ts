// Delivery: what leaves the house – e-mail and SMS –, when, what comes back about it, and who wants no more of it.
export {
	applyWordings,
	checkWordings,
	readBrand,
	type BrandChange,
	type CheckedWordings
} from './brand-form.ts';
export { connectMail } from './email.ts';
export { plainMail } from './letters.ts';
export { readOverview, type Count } from './overview.ts';
export { optOutColumns, takeOptOutList } from './opt-out-list.ts';
export { openStop, takeStop, writeStopOf, type StopPage, type Stopped } from './opt-out.ts';
export { takeMail, takeSmsStatus, takeText } from './incoming.ts';
export { writeReference } from './reference.ts';
export { sendInvitations, type Became, type Sending } from './sending.ts';
export { connectSms, providerOf } from './sms.ts';
export { changedSms, followUpSms, promiseSms, replySms } from './sms-wording.ts';
export type { Mail, MailContent, Sent, Sms, Transports } from './transport.ts';
export { isSpecimen, makeSpecimen, specimenToken } from './specimen.ts';
export { changedMail, followUpMail, inviteMail, promiseMail, replyMail } from './wording.ts';
export { currentWordings, type Brand } from './wordings.ts';
