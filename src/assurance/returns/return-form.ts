import { gridOf, valueOf } from '../indicators/figure-grid.ts';
import { hintFor } from '../indicators/figure-hints.ts';
import { figureInWords } from '../indicators/figure-words.ts';
import type { OwedFigure } from '../indicators/indicator.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotFound, explainNotPermitted, type Refused } from '../refusals.ts';
import type { Day } from '../time/day.ts';
import { addQuarters, longQuarter, quarterPeriod } from '../time/quarter.ts';
import { areaName, figureIsDone, isNil, missingParts, sectionIsDone, textOf } from './completeness.ts';
import { attachmentsBeingWritten } from './decide-attachments.ts';
import { copiesForward } from './decide-draft-edits.ts';
import { isSubmitted, locksOn } from './quarterly-return.ts';
import { closedFor, signerOf } from './return-access.ts';
import { findReturn, nameOf, type ReturnCase } from './return-case.ts';
import { askedOf, earlierValues, lastQuarterOf, observationOf, queriesOf, wasQueried, writingOf, type Asked, type Writing } from './return-content.ts';
import type { DraftContent } from './return-draft.ts';
import type { FormFigure, FormSection, ReturnForm } from './return-form-model.ts';
import { explainReturnRefusal } from './return-refusal.ts';

/**
 * The form as the agency has it before it, or the board office answering on its behalf: two drafts, neither seen by the other. Refused to
 * everybody else. Where it cannot be changed it can still be read, and `closed` says why.
 */
export function returnForm(snapshot: Snapshot, viewer: Viewer, today: Day, request: { readonly returnKey: string; readonly onBehalf: boolean }): Outcome<ReturnForm, Refused> {
  const opened = openForm(snapshot, viewer, today, request);
  if (!opened.ok) return opened;
  const { of, asked, content, closed, head } = opened.fact;
  const { row } = of;
  return accept({
    ...head,
    figures: asked.figures.map((figure) => figureOf(snapshot, of, figure, content)),
    figureNote: arrangementsOf(snapshot).figureNote,
    attachments: attachmentsBeingWritten(snapshot, row.key, request.onBehalf)
      .map(({ key, fileName, bytes, addedBy, addedAt }) => ({ key, fileName, bytes, addedByName: nameOf(snapshot, addedBy), addedAt })),
    missing: [...missingParts(snapshot, asked, row.quarter, content)],
    canCopyForward: !closed && copiesForward(snapshot, of, content).length > 0,
  });
}

/** What every showing of the form begins with. */
export type FormHead = Omit<ReturnForm, 'figures' | 'figureNote' | 'attachments' | 'missing' | 'canCopyForward'>;
export type OpenedForm = { readonly of: ReturnCase; readonly asked: Asked; readonly content: DraftContent; readonly closed: boolean; readonly head: FormHead };

/** The form's sections and state, without its figures. Refused as `returnForm` is. */
export function openForm(snapshot: Snapshot, viewer: Viewer, today: Day, request: { readonly returnKey: string; readonly onBehalf: boolean }): Outcome<OpenedForm, Refused> {
  const of = findReturn(snapshot, request.returnKey);
  if (!of) return refuse({ reason: 'not-found', message: explainNotFound() });
  const { row, round, agency } = of;
  const reads = request.onBehalf ? 'answer on behalf' : 'read draft';
  if (!may(viewer, reads, { agency: row.agency })) return refuse({ reason: 'not-permitted', message: explainNotPermitted(reads) });
  const asked = askedOf(snapshot, row);
  const writing = writingOf(snapshot, row, request.onBehalf);
  const { content, draft } = writing;
  const closed = closedFor(snapshot, of, request.onBehalf, today, writing);
  return accept({ of, asked, content, closed: closed !== undefined, head: {
    returnKey: row.key, onBehalf: request.onBehalf, status: row.status, agencyName: agency.name,
    quarterName: longQuarter(row.quarter), period: quarterPeriod(row.quarter), dueOn: round.dueOn, locksOn: locksOn(row, round),
    ...(closed ? { closed: explainReturnRefusal(closed) } : {}),
    signOff: signOffOf(snapshot, viewer, today, of, request.onBehalf, writing),
    correcting: isSubmitted(row) && draft !== undefined,
    reasonNeeded: isSubmitted(row) && !wasQueried(snapshot, row),
    sections: sectionsOf(snapshot, of, asked, content),
    ...(draft ? { savedAt: draft.savedAt, savedByName: nameOf(snapshot, draft.savedBy) } : {}),
  } });
}

