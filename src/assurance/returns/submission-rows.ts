import { sameCells, valueOf } from '../indicators/figure-grid.ts';
import type { OwedFigure } from '../indicators/indicator.ts';
import { observationKey, observations, type Observation } from '../indicators/observation.ts';
import { insert, remove, update, type Change } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Moment } from '../time/instant.ts';
import type { Quarter } from '../time/quarter.ts';
import { isNil, textOf } from './completeness.ts';
import { answerKey, isSubmitted, lastingOf, quarterlyReturns, returnAnswers, returnAttachments, returnQueries, type EarlierVersion, type SubmittedReturn } from './quarterly-return.ts';
import type { ReturnCase } from './return-case.ts';
import { currentFigure, observationOf, type Asked, type Writing } from './return-content.ts';
import { returnDrafts, type DraftContent, type DraftFigure } from './return-draft.ts';

type Submission = {
  readonly moment: Moment; readonly by: string; readonly onBehalf: boolean;
  readonly signedOffBy?: string; readonly correctionReason?: string;
};

/** Readable aloud and unique: the quarter, the agency and the version, `2026-Q2-POLICE-1`. */
export function receiptNumber(quarter: Quarter, agency: string, version: number): string {
  return `${quarter}-${agency.toUpperCase()}-${version}`;
}

/** The return's row once it is submitted: what was true of an earlier version moves to `earlier`, what concerned the writing goes. */
export function submittedRow({ row }: ReturnCase, asked: Asked, content: DraftContent, submission: Submission): SubmittedReturn {
  const before = isSubmitted(row) ? row : undefined;
  const version = (before?.version ?? 0) + 1;
  const { today, instant } = submission.moment;
  return {
    ...lastingOf(row),
    status: version === 1 ? 'submitted' : 'resubmitted',
    version,
    firstSubmittedOn: before?.firstSubmittedOn ?? today,
    submittedOn: today, submittedAt: instant, submittedBy: submission.by, onBehalf: submission.onBehalf,
    receipt: receiptNumber(row.quarter, row.agency, version),
    ...(submission.signedOffBy === undefined ? {} : { signedOffBy: submission.signedOffBy }),
    ...(submission.correctionReason === undefined ? {} : { correctionReason: submission.correctionReason }),
    figuresOwed: asked.figures.length,
    figuresGiven: asked.figures.filter((figure) => valueIn(row.quarter, figure, content) !== undefined).length,
    ...(before ? { earlier: [...(before.earlier ?? []), earlierVersion(before)] } : {}),
  };
}

function earlierVersion(of: SubmittedReturn): EarlierVersion {
  return {
    version: of.version, submittedOn: of.submittedOn ?? (of.version === 1 ? of.firstSubmittedOn : undefined), submittedAt: of.submittedAt, submittedBy: of.submittedBy,
    onBehalf: of.onBehalf, receipt: of.receipt, signedOffBy: of.signedOffBy, correctionReason: of.correctionReason,
  };
}

function valueIn(quarter: Quarter, figure: OwedFigure, content: DraftContent) {
  return valueOf(figure.indicator, quarter, content.figures[figure.id]?.cells ?? {});
}

/** Every row a submission writes: the return first, so that two who submit at once meet there; the draft is taken away last. */
export function submissionChanges(snapshot: Snapshot, row: SubmittedReturn, asked: Asked, { content, draft }: Writing, moment: Moment): readonly Change[] {
  return [
    update(snapshot, quarterlyReturns, row),
    ...asked.sections.map((section) => insert(returnAnswers, answerRow(row, section, content))),
    ...asked.figures.flatMap((figure) => figureChange(snapshot, row, figure, content, moment)),
    ...openQueries(snapshot, row, moment),
    ...snapshot.where(returnAttachments, 'return', row.key)
      .filter((file) => file.version === undefined && (file.onBehalf ?? false) === row.onBehalf)
      .map((file) => update(snapshot, returnAttachments, { ...file, version: row.version })),
    ...(draft ? [remove(snapshot, returnDrafts, draft.key)] : []),
  ];
}

function answerRow(row: SubmittedReturn, { section, questions }: Asked['sections'][number], content: DraftContent) {
  const nothingToRaise = isNil(content, section.key);
  return {
    key: answerKey(row.key, row.version, section.key), return: row.key, version: row.version, section: section.key, sectionTitle: section.title, nothingToRaise,
    ...(nothingToRaise ? { attestedBy: content.nils[section.key]?.by ?? row.submittedBy } : {}),
    answers: questions.map(({ key, wording }) => ({ question: key, wording, text: textOf(content, key) })),
  };
}

function observationRow(row: SubmittedReturn, figure: OwedFigure, filled: DraftFigure | undefined): Observation {
  const common = {
    key: observationKey(row.quarter, figure.indicator.key, figure.area), quarter: row.quarter, indicator: figure.indicator.key, area: figure.area,
    return: row.key, version: row.version, restatements: [], ...(filled?.note ? { note: filled.note } : {}),
  };
  const cells = filled?.cells ?? {};
  const value = valueOf(figure.indicator, row.quarter, cells);
  return value
    ? { ...common, status: 'reported', ...value, cells }
    : { ...common, status: 'missing', missingReason: filled?.missingReason ?? '', ...(Object.keys(cells).length > 0 ? { cells } : {}) };
}

function sameFigure(a: Observation, b: Observation): boolean {
  const [one, other] = [currentFigure(a), currentFigure(b)];
  return one.value === other.value && one.missingReason === other.missingReason && sameCells(one.cells, other.cells);
}

/** A figure that did not change keeps its row; one that did keeps what it was before, and why it changed [PAAG 1.8]. */
function figureChange(snapshot: Snapshot, row: SubmittedReturn, figure: OwedFigure, content: DraftContent, moment: Moment): readonly Change[] {
  const next = observationRow(row, figure, content.figures[figure.id]);
  const known = observationOf(snapshot, row.quarter, figure);
  if (!known) return [insert(observations, next)];
  if (sameFigure(known, next)) {
    return known.note === next.note ? [] : [update(snapshot, observations, { ...next, version: known.version, restatements: known.restatements })];
  }
  const { value, cells, missingReason } = currentFigure(known);
  const restated = {
    ...(value === undefined ? {} : { value }), cells: { ...cells }, ...(missingReason === undefined ? {} : { missingReason }),
    version: known.version, supersededAt: moment.instant, reason: row.correctionReason ?? 'Changed in answer to a query.',
  };
  return [update(snapshot, observations, { ...next, restatements: [...known.restatements, restated] })];
}

/** A new version answers the queries about the one before. */
function openQueries(snapshot: Snapshot, row: SubmittedReturn, moment: Moment): readonly Change[] {
  return snapshot.where(returnQueries, 'return', row.key).filter((query) => query.status === 'open')
    .map((query) => update(snapshot, returnQueries, { ...query, status: 'answered', reply: `See version ${row.version} of the return.`, answeredBy: row.submittedBy, answeredAt: moment.instant }));
}
