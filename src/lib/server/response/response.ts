// Response: accepting an answer, once. Whatever the number of links, devices, retries and races, an
// interaction has one accepted answer (a constraint of the database), and every repeat gets its
// receipt. Opening a page changes nothing; what looks like a program's post is set aside and spends nothing.
export { acceptAnswer, openLink, type Accepted, type Opened, type OpenLink } from './accepting.ts';
export { sweepDrafts } from './drafts.ts';
export { openPage, takeForm, type Asking, type Page, type Taken } from './form.ts';
export { answersFeed, answerFields } from './history.ts';
export { lookUpReceipt, readReceipt, type Looked } from './receipt.ts';
export type { Suspicion } from './rules.ts';
export { sweepTraces, type Sender } from './traces.ts';
export { readTicket, writeTicket, type Ticket } from './ticket.ts';
