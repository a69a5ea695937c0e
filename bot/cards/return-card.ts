import { z } from 'zod';
import type { ReturnShortForm } from '../../src/assurance/returns/return-short-form.ts';
import { longDate, weekdayDate, type Day } from '../../src/assurance/time/day.ts';
import { button, card, choiceInput, dialogButton, facts, linkButton, notice, numberInput, paragraph, textInput, type Action, type Card, type Element } from './card.ts';
import { excerpt } from './escape.ts';
import { CARD_TEXT_LENGTH, seenOf, shortFormOf, SCOPES, type ShortForm, type Typed } from './short-form.ts';

/** What the card is about when nothing can be written on it any more, or not yet. */
export type ReturnReceipt = { readonly reference: string; readonly words: string };

export type ReturnCardFacts = {
  readonly form: ReturnShortForm;
  readonly dueOn: Day;
  /** Set once it has been submitted and nothing is being corrected. */
  readonly receipt?: ReturnReceipt;
  readonly canAskDeputy: boolean;
  /** What the person typed, where it could not be saved: it is shown again instead of the draft's text. */
  readonly typed?: Typed;
  /** What came of the press, above the form. */
  readonly said?: { readonly word: Parameters<typeof notice>[0]; readonly text: string };
  readonly readUrl: string;
  readonly userIds: readonly string[];
};

/** A number as a client sends it: as text, as a number, or as nothing where it was left empty. */
const Entered = z.union([z.string(), z.number(), z.nan(), z.null()]).transform((value) => (value === null || Number.isNaN(value) ? '' : String(value)));

/** What this card's buttons send back. Only ids and fingerprints come from the card; the texts come from its inputs. */
export const parseReturnPress = z.object({
  returnKey: z.string().min(1).max(255),
  seen: z.record(z.string(), z.string().max(20)).default({}),
  scope: z.string().max(20).default(''),
  headline: z.string().optional(),
  topRisk: z.string().optional(),
  figure1: Entered.optional(),
  figure2: Entered.optional(),
});
export type ReturnPress = z.infer<typeof parseReturnPress>;

export const parseReturnKey = z.object({ returnKey: z.string().min(1).max(255) });

/** The return as its agency sees it: a short form while it can be written, a receipt once it is submitted. */
export function renderReturnCard(of: ReturnCardFacts): Card {
  const { form } = of;
  const title = `${form.quarterName} return · ${form.agencyName} · due ${longDate(of.dueOn)}`;
  const refresh = { verb: 'view-return', data: { returnKey: form.returnKey }, userIds: of.userIds };
  const said = of.said === undefined ? [] : [notice(of.said.word, excerpt(of.said.text, 900))];
  if (of.receipt !== undefined) {
    return card({
      title, refresh, summary: `${form.quarterName} return for ${form.agencyName}: ${of.receipt.words}`,
      body: [...said, ...unsaved(of), paragraph(of.receipt.words, 'strong'), facts([['Receipt', of.receipt.reference], ['State', stateOf(form)]])],
      actions: [linkButton('Open in the tab', of.readUrl)],
    });
  }
  if (form.closed !== undefined) {
    return card({
      title, refresh, summary: `${form.quarterName} return for ${form.agencyName}. ${form.closed}`,
      body: [...said, ...unsaved(of), paragraph(form.closed)], actions: [linkButton('Open in the tab', of.readUrl)],
    });
  }
  const short = shortFormOf(form);
  return card({
    title, refresh,
    summary: `${form.quarterName} return for ${form.agencyName}, due ${weekdayDate(of.dueOn)}. Answer on the card, or say “my returns” for a link to the full form.`,
    body: [...said, paragraph(progressOf(form), 'quiet'), ...inputs(short, of.typed, form)],
    actions: actionsOf(of, short),
  });
}

