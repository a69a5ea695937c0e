import { dataDictionary, dictionaryTable } from '../assurance/exchange/data-dictionary.ts';
import { exportedLists, exportTable, type ExportTable } from '../assurance/exchange/export-table.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { may, notPermitted } from '../assurance/partnership/permission.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { NOT_FOUND } from '../assurance/refusals.ts';
import { longMoment } from '../assurance/time/instant.ts';
import { LISTS } from '../register/lists.ts';
import type { Work } from './decide-and-commit.ts';
import { explainCommon } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** What leaves the register: its lists as tables, the dictionary that explains them (headings first), and what a reader has to know. */
export type RegisterExport = { readonly tables: readonly ExportTable[]; readonly dictionary: readonly (readonly string[])[]; readonly notes: readonly string[] };

/**
 * One list, by its name for programs, or all of them. Drafts never leave the register. Rows that cannot be read are in no table, so the notes
 * name them.
 */
export function exportRegister(work: Work, viewer: Viewer, request: { readonly list?: string }): Outcome<RegisterExport, Explained> {
  if (!may(viewer, 'export register')) return refuse(explainCommon(notPermitted('export register')));
  const snapshot = work.register.snapshot();
  const definitions = exportedLists(LISTS).filter(({ name }) => request.list === undefined || name === request.list);
  if (definitions.length === 0) return refuse(explainCommon(NOT_FOUND));
  const titles = new Set(definitions.map(({ title }) => title));
  const tables = definitions.map((definition) => exportTable(snapshot, definition));
  const contact = dataDictionary(definitions).filter(({ personalData }) => personalData === 'contact');
  return accept({
    tables,
    dictionary: dictionaryTable(dataDictionary(definitions)),
    notes: [
      `Exported on ${longMoment(work.now())} by ${viewer.name}.`,
      'Dates are text, year-month-day; moments are in UTC. A quarter is named after the year in which its board year began: 2026-Q2 is July to September 2026.',
      'A cell with several keys has one a line. A cell in braces or brackets is JSON; the data dictionary says what it holds.',
      'In CSV files an apostrophe stands before a text that a spreadsheet would read as a formula. An import takes it off again.',
      'What agencies are still writing is not exported. Figures below 5 are not suppressed here: do not pass this file on.',
      ...(contact.length === 0 ? [] : [`Names and addresses of officers are in: ${[...new Set(contact.map(({ list }) => list))].join(', ')}.`]),
      ...snapshot.problems().filter(({ list }) => titles.has(list)).map(({ list, rowId, key, faults }) => `Left out because it cannot be read: ${list}, row ${key ?? rowId}. ${faults.map(({ message }) => message).join('. ')}.`),
    ],
  });
}
