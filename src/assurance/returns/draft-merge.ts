import { refuseCaseData, tidyText, type CaseDataRefused } from '../confidentiality.ts';
import { cellIdsOf, cellName, gridOf } from '../indicators/figure-grid.ts';
import { accept, refuse, unreachable, type Outcome } from '../outcome.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Quarter } from '../time/quarter.ts';
import { areaName } from './completeness.ts';
import { nameOf } from './return-case.ts';
import type { Asked } from './return-content.ts';
import { ANSWER_LENGTH, type DraftContent, type DraftFigure } from './return-draft.ts';
import type { DraftEdit, EditConflict } from './return-form-model.ts';
import type { EditRefusal } from './return-refusal.ts';

export const MISSING_REASON_LENGTH = 500;
export const NOTE_LENGTH = 1_000;
/** More than any honest figure, and still exact. */
const LARGEST_FIGURE = 1_000_000_000;

type Value = string | number | boolean | null;
type Edited = { readonly by: string; readonly at: string };

/** One place in a draft: its value now (nothing when nobody has written there), and the content with another value there. */
type Place = {
  readonly name: string;
  readonly of: (content: DraftContent) => (Edited & { readonly value: Value }) | undefined;
  readonly with: (content: DraftContent, value: Value, edited: Edited) => DraftContent;
};

export type MergedDraft = { readonly content: DraftContent; readonly saved: number; readonly conflicts: readonly EditConflict[] };

/** What a person may enter into a return; each place with its words and its limit. */
export type DraftRules = { readonly asked: Asked; readonly quarter: Quarter; readonly snapshot: Snapshot };

/**
 * Lays edits over a draft field by field. An edit is made where the field still is as its editor saw it, or is already what the edit
 * says; where somebody changed it in between, the edit comes back as a conflict with both values, and the rest is made all the same.
 * Refused as a whole, before anything is merged, for a place that is not in the form or a value that cannot stand there.
 */
export function mergeEdits(rules: DraftRules, start: DraftContent, edits: readonly DraftEdit[], edited: Edited): Outcome<MergedDraft, EditRefusal | CaseDataRefused> {
  let content = start;
  let saved = 0;
  const conflicts: EditConflict[] = [];
  for (const edit of edits) {
    const place = placeOf(rules, edit);
    if (!place) return refuse({ reason: 'unknown-part', what: partOf(rules, edit), quarter: rules.quarter });
    const value = valueIn(edit);
    const fault = faultOf(edit, value, place.name);
    if (fault) return refuse(fault);
    const now = place.of(content);
    const was = tidy(edit.was);
    if (now?.value === value) { saved += 1; continue; }
    const untouched = now === undefined || now.value === was || (place.of(start)?.value ?? emptyOf(edit)) === was;
    if (!untouched) {
      conflicts.push({ edit, theirs: now.value, byName: nameOf(rules.snapshot, now.by), at: now.at, place: place.name });
      continue;
    }
    content = place.with(content, value, edited);
    saved += 1;
  }
  return accept({ content, saved, conflicts });
}

function tidy(value: Value): Value {
  return typeof value === 'string' ? tidyText(value) : value;
}

function valueIn(edit: DraftEdit): Value {
  return tidy(edit.kind === 'nothing-to-raise' || edit.kind === 'cell' ? edit.value : edit.text);
}

function emptyOf(edit: DraftEdit): Value {
  return edit.kind === 'nothing-to-raise' ? false : edit.kind === 'cell' ? null : '';
}

function limitOf(edit: DraftEdit): number {
  return edit.kind === 'missing-reason' ? MISSING_REASON_LENGTH : edit.kind === 'note' ? NOTE_LENGTH : ANSWER_LENGTH;
}

function faultOf(edit: DraftEdit, value: Value, place: string): EditRefusal | CaseDataRefused | undefined {
  if (typeof value === 'string') {
    const most = limitOf(edit);
    return value.length > most ? { reason: 'too-long', place, most } : refuseCaseData(value, place);
  }
  const usable = typeof value !== 'number' || (Number.isFinite(value) && Math.abs(value) <= LARGEST_FIGURE);
  return usable ? undefined : { reason: 'not-a-number', place };
}

