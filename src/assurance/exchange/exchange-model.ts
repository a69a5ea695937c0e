import { z } from 'zod';

/** What can be imported: how a partnership starts, and what it keeps in its own spreadsheets. */
export const SUBJECTS = ['actions', 'observations', 'people', 'seats'] as const;
export type SubjectKey = (typeof SUBJECTS)[number];

export const MOST_ROWS = 5_000;
export const MOST_BYTES = 5 * 1_048_576;
/** So many rows go into the register at once: few enough that somebody who submits a return in the meantime waits for seconds only. */
export const BATCH_ROWS = 40;
export const MOST_COLUMNS = 200;
/** Twice what any field holds: a longer cell is cut here, and refused for its length all the same. */
export const MOST_CELL = 40_000;

/** Where each field comes from: the column of the sheet by its position, and what to use where a new row’s cell is empty. By field name. */
export const ImportMapping = z.record(z.string(), z.object({ column: z.number().int().min(0).max(MOST_COLUMNS).optional(), otherwise: z.string().max(2_000).optional() }));
export type ImportMapping = z.infer<typeof ImportMapping>;

/** One row of the sheet: where it stands there, and its texts in the order of the headings. */
export const SheetRow = z.object({ place: z.string().max(200), cells: z.array(z.string().max(MOST_CELL)).max(MOST_COLUMNS) });
export type SheetRow = z.infer<typeof SheetRow>;

export const OUTCOMES = ['insert', 'update', 'unchanged', 'refused'] as const;
export const RowOutcome = z.object({
  place: z.string(),
  outcome: z.enum(OUTCOMES),
  key: z.string().optional(),
  /** What the row is about, as people know it. */
  title: z.string(),
  /** For a refused row: what is wrong, as sentences. */
  faults: z.array(z.string()),
  /** What is written, by column: dates in words, and for a row that is there already what it said before. */
  values: z.array(z.object({ label: z.string(), before: z.string().optional(), after: z.string() })),
});
export type RowOutcome = z.infer<typeof RowOutcome>;

export const ImportField = z.object({ name: z.string(), label: z.string(), help: z.string(), required: z.boolean(), choices: z.array(z.string()) });
export type ImportField = z.infer<typeof ImportField>;

const Counts = z.object({ insert: z.number(), update: z.number(), unchanged: z.number(), refused: z.number() });
export type ImportCounts = z.infer<typeof Counts>;

/** What an import would do. Nothing has been written. */
export const ImportPreview = z.object({
  subject: z.enum(SUBJECTS),
  fileName: z.string(),
  sheets: z.array(z.string()),
  sheet: z.string(),
  headings: z.array(z.string()),
  fields: z.array(ImportField),
  mapping: ImportMapping,
  heading: z.string(),
  counts: Counts,
  rows: z.array(SheetRow.extend(RowOutcome.shape)),
  /** Lines of the sheet that are no rows, and why they were passed over. */
  leftOut: z.array(z.string()),
});
export type ImportPreview = z.infer<typeof ImportPreview>;

/** A part of the sheet to write now, by the mapping that was previewed. */
export const ImportBatch = z.object({
  subject: z.enum(SUBJECTS),
  fileName: z.string().trim().min(1, 'Name the file').max(200, 'The file’s name is longer than 200 characters'),
  mapping: ImportMapping,
  rows: z.array(SheetRow).min(1).max(BATCH_ROWS),
});
export type ImportBatch = z.infer<typeof ImportBatch>;

/** What became of each row of a batch, and how long to wait before sending the next one. */
export const BatchWritten = z.object({ rows: z.array(RowOutcome), waitMilliseconds: z.number() });
export type BatchWritten = z.infer<typeof BatchWritten>;

/** Everything the page of import and export starts from. */
export const ExchangePage = z.object({
  heading: z.string(),
  lists: z.array(z.object({ name: z.string(), title: z.string(), purpose: z.string(), rows: z.number(), contact: z.boolean() })),
  subjects: z.array(z.object({ key: z.enum(SUBJECTS), title: z.string(), help: z.string() })),
});
export type ExchangePage = z.infer<typeof ExchangePage>;
