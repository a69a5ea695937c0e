import { figuresOwedBy, type OwedFigure } from '../indicators/indicator.ts';
import { observationKey, observations, type Observation } from '../indicators/observation.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { addQuarters, type Quarter } from '../time/quarter.ts';
import { isSubmitted, quarterlyReturns, returnAnswers, returnKey, returnQueries, type QuarterlyReturn, type ReturnAnswer, type ReturnQuery, type SubmittedReturn } from './quarterly-return.ts';
import { draftKey, EMPTY_DRAFT, returnDrafts, type DraftContent, type ReturnDraft } from './return-draft.ts';
import { questionsAskedIn } from './return-questions.ts';

/** What a return asks of its agency: the sections with their questions, and the figures. */
export type Asked = { readonly sections: ReturnType<typeof questionsAskedIn>; readonly figures: readonly OwedFigure[] };

export function askedOf(snapshot: Snapshot, of: QuarterlyReturn): Asked {
  return { sections: questionsAskedIn(snapshot, of.quarter), figures: figuresOwedBy(snapshot, of.agency, of.quarter) };
}

/** What was answered in one submitted version, section by section. */
export function answersOf(snapshot: Snapshot, key: string, version: number): readonly ReturnAnswer[] {
  return snapshot.where(returnAnswers, 'return', key).filter((answer) => answer.version === version);
}

export function queriesOf(snapshot: Snapshot, key: string): readonly ReturnQuery[] {
  return [...snapshot.where(returnQueries, 'return', key)].sort((a, b) => (a.askedAt < b.askedAt ? -1 : a.askedAt > b.askedAt ? 1 : 0));
}

/** A figure as it was given in one version. */
export type GivenFigure = { readonly value?: number | undefined; readonly cells: Readonly<Record<string, number>>; readonly missingReason?: string | undefined };

/** The figure as it stood when a version was submitted: restatements hold what later versions replaced. */
export function figureIn(row: Observation, version: number): GivenFigure {
  if (row.version <= version) return currentFigure(row);
  const [latest] = row.restatements.filter((restated) => restated.version <= version).sort((a, b) => b.version - a.version);
  return latest ?? currentFigure(row);
}

export function currentFigure(row: Observation): GivenFigure {
  return row.status === 'reported' ? { value: row.value, cells: row.cells } : { cells: row.cells ?? {}, missingReason: row.missingReason };
}

export function observationOf(snapshot: Snapshot, quarter: Quarter, figure: OwedFigure): Observation | undefined {
  return snapshot.get(observations, observationKey(quarter, figure.indicator.key, figure.area));
}

/** How far back "usual" looks: three years. */
const QUARTERS_OF_HISTORY = 12;

/** The values reported for a figure in the three years before a quarter, oldest first; quarters without a value are left out. */
export function earlierValues(snapshot: Snapshot, quarter: Quarter, figure: OwedFigure): readonly number[] {
  const values: number[] = [];
  for (let back = QUARTERS_OF_HISTORY; back > 0; back -= 1) {
    const row = observationOf(snapshot, addQuarters(quarter, -back), figure);
    if (row?.status === 'reported') values.push(row.value);
  }
  return values;
}

/** The return of the quarter before, when it was submitted, with its answers. */
export function lastQuarterOf(snapshot: Snapshot, of: QuarterlyReturn): { readonly row: SubmittedReturn; readonly answers: readonly ReturnAnswer[] } | undefined {
  const row = snapshot.get(quarterlyReturns, returnKey(addQuarters(of.quarter, -1), of.agency));
  return row && isSubmitted(row) ? { row, answers: answersOf(snapshot, row.key, row.version) } : undefined;
}

/** A submitted version as the start of the next one. Texts keep who submitted them until somebody changes them. */
export function versionContent(snapshot: Snapshot, of: SubmittedReturn): DraftContent {
  const edited = { by: of.submittedBy, at: of.submittedAt };
  const content = { answers: {} as DraftContent['answers'], nils: {} as DraftContent['nils'], figures: {} as DraftContent['figures'] };
  for (const section of answersOf(snapshot, of.key, of.version)) {
    if (section.nothingToRaise) content.nils[section.section] = { nothingToRaise: true, by: section.attestedBy ?? of.submittedBy, at: of.submittedAt };
    for (const { question, text } of section.answers) if (text !== '') content.answers[question] = { text, ...edited };
  }
  for (const figure of figuresOwedBy(snapshot, of.agency, of.quarter)) {
    const row = observationOf(snapshot, of.quarter, figure);
    if (!row) continue;
    content.figures[figure.id] = {
      cells: row.status === 'reported' ? row.cells : row.cells ?? {},
      ...(row.status === 'missing' ? { missingReason: row.missingReason } : {}), ...(row.note === undefined ? {} : { note: row.note }), ...edited,
    };
  }
  return content;
}

/** What is being written: where it stands, and whether a row holds it already. */
export type Writing = {
  readonly content: DraftContent;
  readonly draft: ReturnDraft | undefined;
  /** The draft was begun before the version that is submitted now; it can be read, and a correction can go on from it. */
  readonly overtaken: boolean;
};

/**
 * What the agency (or the board office on its behalf) has before it: its draft, else the submitted version, else nothing yet.
 * Both may write at once; each has a draft of its own, so that neither sees the other's text before it is submitted.
 */
export function writingOf(snapshot: Snapshot, of: QuarterlyReturn, onBehalf: boolean): Writing {
  const draft = snapshot.get(returnDrafts, draftKey(of.key, onBehalf));
  const version = isSubmitted(of) ? of.version : 0;
  if (draft) return { content: draft.content, draft, overtaken: (draft.baseVersion ?? 0) !== version };
  return { content: isSubmitted(of) ? versionContent(snapshot, of) : EMPTY_DRAFT, draft, overtaken: false };
}

/** The submitted version with everything laid over it that an earlier draft already held, so that nobody's text is lost. */
export function correctionContent(snapshot: Snapshot, of: SubmittedReturn, draft: ReturnDraft | undefined): DraftContent {
  const base = versionContent(snapshot, of);
  if (!draft) return base;
  const written = Object.fromEntries(Object.entries(draft.content.answers).filter(([, answer]) => answer.text.trim() !== ''));
  const figures = Object.fromEntries(Object.entries(draft.content.figures).filter(([, figure]) => Object.keys(figure.cells).length > 0 || figure.missingReason || figure.note));
  return { answers: { ...base.answers, ...written }, nils: { ...base.nils, ...draft.content.nils }, figures: { ...base.figures, ...figures } };
}

/** Nobody has to say why a version is changed that was queried and not yet accepted: the query is the reason. */
export function wasQueried(snapshot: Snapshot, of: SubmittedReturn): boolean {
  if (of.status === 'accepted') return false;
  return of.status === 'queried' || snapshot.where(returnQueries, 'return', of.key).some((query) => query.askedAt >= of.submittedAt);
}
