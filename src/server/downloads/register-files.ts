import { zipSync } from 'fflate';
import writeWorkbookFile, { type Cell, type Sheet } from 'write-excel-file/node';
import type { TableCell } from '../../assurance/exchange/export-table.ts';
import type { RegisterExport } from '../../use-cases/export-register.ts';
import { csvFile } from './csv.ts';

/** No cell of a workbook holds more characters. */
const LONGEST_CELL = 32_767;
const CUT = '… (cut here; the CSV has it in full)';
/** How workbooks spell a character by its number; a text that only looks like one is spelt out. */
const SPELT = /_(?=x[0-9A-Fa-f]{4}_)/g;

function sheetCell(value: TableCell): Cell {
  if (value === '') return null;
  if (typeof value === 'number') return { value, type: Number };
  const text = value.replaceAll(SPELT, '_x005F_');
  return { value: text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL - CUT.length)}${CUT}` : text, type: String, wrap: true, alignVertical: 'top' };
}

function sheetOf(title: string, headings: readonly string[], rows: readonly (readonly TableCell[])[]): Sheet<never> {
  return {
    sheet: title.replaceAll(/[[\]:*?/\\]/g, ' ').slice(0, 31),
    stickyRowsCount: 1,
    columns: headings.map((heading) => ({ width: Math.min(60, Math.max(14, heading.length + 2)) })),
    data: [headings.map((value) => ({ value, type: String, fontWeight: 'bold' as const, wrap: true })), ...rows.map((row) => row.map(sheetCell))],
  };
}

/** The export as a workbook: one table a sheet, then the dictionary and the notes. Everything but numbers is text, so that nothing is a formula. */
export async function registerAsWorkbook({ tables, dictionary, notes }: RegisterExport): Promise<Uint8Array> {
  const [dictionaryHeadings = [], ...dictionaryRows] = dictionary;
  return writeWorkbookFile([
    ...tables.map(({ title, headings, rows }) => sheetOf(title, headings, rows)),
    sheetOf('Data dictionary', dictionaryHeadings, dictionaryRows),
    sheetOf('Notes', ['Notes'], notes.map((note) => [note])),
  ]).toBuffer();
}

/** The export as a zip of CSV files, with the dictionary and the notes. */
export function registerAsZip({ tables, dictionary, notes }: RegisterExport): Uint8Array {
  const text = new TextEncoder();
  return zipSync({
    ...Object.fromEntries(tables.map(({ name, headings, rows }) => [`${name.replaceAll('_', '-')}.csv`, text.encode(csvFile([headings, ...rows]))])),
    'data-dictionary.csv': text.encode(csvFile(dictionary)),
    'notes.csv': text.encode(csvFile([['Notes'], ...notes.map((note) => [note])])),
  });
}
