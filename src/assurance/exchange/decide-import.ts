import { accept, refuse, type Outcome } from '../outcome.ts';
import { arrangements } from '../partnership/arrangements.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Moment } from '../time/instant.ts';
import type { ImportCounts, ImportField, ImportMapping, RowOutcome, SheetRow, SubjectKey } from './exchange-model.ts';
import { referenceFinder } from './find-reference.ts';
import { importActions } from './import-actions.ts';
import { importObservations } from './import-observations.ts';
import { importPeople, importSeats } from './import-people.ts';
import type { ImportSubject } from './import-subject.ts';
import { planRows, type PlannedRow } from './plan-rows.ts';

export const IMPORT_SUBJECTS: Readonly<Record<SubjectKey, ImportSubject>> = { actions: importActions, observations: importObservations, people: importPeople, seats: importSeats };

export type ImportRequest = { readonly subject: SubjectKey; readonly fileName: string; readonly mapping: ImportMapping; readonly rows: readonly SheetRow[] };

/** What history says of imported rows. */
export function importReason(fileName: string): string {
  return `Imported from ${fileName}.`;
}

/**
 * What an import would do, row by row; nothing is written by asking. Importing the same rows by the same mapping after that changes
 * nothing, because each row is found again by its key. Refused to all but the board office.
 */
export function decideImport(snapshot: Snapshot, viewer: Viewer, moment: Moment, { subject, fileName, mapping, rows }: ImportRequest): Outcome<readonly PlannedRow[], NotPermitted> {
  if (!may(viewer, 'import rows')) return refuse(notPermitted('import rows'));
  const context = { snapshot, viewer, moment, find: referenceFinder(snapshot), reason: importReason(fileName) };
  return accept(planRows(IMPORT_SUBJECTS[subject], context, mapping, rows));
}

/** What is proposed for empty cells: the group that reads the returns first, where the sheet does not say which group agreed on an action. */
export function proposedFallbacks(snapshot: Snapshot, subject: SubjectKey): Readonly<Record<string, string>> {
  const [held] = snapshot.all(arrangements);
  return subject === 'actions' && held ? { group: held.returnsGroup } : {};
}

export function fieldsOf(subject: SubjectKey): readonly ImportField[] {
  const { fields, definition } = IMPORT_SUBJECTS[subject];
  return fields.map(({ name, label, help, required }) => ({ name, label, help: help ?? '', required, choices: [...(definition.fields[name]?.column.choices as readonly string[] | undefined ?? [])] }));
}

export function countsOf(rows: readonly Pick<RowOutcome, 'outcome'>[]): ImportCounts {
  const counts = { insert: 0, update: 0, unchanged: 0, refused: 0 };
  for (const { outcome } of rows) counts[outcome] += 1;
  return counts;
}

const rowsInWords = (count: number) => (count === 1 ? '1 row' : `${count.toLocaleString('en-GB')} rows`);

/** The counts as the heading of a preview. */
export function countsInWords({ insert, update, unchanged, refused }: ImportCounts): string {
  const parts = [
    ...(insert > 0 ? [`${rowsInWords(insert)} would be added`] : []),
    ...(update > 0 ? [`${rowsInWords(update)} would change`] : []),
    ...(unchanged > 0 ? [`${rowsInWords(unchanged)} ${unchanged === 1 ? 'is' : 'are'} there already`] : []),
    ...(refused > 0 ? [`${rowsInWords(refused)} cannot be imported`] : []),
  ];
  return parts.join(', ');
}