function stateOf(form: ReturnShortForm): string {
  const words: Readonly<Record<ReturnShortForm['status'], string>> = {
    scheduled: 'Not open yet', open: 'Not started', draft: 'Being written', 'awaiting-sign-off': 'Waiting for sign-off', submitted: 'Submitted',
    queried: 'Submitted, with a query to answer', resubmitted: 'Submitted again', accepted: 'Accepted with thanks', excused: 'Excused',
  };
  return words[form.status];
}

/** Text that could not be saved any more is shown back, so that its writer can copy it. */
function unsaved({ typed }: ReturnCardFacts): Element[] {
  const texts = [typed?.headline, typed?.topRisk].filter((text): text is string => text !== undefined && text.trim() !== '');
  return texts.map((text) => notice('Not saved', excerpt(text, CARD_TEXT_LENGTH)));
}

function progressOf(form: ReturnShortForm): string {
  const done = form.sections.filter((section) => section.done).length;
  const { declined } = form.signOff;
  const back = declined === undefined ? '' : ` ${declined.byName} sent it back: “${excerpt(declined.reason, 300)}”`;
  const saved = form.savedByName === undefined ? '' : ` Last saved by ${form.savedByName}.`;
  const figures = form.figuresOwed === 0 ? '' : ` Of ${form.figuresOwed} figures, ${form.figuresBegun} ${form.figuresBegun === 1 ? 'has' : 'have'} been begun${form.figuresOwed > 1 ? '; the full form has them all' : ''}.`;
  return `${done} of ${form.sections.length} parts are answered.${figures}${saved}${back}`;
}

function inputs(short: ShortForm, typed: Typed | undefined, form: ReturnShortForm): Element[] {
  return [
    choiceInput({
      id: 'scope', label: 'What is there to raise this quarter?', errorMessage: 'Choose what there is to raise', required: true,
      value: typed?.scope ?? scopeOf(form),
      choices: [['nothing', 'Nothing to raise in any part'], ['only-this', 'What I write here, and nothing in the other parts'], ['more', 'More: I finish it in the full form']],
    }),
    ...short.texts.map(({ input, section, question, fits }) => {
      const label = `${input === 'headline' ? 'Headline' : 'Top risk'} (${section.title}): ${excerpt(question.wording, 180)}`;
      if (!fits) return paragraph(`${label} This answer is too long for a card (${question.text.length} characters). Change it in the full form. It begins: “${excerpt(question.text, 200)}”`);
      return textInput({
        id: input, label, maxLength: CARD_TEXT_LENGTH, errorMessage: `Use ${CARD_TEXT_LENGTH} characters or fewer here, or open the full form`,
        value: (typed?.[input] ?? question.text).slice(0, CARD_TEXT_LENGTH),
      });
    }),
    ...short.cells.map(({ input, label, value }) => {
      const shown = typed?.[input] ?? value;
      return numberInput({ id: input, label: excerpt(label, 200), errorMessage: 'Enter a number, or leave it empty', ...(shown === undefined || shown === '' ? {} : { value: Number.isFinite(Number(shown)) ? Number(shown) : String(shown).slice(0, 40) }) });
    }),
  ];
}

function scopeOf(form: ReturnShortForm): string {
  const [nothing, , more] = SCOPES;
  if (form.sections.length > 0 && form.sections.every((section) => section.nothingToRaise)) return nothing;
  return form.sections.some((section) => section.done) ? more : '';
}

function actionsOf({ form, canAskDeputy }: ReturnCardFacts, short: ShortForm): Action[] {
  const data = { returnKey: form.returnKey, seen: seenOf(short) };
  const asksSignOff = form.signOff.needed && !form.signOff.viewerSigns;
  return [
    asksSignOff ? button('Save and ask for sign-off', 'ask-sign-off', data, { primary: true }) : button('Submit', 'submit-return', data, { primary: true }),
    button('Save for later', 'save-return', data),
    dialogButton('Open the full form', { dialog: 'return-form', returnKey: form.returnKey }),
    ...(canAskDeputy ? [button('I can’t, ask my deputy', 'ask-deputy', { returnKey: form.returnKey }, { alone: true })] : []),
  ];
}
