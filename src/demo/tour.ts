// Where to click.
import { roles, type Role } from '#lib/server/identity/identity.ts';

export const mailboxPort = { smtp: 1025, web: 1080 };
export const password = 'look around';
export const staffEmail = (role: Role) => `${role}@larkfield.example`;

export const tour = (origin: string) => `
Ungamed runs with two simulated years of Larkfield Electronics, six shops.

  The desk        ${origin}
                  ${roles.map(staffEmail).join(', ')}
                  the password of each is: ${password}
                  admin sees everything, quality what customers say, product what keeps failing
                  an admin needs a second factor; what their phone would show: npm run demo -- code
  The mailbox     http://localhost:${mailboxPort.web}
                  the newest invitations are there; open one and answer it

  As a customer   npm run demo -- send           (in another window)
                  one new repair arrives through the feed; its mail is in the mailbox within seconds
                  the same page in another language: at its foot; nobody asked you? ${origin}/voice
  The questions   ${origin}/settings/questionnaire
                  edit them, see them on a phone, publish
  The cases       ${origin}/cases
                  what went wrong with whom, who looks after it, whether it helped: ${origin}/cases/report
  Questions       ${origin}/quality/leaving and ${origin}/quality/promises
                  what drives customers away, and where promises break
  The flaws       ${origin}/products
                  what keeps failing, how sure that is, since when; work on it, hand a report to the manufacturer
  The signals     ${origin}/quality/signals
                  who is out of line, compared with whom, and what else it may be; who was asked: ${origin}/quality/coverage
  Two people      ${origin}/settings/proposals
                  what changes a figure is proposed by one and approved by another
  The ledger      ${origin}/settings/ledger
                  every decision, message, answer and action is a record; checkpoints are signed by the hour
  Start over      npm run demo -- --fresh

What was planted: the battery of the Aster 12 and the pump of the Moka Trio are badly designed, one lot of
the Zephyr 6 is bad, and two reps game their surveys.

Stop with Ctrl-C; the data stays.`;
