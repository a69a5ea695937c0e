import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { people } from '../../src/assurance/partnership/person.ts';
import { isSubmitted, quarterlyReturns } from '../../src/assurance/returns/quarterly-return.ts';
import { returnForm } from '../../src/assurance/returns/return-form.ts';
import type { FormSection } from '../../src/assurance/returns/return-form-model.ts';
import { day } from '../../src/assurance/time/day.ts';
import { declineSignOff } from '../../src/use-cases/decline-sign-off.ts';
import { submitReturn } from '../../src/use-cases/submit-return.ts';
import { renderSignOffCard, type SignOffFacts } from '../cards/sign-off-card.ts';
import { sentence, shown, type Answer, type Turn } from '../turn.ts';

/** What waits for a senior officer's approval, or what became of it. */
export function showSignOff(turn: Turn, returnKey: string, extra: Pick<SignOffFacts, 'said' | 'typed'> = {}): Answer {
  if (turn.place !== 'personal') return sentence('A return holds your agency’s own text, so I show it only in our personal chat.');
  const snapshot = turn.snapshot();
  const form = returnForm(snapshot, turn.viewer, turn.today, { returnKey, onBehalf: false });
  if (!form.ok) return sentence(form.refusal.message);
  const row = snapshot.get(quarterlyReturns, returnKey);
  const waits = form.fact.signOff.asked && form.fact.signOff.viewerSigns;
  const askedBy = row?.status === 'awaiting-sign-off' ? snapshot.get(people, row.requestedBy)?.name : undefined;
  const { sections, figures } = form.fact;
  return shown(renderSignOffCard({
    returnKey, quarterName: form.fact.quarterName, agencyName: form.fact.agencyName, dueOn: day(form.fact.dueOn), waits,
    ...(askedBy === undefined ? {} : { askedByName: askedBy }),
    parts: [...sections.map((section) => [section.title, wordsOf(section)] as const), ['Figures', `${figures.filter(({ done }) => done).length} of ${figures.length} given`]],
    state: row && isSubmitted(row) ? `It is submitted, with receipt ${row.receipt}.` : 'It does not wait for your sign-off at the moment.',
    readUrl: turn.tab(pageAddress.returnReading(returnKey)), userIds: [turn.teamsUser], ...extra,
  }));
}

function wordsOf(section: FormSection): string {
  if (section.nothingToRaise) return 'Nothing to raise';
  const text = section.questions.map((question) => question.text.trim()).filter((words) => words !== '').join(' ');
  return text === '' ? 'Not answered' : text;
}

export async function approveFromCard(turn: Turn, { returnKey, reason }: { readonly returnKey: string; readonly reason: string }): Promise<Answer> {
  const row = turn.snapshot().get(quarterlyReturns, returnKey);
  if (row && isSubmitted(row)) return showSignOff(turn, returnKey);
  if (reason.trim() !== '') return showSignOff(turn, returnKey, { typed: reason, said: { word: 'Please check', text: 'You wrote what is to be changed. Send it back, or remove the text and approve.' } });
  const submitted = await submitReturn(turn.work, turn.viewer, { returnKey, onBehalf: false });
  return showSignOff(turn, returnKey, { said: submitted.ok ? { word: 'Done', text: submitted.fact.words } : { word: 'Refused', text: submitted.refusal.message } });
}

export async function sendBackFromCard(turn: Turn, { returnKey, reason }: { readonly returnKey: string; readonly reason: string }): Promise<Answer> {
  if (reason.trim() === '') return showSignOff(turn, returnKey, { said: { word: 'Please check', text: 'Enter what is to be changed. Nothing was sent back yet.' } });
  const declined = await declineSignOff(turn.work, turn.viewer, { returnKey, reason });
  return showSignOff(turn, returnKey, declined.ok ? { said: { word: 'Done', text: declined.fact.message } } : { typed: reason, said: { word: 'Refused', text: declined.refusal.message } });
}
