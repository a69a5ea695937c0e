import type { CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import type { NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update, type Change } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { NotFound } from '../refusals.ts';
import type { Moment } from '../time/instant.ts';
import { textOf, isNil } from './completeness.ts';
import { mergeEdits, type MergedDraft } from './draft-merge.ts';
import { isSubmitted, quarterlyReturns } from './quarterly-return.ts';
import { closedFor, returnFor, writingCapability } from './return-access.ts';
import type { ReturnCase } from './return-case.ts';
import { askedOf, lastQuarterOf, writingOf, type Writing } from './return-content.ts';
import { draftKey, returnDrafts, type DraftContent } from './return-draft.ts';
import type { DraftEdit, DraftSaved } from './return-form-model.ts';
import type { ClosedRefusal, EditRefusal } from './return-refusal.ts';

export type DraftRefusal = NotFound | NotPermitted | ClosedRefusal | EditRefusal | CaseDataRefused;

type Opened = { readonly of: ReturnCase; readonly writing: Writing };

function openFor(snapshot: Snapshot, viewer: Viewer, moment: Moment, returnKey: string, onBehalf: boolean): Outcome<Opened, NotFound | NotPermitted | ClosedRefusal> {
  const found = returnFor(snapshot, viewer, returnKey, writingCapability(onBehalf));
  if (!found.ok) return found;
  const writing = writingOf(snapshot, found.fact.row, onBehalf);
  const closed = closedFor(snapshot, found.fact, onBehalf, moment.today, writing);
  return closed ? refuse(closed) : accept({ of: found.fact, writing });
}

/** The rows that keep a draft: the draft itself, and the return once its agency has begun to write. */
function saving(snapshot: Snapshot, viewer: Viewer, moment: Moment, { of: { row }, writing }: Opened, onBehalf: boolean, content: DraftContent): readonly Change[] {
  const kept = { content, savedAt: moment.instant, savedBy: viewer.person };
  const draft = writing.draft
    ? update(snapshot, returnDrafts, { ...writing.draft, ...kept })
    : insert(returnDrafts, { key: draftKey(row.key, onBehalf), return: row.key, onBehalf, ...kept, ...(isSubmitted(row) ? { baseVersion: row.version } : {}) });
  if (row.status !== 'open' || onBehalf) return [draft];
  return [draft, update(snapshot, quarterlyReturns, { ...row, status: 'draft', startedAt: moment.instant, startedBy: viewer.person })];
}

function saved(snapshot: Snapshot, viewer: Viewer, moment: Moment, opened: Opened, onBehalf: boolean, merged: MergedDraft, what: string): Decision<DraftSaved> {
  return {
    changes: merged.content === opened.writing.content ? [] : saving(snapshot, viewer, moment, opened, onBehalf, merged.content),
    what: onBehalf ? `${what} on behalf of the agency` : what,
    fact: { savedAt: moment.instant, saved: merged.saved, conflicts: [...merged.conflicts] },
  };
}

/**
 * Saves what somebody typed. Two people may write one draft: each edit says what its editor saw before, and what somebody else changed
 * in between comes back as a conflict with both texts while the rest is saved. The board office writes a draft of its own.
 */
export function decideDraftEdits(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly onBehalf: boolean; readonly edits: readonly DraftEdit[] },
): Outcome<Decision<DraftSaved>, DraftRefusal> {
  const opened = openFor(snapshot, viewer, moment, request.returnKey, request.onBehalf);
  if (!opened.ok) return opened;
  const { of: { row }, writing } = opened.fact;
  const rules = { asked: askedOf(snapshot, row), quarter: row.quarter, snapshot };
  const merged = mergeEdits(rules, writing.content, request.edits, { by: viewer.person, at: moment.instant });
  return merged.ok ? accept(saved(snapshot, viewer, moment, opened.fact, request.onBehalf, merged.fact, 'saved a draft of the return')) : merged;
}

/** The answers that can be copied from last quarter: those whose question is still asked, is empty, and is not under "nothing to raise". */
export function copiesForward(snapshot: Snapshot, { row }: ReturnCase, content: DraftContent, question?: string): readonly DraftEdit[] {
  const texts = new Map(lastQuarterOf(snapshot, row)?.answers.flatMap(({ answers }) => answers).map((answer) => [answer.question, answer.text]));
  return askedOf(snapshot, row).sections
    .filter(({ section }) => !isNil(content, section.key))
    .flatMap(({ questions }) => questions)
    .filter(({ key }) => (question === undefined || key === question) && textOf(content, key).trim() === '')
    .flatMap(({ key }): DraftEdit[] => {
      const text = texts.get(key) ?? '';
      return text.trim() === '' ? [] : [{ kind: 'answer', question: key, text, was: textOf(content, key) }];
    });
}

/** Puts last quarter's text, all of it or one question's, where there is no answer yet. What is written is never replaced. */
export function decideCopyForward(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly onBehalf: boolean; readonly question?: string },
): Outcome<Decision<DraftSaved>, DraftRefusal | { readonly reason: 'nothing-to-copy' }> {
  const opened = openFor(snapshot, viewer, moment, request.returnKey, request.onBehalf);
  if (!opened.ok) return opened;
  const { of, writing } = opened.fact;
  const asked = askedOf(snapshot, of.row);
  if (request.question !== undefined && !asked.sections.some(({ questions }) => questions.some(({ key }) => key === request.question))) {
    return refuse({ reason: 'unknown-part', what: 'question', quarter: of.row.quarter });
  }
  const edits = copiesForward(snapshot, of, writing.content, request.question);
  if (edits.length === 0 && !lastQuarterOf(snapshot, of.row)) return refuse({ reason: 'nothing-to-copy' });
  const merged = mergeEdits({ asked, quarter: of.row.quarter, snapshot }, writing.content, edits, { by: viewer.person, at: moment.instant });
  return merged.ok ? accept(saved(snapshot, viewer, moment, opened.fact, request.onBehalf, merged.fact, 'copied last quarter’s answers into the draft')) : merged;
}
