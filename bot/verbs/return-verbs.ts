import { pageAddress } from '../../src/assurance/desk/page-address.ts';
import { arrangementsOf } from '../../src/assurance/partnership/arrangements.ts';
import { deputyOf } from '../../src/assurance/partnership/people-of.ts';
import { may } from '../../src/assurance/partnership/permission.ts';
import { tidyText } from '../../src/assurance/confidentiality.ts';
import { receiptOf } from '../../src/assurance/returns/decide-submission.ts';
import { findReturn } from '../../src/assurance/returns/return-case.ts';
import { isSubmitted, quarterlyReturns, returnAnswers, type QuarterlyReturn, type SubmittedReturn } from '../../src/assurance/returns/quarterly-return.ts';
import { returnShortForm } from '../../src/assurance/returns/return-short-form.ts';
import type { DraftSaved } from '../../src/assurance/returns/return-form-model.ts';
import { day } from '../../src/assurance/time/day.ts';
import { askDeputy } from '../../src/use-cases/ask-deputy.ts';
import { askSignOff } from '../../src/use-cases/ask-sign-off.ts';
import { saveDraft } from '../../src/use-cases/save-draft.ts';
import { submitReturn } from '../../src/use-cases/submit-return.ts';
import { renderReturnCard, type ReturnCardFacts, type ReturnPress, type ReturnReceipt } from '../cards/return-card.ts';
import { CARD_CELLS, CARD_TEXT_LENGTH, editsOf, type Typed } from '../cards/short-form.ts';
import { ANSWER_LENGTH } from '../../src/assurance/returns/return-draft.ts';
import { sentence, shown, type Answer, type Turn } from '../turn.ts';

type Said = NonNullable<ReturnCardFacts['said']>;

/** The return as it stands for this person; a sentence where it is not theirs to see. */
export function showReturn(turn: Turn, returnKey: string, with_: { readonly said?: Said; readonly typed?: Typed } = {}): Answer {
  if (turn.place !== 'personal') return sentence('A return holds your agency’s own text, so I show it only in our personal chat. Say “my returns” there.');
  const snapshot = turn.snapshot();
  const form = returnShortForm(snapshot, turn.viewer, turn.today, { returnKey, mostCells: CARD_CELLS });
  if (!form.ok) return sentence(form.refusal.message);
  const row = snapshot.get(quarterlyReturns, returnKey);
  const receipt = row && isSubmitted(row) && !form.fact.correcting ? receiptFor(turn, row) : undefined;
  return shown(renderReturnCard({
    form: form.fact, dueOn: day(form.fact.dueOn), ...(receipt === undefined ? {} : { receipt }), ...with_,
    canAskDeputy: row !== undefined && canAskDeputy(turn, row),
    readUrl: turn.tab(receipt === undefined ? pageAddress.returnForm(returnKey) : pageAddress.returnReading(returnKey)), userIds: [turn.teamsUser],
  }));
}

function receiptFor(turn: Turn, row: SubmittedReturn): ReturnReceipt {
  const of = findReturn(turn.snapshot(), row.key);
  return { reference: row.receipt, words: of === undefined ? '' : receiptOf(of, row).words };
}

function canAskDeputy(turn: Turn, row: QuarterlyReturn): boolean {
  const { returnsGroup } = arrangementsOf(turn.snapshot());
  return (row.status === 'open' || row.status === 'draft')
    && may(turn.viewer, 'ask deputy', { agency: row.agency }) && deputyOf(turn.snapshot(), returnsGroup, row.agency, turn.today) !== undefined;
}

export function saveReturn(turn: Turn, press: ReturnPress): Promise<Answer> {
  return afterSaving(turn, press, async () => showReturn(turn, press.returnKey, { said: { word: 'Done', text: 'Saved. You can go on here, in the full form or in the tab: it is one draft.' } }));
}

export function submitFromCard(turn: Turn, press: ReturnPress): Promise<Answer> {
  return afterSaving(turn, press, async () => {
    const submitted = await submitReturn(turn.work, turn.viewer, { returnKey: press.returnKey, onBehalf: false });
    if (!submitted.ok) return showReturn(turn, press.returnKey, { said: { word: 'Please check', text: `What you wrote is saved, and not submitted yet. ${submitted.refusal.message}` } });
    return showReturn(turn, press.returnKey);
  });
}

