import { countsInWords, countsOf, decideImport, fieldsOf, IMPORT_SUBJECTS, proposedFallbacks } from '../assurance/exchange/decide-import.ts';
import type { ImportMapping, ImportPreview, SubjectKey } from '../assurance/exchange/exchange-model.ts';
import { headingScore, proposeMapping } from '../assurance/exchange/mapping.ts';
import { explainSheet, tableIn, type SheetGrid } from '../assurance/exchange/sheet-table.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import type { Work } from './decide-and-commit.ts';
import { explainCommon } from './explain-common.ts';
import type { Explained } from './explained.ts';

type Sheet = { readonly name: string; readonly grid: SheetGrid };
export type PreviewRequest = {
  readonly subject: SubjectKey; readonly fileName: string; readonly sheets: readonly Sheet[];
  /** The sheet to read; left out, the one that looks most like the subject. */
  readonly sheet?: string;
  /** Left out, it is proposed from the headings. */
  readonly mapping?: ImportMapping;
};

/** Says row by row what an import would do, and by which mapping. Nothing is written. */
export function previewImport(work: Work, viewer: Viewer, request: PreviewRequest): Outcome<ImportPreview, Explained> {
  const { subject, fileName, sheets } = request;
  const moment = work.now();
  const snapshot = work.register.snapshot();
  const permitted = decideImport(snapshot, viewer, moment, { subject, fileName, mapping: {}, rows: [] });
  if (!permitted.ok) return refuse(explainCommon(permitted.refusal));
  const { fields } = IMPORT_SUBJECTS[subject];
  const sheet = sheets.find(({ name }) => name === request.sheet) ?? likeliest(subject, sheets);
  const table = tableIn(sheet?.grid ?? [], fields);
  if (!sheet || !table.ok) return refuse({ reason: table.ok ? 'no-table' : table.refusal.reason, message: explainSheet(table.ok ? { reason: 'no-table' } : table.refusal), details: { sheets: sheets.map(({ name }) => name) } });
  const { headings, rows, leftOut } = table.fact;
  const mapping = request.mapping ?? proposeMapping(headings, fields, proposedFallbacks(snapshot, subject));
  const planned = decideImport(snapshot, viewer, moment, { subject, fileName, mapping, rows });
  if (!planned.ok) return refuse(explainCommon(planned.refusal));
  const counts = countsOf(planned.fact.map(({ row }) => row));
  return accept({
    subject, fileName, sheets: sheets.map(({ name }) => name), sheet: sheet.name, headings: [...headings], fields: [...fieldsOf(subject)], mapping, counts,
    heading: countsInWords(counts), leftOut: [...leftOut],
    rows: planned.fact.map(({ row }, at) => ({ ...row, cells: rows[at]?.cells ?? [] })),
  });
}

/** The sheet called after the subject or its list; failing that, the one with most of its headings. */
function likeliest(subject: SubjectKey, sheets: readonly Sheet[]): Sheet | undefined {
  const { fields, title, definition } = IMPORT_SUBJECTS[subject];
  const score = ({ name, grid }: Sheet) => (name === definition.title || name === title ? 1_000 : 0)
    + Math.max(0, ...grid.slice(0, 25).map((line) => line.filter((cell) => cell.trim() !== '' && headingScore(cell, fields) >= 0.8).length));
  return sheets.toSorted((a, b) => score(b) - score(a))[0];
}
