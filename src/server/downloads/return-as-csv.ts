import type { ReturnDocument } from '../../assurance/returns/return-document.ts';
import { csvFile } from './csv.ts';

/** A return as one sheet: a row for each answer, figure, month or breakdown, query and file. Numbers stand as they are read on the page. */
export function returnAsCsv(document: ReturnDocument): string {
  return csvFile([
    ['Part', 'Area', 'Question or figure', 'Answer or value', 'Note'],
    ...(document.draft ? [['Return', '', 'State', 'Draft, not submitted', '']] : []),
    ['Return', '', 'Title', document.title, ''],
    ...document.facts.map(({ label, value }) => ['Return', '', label, value, '']),
    ...document.sections.flatMap(({ title, note = '', answers }) => [
      ...(answers.length === 0 || note !== '' ? [[title, '', 'Section', note, '']] : []),
      ...answers.map(({ wording, text }) => [title, '', wording, text, '']),
    ]),
    ...document.figures.flatMap(({ code, name, areaName, value, missingReason, note = '', restated, table }) => [
      ['Figures', areaName, `${code} ${name}`, value ?? (missingReason === undefined ? '' : `Missing: ${missingReason}`), note],
      ...restated.map((earlier) => ['Figures', areaName, `${code} ${name}, before it was restated`, earlier.value, earlier.reason]),
      ...table.rows.flatMap((row) => row.values.map((cell, column) => ['Figures', areaName, `${code} ${[row.name, table.columns[column]].filter(Boolean).join(', ')}`, cell, ''])),
    ]),
    ...document.queries.map(({ query, askedByName, reply = '', answeredByName = '' }) => ['Queries', '', `${query} (${askedByName})`, reply, answeredByName]),
    ...document.attachments.map((fileName) => ['Reports attached', '', fileName, '', '']),
  ]);
}
