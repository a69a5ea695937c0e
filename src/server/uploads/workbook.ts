import { zipSync } from 'fflate';
import readWorkbookFile, { InvalidSpreadsheetError } from 'read-excel-file/node';
import { MOST_COLUMNS } from '../../assurance/exchange/exchange-model.ts';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';
import type { Sheet } from './sheet-file.ts';
import { unpack } from './unpack.ts';

/** Far below the rows that may be imported there can be empty ones; below this they are a mistake. */
const LAST_ROW = 50_000;
/** A row or a cell with its address, `<row r="12">` or `<c r="AB12">`. */
const ADDRESS = /<(?:\w+:)?(?:row|c)\s(?:[^>]*?\s)?r\s*=\s*["']([A-Z]{0,6})(\d{1,15})["']/g;

/** A formula that no result was saved with, as some programs write it: it would read as an empty cell. */
const NO_RESULT = /<(?:\w+:)?f(?:\s[^>]*)?(?:\/>|>[^<]*<\/(?:\w+:)?f>)\s*<\/(?:\w+:)?c>/;

const SAVE_AGAIN = 'Open it in Excel and save it again as “Excel workbook (.xlsx)”.';

/**
 * The sheets of an XLSX file, in the order of its tabs. A formula counts as the result that was saved with it. What is read is exactly what was
 * measured: the file is packed anew from its unpacked parts. The refusal is the end of a sentence that begins with the file’s name.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Outcome<readonly Sheet[], string>> {
  const unpacked = unpack(bytes);
  if (!unpacked.ok) return refuse(unpacked.refusal === 'damaged' ? `is damaged or not complete. ${SAVE_AGAIN}` : 'unpacks to more than can be read safely. Copy the table alone into a new workbook.');
  const files = unpacked.fact;
  const names = Object.keys(files);
  if (names.some((name) => /vbaProject|macrosheets/i.test(name))) return refuse('has macros, which are never opened here. Save it as “Excel workbook (.xlsx)”, which leaves them out.');
  if (!names.some((name) => /^xl\/workbook\.xml$/i.test(name))) return refuse('is a zip or another kind of document, not a workbook. Import an XLSX or CSV file.');
  for (const name of names.filter((each) => /^xl\/worksheets\/[^/]+\.xml$/i.test(each))) {
    const xml = new TextDecoder().decode(files[name]);
    if (NO_RESULT.test(xml)) return refuse(`has a formula without its result. ${SAVE_AGAIN}`);
    const tooFar = farCell(xml);
    if (tooFar !== undefined) return refuse(`has a sheet that reaches ${tooFar}. Delete the empty rows and columns after the table, and save it again.`);
  }
  try {
    const sheets = await readWorkbookFile(Buffer.from(zipSync(files, { level: 0 })), { trim: false });
    return accept(sheets.map(({ sheet, data }) => ({ name: sheet, grid: data.map((row) => row.map(textOf)) })));
  } catch (error) {
    if (!(error instanceof InvalidSpreadsheetError)) return refuse(`cannot be read as a workbook. ${SAVE_AGAIN}`);
    const place = /at row (\d+), col (\d+)/.exec(error.message);
    return refuse(`cannot be read${place ? ` at row ${place[1]}, column ${place[2]}` : ''}. ${SAVE_AGAIN}`);
  }
}

function farCell(xml: string): string | undefined {
  for (const [, letters = '', digits = ''] of xml.matchAll(ADDRESS)) {
    if (Number(digits) > LAST_ROW) return `down to row ${Number(digits).toLocaleString('en-GB')}`;
    const column = [...letters].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
    if (column > MOST_COLUMNS * 2) return `out to column ${letters}`;
  }
  return undefined;
}

/** A day without a time is a day; anything finer keeps its time, in the sheet’s own zone, which it does not say. */
function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) {
    // Spreadsheets keep a time as a fraction of a day, which is seldom exact.
    const iso = new Date(Math.round(value.getTime() / 1_000) * 1_000).toISOString();
    return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso;
  }
  if (typeof value === 'boolean') return value ? 'Yes' : 'No';
  return String(value);
}
