import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';
import type { Change } from '../../assurance/records/change.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import { checkRows } from './check-template.ts';
import { readDocument, type TemplateDocument, type TemplateFault } from './template-document.ts';
import { agencyRows, arrangementRows, calendarRows, escalationRows, indicatorRows, partnershipRows, returnRows, type TemplateRow } from './template-rows.ts';
import { TEMPLATE_FILES } from './template-schema.ts';
import type { z } from 'zod';

/** The folder of templates that come with the product. */
export const TEMPLATES_FOLDER = fileURLToPath(new URL('../../../templates/', import.meta.url));

/** The text of each file of a template, by its name in the template's folder. */
export type TemplateTexts = ReadonlyMap<string, string>;

/** Reads the named files of a folder. @throws when one is not there: a template is part of the installation. */
export function readTemplateFolder(folder: string, names: readonly string[] = Object.keys(TEMPLATE_FILES)): TemplateTexts {
  return new Map(names.map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')]));
}

/**
 * The rows that a partnership template makes. Refused with every fault in every file: what it is, in which file and on which line.
 * Files are checked against each other only once each can be read.
 */
export function loadTemplate(texts: TemplateTexts): Outcome<readonly TemplateRow[], readonly TemplateFault[]> {
  const faults: TemplateFault[] = [];
  const read = <Name extends keyof typeof TEMPLATE_FILES, Result>(name: Name, rowsOf: (document: TemplateDocument<z.infer<(typeof TEMPLATE_FILES)[Name]>>) => Result): Result | readonly [] => {
    const text = texts.get(name);
    if (text === undefined) {
      faults.push({ file: name, line: 1, message: 'The template has no such file' });
      return [];
    }
    const document = readDocument(name, text, TEMPLATE_FILES[name] as unknown as z.ZodType<z.infer<(typeof TEMPLATE_FILES)[Name]>>);
    if (document.ok) return rowsOf(document.fact);
    faults.push(...document.refusal);
    return [];
  };
  const rows = [
    ...read('partnership.yaml', partnershipRows), ...read('agencies.yaml', agencyRows), ...read('arrangements.yaml', arrangementRows),
    ...read('return.yaml', (document) => returnRows(document, faults)), ...read('indicators.yaml', indicatorRows),
    ...read('calendar.yaml', calendarRows), ...read('escalation.yaml', escalationRows),
  ];
  if (faults.length === 0) faults.push(...checkRows(rows));
  return faults.length === 0 ? accept(rows) : refuse(faults);
}

/** What must be inserted so that the register has every row of the template. Rows that are there already stay as they are. */
export function changesToLoad(snapshot: Snapshot, rows: readonly Pick<TemplateRow, 'definition' | 'row'>[]): readonly Change[] {
  return rows.filter(({ definition, row }) => snapshot.versionOf(definition, row.key) === undefined)
    .map(({ definition, row }) => ({ kind: 'insert', definition, row }));
}

/** One line for each fault, to be read by whoever edits the template. */
export function faultText(faults: readonly TemplateFault[]): string {
  return faults.map(({ file, line, message }) => `${file}, line ${line}: ${message}`).join('\n');
}
