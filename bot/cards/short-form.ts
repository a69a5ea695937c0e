import { hash } from 'node:crypto';
import type { DraftEdit, FormFigure, FormSection } from '../../src/assurance/returns/return-form-model.ts';
import type { ReturnShortForm } from '../../src/assurance/returns/return-short-form.ts';

type FormQuestion = FormSection['questions'][number];

/** Longer text is changed in the full form: a card must stay small, and a phone's text box is no place for an essay. So with larger figures. */
export const CARD_TEXT_LENGTH = 2_000;
export const CARD_CELLS = 2;

/** One text of the short form and the question of the full form that it answers. */
export type ShortText = { readonly input: 'headline' | 'topRisk'; readonly section: FormSection; readonly question: FormQuestion; readonly fits: boolean };
/** One cell of the short form's figure. `input` is the input's id. */
export type ShortCell = { readonly input: 'figure1' | 'figure2'; readonly label: string; readonly figure: string; readonly cell: string; readonly value?: number };

/** The part of the full form that fits on a card. Both write to the same draft. */
export type ShortForm = { readonly texts: readonly ShortText[]; readonly cells: readonly ShortCell[] };

/** The headline answers the first question about learning, the top risk the first about risks, the figure the first one owed that is small enough. */
export function shortFormOf(form: ReturnShortForm): ShortForm {
  const risks = form.sections.find(({ key }) => key.includes('risk')) ?? form.sections[1];
  const learning = form.sections.find(({ key }) => key.includes('learning')) ?? form.sections.find((section) => section !== risks);
  return {
    texts: [...shortText('headline', learning), ...shortText('topRisk', risks)],
    cells: form.figure === undefined ? [] : cellsOf(form.figure),
  };
}

function shortText(input: ShortText['input'], section: FormSection | undefined): ShortText[] {
  const question = section?.questions[0];
  return section && question ? [{ input, section, question, fits: question.text.length <= CARD_TEXT_LENGTH }] : [];
}

function cellsOf(figure: FormFigure): ShortCell[] {
  const places = figure.grid.rows.flatMap((row) => figure.grid.columns.map((column) => ({ row, column })));
  return places.map(({ row, column }, index) => {
    const cell = `${row.key}.${column.key}`;
    const value = figure.cells[cell];
    const part = places.length === 1 ? '' : `, ${figure.grid.rows.length > 1 ? row.name : column.name}`;
    return { input: index === 0 ? 'figure1' : 'figure2', label: `${figure.name}, ${figure.areaName}${part}`, figure: figure.id, cell, ...(value === undefined ? {} : { value }) };
  });
}

/** What the person said about the parts that the card does not show. */
export const SCOPES = ['nothing', 'only-this', 'more'] as const;
export type Scope = (typeof SCOPES)[number];

/** A fingerprint of what an input showed, carried by the button, so that a change made elsewhere since then is noticed. */
export function fingerprint(value: string | number | undefined): string {
  return hash('sha256', String(value ?? ''), 'base64url').slice(0, 8);
}

export type Typed = {
  readonly scope: string; readonly headline?: string | undefined; readonly topRisk?: string | undefined;
  readonly figure1?: string | undefined; readonly figure2?: string | undefined;
};
export type Seen = Readonly<Record<string, string>>;

export function seenOf(short: ShortForm): Seen {
  return Object.fromEntries([
    ...short.texts.map(({ input, question }) => [input, fingerprint(question.text)]),
    ...short.cells.map(({ input, value }) => [input, fingerprint(value)]),
  ]);
}

/** What is to be saved; or why it cannot be, with what was changed elsewhere in the meantime. */
export type ShortEdits = { readonly edits: readonly DraftEdit[]; readonly problems: readonly string[]; readonly changedElsewhere: readonly string[] };

/**
 * Turns what was typed into edits of the draft. A place that was not touched makes no edit; a place that somebody else changed since
 * the card was drawn makes none either and is named, so that neither text is lost.
 */
export function editsOf(form: ReturnShortForm, typed: Typed, seen: Seen): ShortEdits {
  const short = shortFormOf(form);
  const edits: DraftEdit[] = [];
  const problems: string[] = [];
  const changedElsewhere: string[] = [];

  for (const { input, question, section } of short.texts) {
    const text = typed[input]?.trim();
    if (text === undefined || text === question.text || fingerprint(text) === seen[input]) continue;
    if (question.text !== '' && seen[input] !== fingerprint(question.text)) changedElsewhere.push(whoChanged(section.title, question));
    else edits.push({ kind: 'answer', question: question.key, text, was: question.text });
  }
  for (const { input, figure, cell, label, value } of short.cells) {
    const text = typed[input]?.trim();
    if (text === undefined || text === String(value ?? '') || fingerprint(text) === seen[input]) continue;
    const entered = text === '' ? null : Number(text.replaceAll(',', ''));
    if (entered !== null && !(Number.isFinite(entered) && entered >= 0)) problems.push(`“${text.slice(0, 40)}” is not a number: enter ${label} as digits, or leave it empty.`);
    else if (value !== undefined && seen[input] !== fingerprint(value)) changedElsewhere.push(`${label} was changed to ${value}.`);
    else edits.push({ kind: 'cell', figure, cell, value: entered, was: value ?? null });
  }
  return { ...nilEdits(form, typed, edits), changedElsewhere, problems: [...problems, ...contradictions(form, typed, short)] };
}

function whoChanged(place: string, question: FormQuestion): string {
  return `${question.byName ?? 'Somebody of your agency'} has changed ${place} since this card was drawn. It now says: “${question.text}”`;
}

function contradictions(form: ReturnShortForm, typed: Typed, short: ShortForm): string[] {
  if (typed.scope !== 'nothing') return [];
  if (short.texts.some(({ input }) => (typed[input] ?? '').trim() !== '')) return ['You chose nothing to raise, and wrote something. Choose one of the other answers, or remove the text.'];
  const written = form.sections.filter((section) => !short.texts.some(({ question }) => question === section.questions[0]) && hasText(section));
  return written.length === 0 ? [] : [`The draft already says something under ${written.map(({ title }) => title).join(', ')}. Open the full form to take it out, or choose another answer.`];
}

function hasText(section: FormSection): boolean {
  return section.questions.some(({ text }) => text.trim() !== '');
}

/** “Nothing to raise” is an answer of its own for each part, so saying it for all says it for each. */
function nilEdits(form: ReturnShortForm, typed: Typed, edits: readonly DraftEdit[]): { readonly edits: readonly DraftEdit[] } {
  const textAfter = (section: FormSection) => section.questions.some((question) => {
    const edit = edits.find((one) => one.kind === 'answer' && one.question === question.key);
    return (edit?.kind === 'answer' ? edit.text : question.text).trim() !== '';
  });
  const nils = form.sections.flatMap((section): DraftEdit[] => {
    const has = textAfter(section);
    const value = typed.scope === 'nothing' ? true : typed.scope === 'only-this' ? !has : has ? false : section.nothingToRaise;
    return value === section.nothingToRaise ? [] : [{ kind: 'nothing-to-raise', section: section.key, value, was: section.nothingToRaise }];
  });
  return { edits: [...edits, ...nils] };
}