export function askSignOffFromCard(turn: Turn, press: ReturnPress): Promise<Answer> {
  return afterSaving(turn, press, async () => {
    const asked = await askSignOff(turn.work, turn.viewer, { returnKey: press.returnKey });
    if (!asked.ok) return showReturn(turn, press.returnKey, { said: { word: 'Please check', text: `What you wrote is saved. ${asked.refusal.message}` } });
    return showReturn(turn, press.returnKey, { said: { word: 'Done', text: `${asked.fact.message} It is submitted when they approve it.` } });
  });
}

export async function askDeputyFromCard(turn: Turn, returnKey: string): Promise<Answer> {
  const asked = await askDeputy(turn.work, turn.viewer, { returnKey });
  if (!asked.ok) return showReturn(turn, returnKey, { said: { word: 'Refused', text: asked.refusal.message } });
  return showReturn(turn, returnKey, { said: { word: 'Done', text: `${asked.fact.message} What is written so far is kept, and both of you can go on with it.` } });
}

/** Saves what was typed, then goes on; on anything that could not be saved the card comes back with the person's text in it. */
async function afterSaving(turn: Turn, press: ReturnPress, go: () => Promise<Answer>): Promise<Answer> {
  const { returnKey, seen, ...typed } = press;
  if (turn.place !== 'personal') return showReturn(turn, returnKey);
  const kept = (said: Said) => showReturn(turn, returnKey, { typed, said });
  const form = returnShortForm(turn.snapshot(), turn.viewer, turn.today, { returnKey, mostCells: CARD_CELLS });
  if (!form.ok) return sentence(form.refusal.message);
  const row = turn.snapshot().get(quarterlyReturns, returnKey);
  if (row && isSubmitted(row) && !form.fact.correcting) return afterSubmission(turn, row, typed);
  if (form.fact.closed !== undefined) return kept({ word: 'Refused', text: form.fact.closed });
  if ([typed.headline, typed.topRisk].some((text) => (text ?? '').length > ANSWER_LENGTH)) {
    return kept({ word: 'Not saved', text: `An answer can hold ${ANSWER_LENGTH} characters, and this card shows ${CARD_TEXT_LENGTH}. Open the full form and attach a report for a fuller account. Nothing was saved.` });
  }
  if (typed.scope !== 'nothing' && typed.scope !== 'only-this' && typed.scope !== 'more') return kept({ word: 'Please check', text: 'Choose what there is to raise this quarter. Nothing was saved yet.' });

  const { edits, problems, changedElsewhere } = editsOf(form.fact, typed, seen);
  if (problems.length > 0) return kept({ word: 'Please check', text: `${problems.join(' ')} Nothing was saved yet.` });
  if (changedElsewhere.length > 0) return kept(conflict(changedElsewhere));
  if (edits.length > 0) {
    const saved = await saveDraft(turn.work, turn.viewer, { returnKey, onBehalf: false, edits });
    if (!saved.ok) return kept({ word: 'Not saved', text: saved.refusal.message });
    if (saved.fact.conflicts.length > 0) return kept(conflict(conflictWords(saved.fact)));
  }
  return go();
}

/** A press that comes after the submission: the same press again gets the same receipt; text that was not part of it is shown back. */
function afterSubmission(turn: Turn, row: SubmittedReturn, { headline, topRisk, scope }: Typed): Answer {
  const submitted = new Set(turn.snapshot().where(returnAnswers, 'return', row.key).filter(({ version }) => version === row.version).flatMap(({ answers }) => answers.map(({ text }) => text.trim())));
  const isNew = (text = '') => text.trim() !== '' && !submitted.has(tidyText(text).trim());
  const typed = { scope, ...(isNew(headline) && headline ? { headline } : {}), ...(isNew(topRisk) && topRisk ? { topRisk } : {}) };
  if (typed.headline === undefined && typed.topRisk === undefined) return showReturn(turn, row.key);
  return showReturn(turn, row.key, { typed, said: { word: 'Refused', text: 'This return is submitted already, so nothing was changed. To change it, open it in the tab and start a correction.' } });
}

function conflict(words: readonly string[]): Said {
  return { word: 'Changed by somebody else', text: `${words.join(' ')} Your text is below and is not saved. Press again to put yours in its place, or open the full form to see both.` };
}

function conflictWords(saved: DraftSaved): string[] {
  return saved.conflicts.map(({ byName, place, theirs }) => `${byName} has changed ${place} since this card was drawn. It now says: “${theirs === null || theirs === '' ? 'nothing' : String(theirs)}”.`);
}