function partOf({ asked }: DraftRules, edit: DraftEdit): 'question' | 'section' | 'figure' | 'cell' {
  switch (edit.kind) {
    case 'answer': return 'question';
    case 'nothing-to-raise': return 'section';
    case 'cell': return asked.figures.some(({ id }) => id === edit.figure) ? 'cell' : 'figure';
    case 'missing-reason':
    case 'note': return 'figure';
  }
}

function placeOf(rules: DraftRules, edit: DraftEdit): Place | undefined {
  switch (edit.kind) {
    case 'answer': return placeOfAnswer(rules, edit.question);
    case 'nothing-to-raise': return placeOfNil(rules, edit.section);
    case 'cell': return placeOfCell(rules, edit.figure, edit.cell);
    case 'missing-reason': return placeInFigure(rules, edit.figure, 'missingReason', 'the reason for no figure');
    case 'note': return placeInFigure(rules, edit.figure, 'note', 'the note');
    default: return unreachable(edit);
  }
}

function placeOfAnswer({ asked }: DraftRules, key: string): Place | undefined {
  const question = asked.sections.flatMap(({ questions }) => questions).find((one) => one.key === key);
  return question && {
    name: `Your answer to “${question.wording}”`,
    of: ({ answers }) => { const answer = answers[key]; return answer && { value: answer.text, by: answer.by, at: answer.at }; },
    with: (content, value, edited) => ({ ...content, answers: { ...content.answers, [key]: { text: String(value), ...edited } } }),
  };
}

function placeOfNil({ asked }: DraftRules, key: string): Place | undefined {
  const section = asked.sections.find((one) => one.section.key === key)?.section;
  return section && {
    name: `“Nothing to raise” for ${section.title}`,
    of: ({ nils }) => { const nil = nils[key]; return nil && { value: nil.nothingToRaise, by: nil.by, at: nil.at }; },
    with: (content, value, edited) => ({ ...content, nils: { ...content.nils, [key]: { nothingToRaise: value === true, ...edited } } }),
  };
}

function withFigure(content: DraftContent, id: string, change: (figure: Omit<DraftFigure, 'by' | 'at'>) => Omit<DraftFigure, 'by' | 'at'>, edited: Edited): DraftContent {
  return { ...content, figures: { ...content.figures, [id]: { ...change(content.figures[id] ?? { cells: {} }), ...edited } } };
}

function placeOfCell({ asked, quarter, snapshot }: DraftRules, id: string, cell: string): Place | undefined {
  const figure = asked.figures.find((one) => one.id === id);
  if (!figure) return undefined;
  const grid = gridOf(figure.indicator, quarter);
  if (!cellIdsOf(grid).includes(cell)) return undefined;
  return {
    name: `${figure.indicator.key} for ${areaName(snapshot, figure.area)}, ${cellName(grid, cell) ?? cell}`,
    of: ({ figures }) => { const known = figures[id]; return known && { value: known.cells[cell] ?? null, by: known.by, at: known.at }; },
    with: (content, value, edited) => withFigure(content, id, (known) => {
      const { [cell]: _, ...others } = known.cells;
      return { ...known, cells: typeof value === 'number' ? { ...others, [cell]: value } : others };
    }, edited),
  };
}

function placeInFigure({ asked, snapshot }: DraftRules, id: string, member: 'missingReason' | 'note', words: string): Place | undefined {
  const figure = asked.figures.find((one) => one.id === id);
  return figure && {
    name: `${figure.indicator.key} for ${areaName(snapshot, figure.area)}, ${words}`,
    of: ({ figures }) => { const known = figures[id]; return known && { value: known[member] ?? '', by: known.by, at: known.at }; },
    with: (content, value, edited) => withFigure(content, id, (known) => {
      const { [member]: _, ...others } = known;
      return value === '' ? others : { ...others, [member]: String(value) };
    }, edited),
  };
}
