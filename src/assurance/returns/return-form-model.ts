import { z } from 'zod';
import { ANSWER_LENGTH } from './return-draft.ts';
import { Status } from './returns-tracker-model.ts';

const WhoAndWhen = { byName: z.string().optional(), at: z.string().optional() };

export const FormQuestion = z.object({
  key: z.string(),
  wording: z.string(),
  help: z.string(),
  keyQuestions: z.array(z.string()),
  text: z.string(),
  ...WhoAndWhen,
  lastQuarter: z.object({ quarterName: z.string(), text: z.string(), nothingToRaise: z.boolean() }).optional(),
});

export const FormSection = z.object({
  key: z.string(),
  title: z.string(),
  intro: z.string(),
  nothingToRaise: z.boolean(),
  ...WhoAndWhen,
  done: z.boolean(),
  questions: z.array(FormQuestion),
  queries: z.array(z.object({ key: z.string(), query: z.string(), askedByName: z.string(), askedAt: z.string(), reply: z.string().optional() })),
});
export type FormSection = z.infer<typeof FormSection>;

/** A grid of cells: rows are the breakdown (or one), columns the months, the quarter, or numerator and denominator. A cell's id is `row.column`. */
export const FigureGrid = z.object({
  rows: z.array(z.object({ key: z.string(), name: z.string() })),
  columns: z.array(z.object({ key: z.string(), name: z.string() })),
});
export type FigureGrid = z.infer<typeof FigureGrid>;

export const FormFigure = z.object({
  id: z.string(),
  code: z.string(),
  name: z.string(),
  definition: z.string(),
  area: z.string(),
  areaName: z.string(),
  unit: z.enum(['count', 'percentage', 'rate-per-10000', 'days']),
  decimals: z.number(),
  keyQuestions: z.array(z.string()),
  grid: FigureGrid,
  cells: z.record(z.string(), z.number()),
  /** Derived from the cells, when they are complete. */
  value: z.number().optional(),
  missingReason: z.string().optional(),
  note: z.string().optional(),
  ...WhoAndWhen,
  done: z.boolean(),
  last: z.object({ quarterName: z.string(), value: z.string() }).optional(),
  /** Said when the value is unusual for this agency, or cannot be right. */
  hint: z.string().optional(),
});
export type FormFigure = z.infer<typeof FormFigure>;

export const ReturnForm = z.object({
  returnKey: z.string(),
  onBehalf: z.boolean(),
  status: Status,
  agencyName: z.string(),
  quarterName: z.string(),
  period: z.string(),
  dueOn: z.string(),
  locksOn: z.string(),
  /** Why it cannot be changed, when it cannot. */
  closed: z.string().optional(),
  signOff: z.object({ needed: z.boolean(), signerName: z.string().optional(), asked: z.boolean(), viewerSigns: z.boolean(), declined: z.object({ byName: z.string(), reason: z.string() }).optional() }),
  /** A new version of a submitted return is being written. */
  correcting: z.boolean(),
  /** Submitting asks for the reason of the correction; an answer to a query does not. */
  reasonNeeded: z.boolean().optional(),
  sections: z.array(FormSection),
  figures: z.array(FormFigure),
  figureNote: z.string(),
  attachments: z.array(z.object({ key: z.string(), fileName: z.string(), bytes: z.number(), addedByName: z.string(), addedAt: z.string() })),
  /** What is still missing before it can be submitted, each with the part it is in. */
  missing: z.array(z.object({ part: z.string(), text: z.string() })),
  savedAt: z.string().optional(),
  savedByName: z.string().optional(),
  canCopyForward: z.boolean(),
});
export type ReturnForm = z.infer<typeof ReturnForm>;

/** One change to a draft, with what the editor saw before it: an edit made elsewhere in between is then noticed, not overwritten. */
export const DraftEdit = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('answer'), question: z.string(), text: z.string().max(ANSWER_LENGTH, `An answer can hold ${ANSWER_LENGTH} characters. Attach a report for a fuller account`), was: z.string() }),
  z.object({ kind: z.literal('nothing-to-raise'), section: z.string(), value: z.boolean(), was: z.boolean() }),
  z.object({ kind: z.literal('cell'), figure: z.string(), cell: z.string(), value: z.number('Enter a number').nullable(), was: z.number().nullable() }),
  z.object({ kind: z.literal('missing-reason'), figure: z.string(), text: z.string().max(500), was: z.string() }),
  z.object({ kind: z.literal('note'), figure: z.string(), text: z.string().max(1_000), was: z.string() }),
]);
export type DraftEdit = z.infer<typeof DraftEdit>;

/** An edit that was not made because somebody of the same agency changed the same place in the meantime. Both texts are kept. */
export const EditConflict = z.object({ edit: DraftEdit, theirs: z.union([z.string(), z.number(), z.boolean(), z.null()]), byName: z.string(), at: z.string(), place: z.string() });
export type EditConflict = z.infer<typeof EditConflict>;

export const DraftSaved = z.object({ savedAt: z.string(), saved: z.number(), conflicts: z.array(EditConflict) });
export type DraftSaved = z.infer<typeof DraftSaved>;

/** Given back when a return has been submitted. */
export const Receipt = z.object({ returnKey: z.string(), receipt: z.string(), submittedAt: z.string(), version: z.number(), late: z.boolean(), words: z.string() });
export type Receipt = z.infer<typeof Receipt>;