function signOffOf(snapshot: Snapshot, viewer: Viewer, today: Day, { row, agency }: ReturnCase, onBehalf: boolean, { draft }: Writing): ReturnForm['signOff'] {
  const needed = agency.executiveSignsOff && !onBehalf;
  const signer = needed ? signerOf(snapshot, row.agency, today) : undefined;
  return {
    needed, ...(signer ? { signerName: signer.name } : {}),
    asked: needed && (row.status === 'awaiting-sign-off' || draft?.signOffAskedAt !== undefined),
    viewerSigns: needed && may(viewer, 'sign off return', { agency: row.agency }),
    ...(draft?.sentBackBy !== undefined && draft.sentBackReason !== undefined ? { declined: { byName: nameOf(snapshot, draft.sentBackBy), reason: draft.sentBackReason } } : {}),
  };
}

/** Who wrote something last and when (UTC), for showing beside it. */
function writer(snapshot: Snapshot, edited: { readonly by: string; readonly at: string } | undefined): { byName?: string; at?: string } {
  return edited ? { byName: nameOf(snapshot, edited.by), at: edited.at } : {};
}

function sectionsOf(snapshot: Snapshot, { row }: ReturnCase, asked: Asked, content: DraftContent): FormSection[] {
  const last = lastQuarterOf(snapshot, row);
  const lastName = last && longQuarter(last.row.quarter);
  const queries = queriesOf(snapshot, row.key);
  return asked.sections.map((of) => ({
    key: of.section.key, title: of.section.title, intro: of.section.intro,
    nothingToRaise: isNil(content, of.section.key), ...writer(snapshot, content.nils[of.section.key]), done: sectionIsDone(of, content),
    questions: of.questions.map((question) => {
      const before = last?.answers.find(({ section, answers }) => section === of.section.key && answers.some((answer) => answer.question === question.key));
      const text = before?.answers.find((answer) => answer.question === question.key)?.text ?? '';
      return {
        key: question.key, wording: question.wording, help: question.help, keyQuestions: [...question.keyQuestions],
        text: textOf(content, question.key), ...writer(snapshot, content.answers[question.key]),
        ...(before && lastName !== undefined ? { lastQuarter: { quarterName: lastName, text, nothingToRaise: before.nothingToRaise } } : {}),
      };
    }),
    queries: queries.filter(({ section }) => section === of.section.key).map((query) => ({
      key: query.key, query: query.query, askedByName: nameOf(snapshot, query.askedBy), askedAt: query.askedAt, ...(query.status === 'answered' ? { reply: query.reply } : {}),
    })),
  }));
}

/** One figure as it is filled in, with last quarter's value and what is unusual about it. */
export function figureOf(snapshot: Snapshot, { row }: ReturnCase, figure: OwedFigure, content: DraftContent): FormFigure {
  const { indicator, area, id } = figure;
  const filled = content.figures[id];
  const cells = filled?.cells ?? {};
  const value = valueOf(indicator, row.quarter, cells)?.value;
  const grid = gridOf(indicator, row.quarter);
  const lastQuarter = addQuarters(row.quarter, -1);
  const last = observationOf(snapshot, lastQuarter, figure);
  const hint = filled && hintFor(indicator, row.quarter, cells, earlierValues(snapshot, row.quarter, figure));
  return {
    id, code: indicator.key, name: indicator.name, definition: indicator.definition, area, areaName: areaName(snapshot, area),
    unit: indicator.unit, decimals: indicator.decimals, keyQuestions: [...indicator.keyQuestions],
    grid: { rows: grid.rows.map(({ key, name }) => ({ key, name })), columns: grid.columns.map(({ key, name }) => ({ key, name })) },
    cells: { ...cells }, ...(value === undefined ? {} : { value }),
    ...(filled?.missingReason === undefined ? {} : { missingReason: filled.missingReason }), ...(filled?.note === undefined ? {} : { note: filled.note }),
    ...writer(snapshot, filled), done: figureIsDone(figure, row.quarter, content),
    ...(last ? { last: { quarterName: longQuarter(lastQuarter), value: last.status === 'reported' ? figureInWords(indicator, last.value) : `No figure: ${last.missingReason}` } } : {}),
    ...(hint === undefined ? {} : { hint }),
  };
}
