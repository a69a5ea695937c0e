import { MOST_CELL, MOST_COLUMNS, MOST_ROWS, type SheetRow } from './exchange-model.ts';
import type { SubjectField } from './import-subject.ts';
import { headingScore } from './mapping.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { plainWords, readQuarter } from './read-cell.ts';

/** A sheet as its file has it: lines of cells, all as text. */
export type SheetGrid = readonly (readonly string[])[];

/** A table found in a sheet: its headings, its rows, and what was passed over. */
export type SheetTable = { readonly headings: readonly string[]; readonly rows: readonly SheetRow[]; readonly leftOut: readonly string[] };

export type SheetRefusal =
  | { readonly reason: 'no-table' }
  | { readonly reason: 'too-many-rows'; readonly rows: number }
  | { readonly reason: 'too-many-columns'; readonly columns: number };

export function explainSheet(refusal: SheetRefusal): string {
  switch (refusal.reason) {
    case 'no-table': return 'The sheet has no table: put the names of the columns in one row, and the rows under it.';
    case 'too-many-rows': return `The sheet has ${refusal.rows.toLocaleString('en-GB')} rows, and ${MOST_ROWS.toLocaleString('en-GB')} can be imported at once. Split it into smaller files; nothing was imported.`;
    case 'too-many-columns': return `The sheet has ${refusal.columns} columns, and ${MOST_COLUMNS} can be read. Delete the columns that are not needed.`;
  }
}

/** Titles and notes may stand above the headings, but not further down than this. */
const HEADINGS_WITHIN = 25;
const TOTAL = /^(?:grand |sub ?)?totals?$/;

/**
 * Finds the table in a sheet: the row of headings (below any title, with a merged heading above it), the rows under it. Blank lines, lines
 * of totals and repeated headings are passed over. A dataset with a column for each quarter becomes one row for each of its figures.
 */
export function tableIn(grid: SheetGrid, fields: readonly SubjectField[]): Outcome<SheetTable, SheetRefusal> {
  const tidy = grid.map((line) => line.map((cell) => cell.trim().slice(0, MOST_CELL)));
  const columns = tidy.reduce((most, line) => Math.max(most, line.findLastIndex((cell) => cell !== '') + 1), 0);
  if (columns > MOST_COLUMNS) return refuse({ reason: 'too-many-columns', columns });
  const at = headingLine(tidy, fields);
  if (at === undefined) return refuse({ reason: 'no-table' });
  const headings = headingsAt(tidy, at, columns);
  const leftOut: string[] = [];
  const rows: SheetRow[] = [];
  for (let line = at + 1; line < tidy.length; line += 1) {
    const cells = Array.from({ length: columns }, (_, column) => tidy[line]?.[column] ?? '');
    const first = cells.find((cell) => cell !== '');
    if (first === undefined) continue;
    if (TOTAL.test(plainWords(first))) leftOut.push(`Row ${line + 1} is a total.`);
    else if (cells.every((cell, column) => cell === '' || cell === tidy[at]?.[column])) leftOut.push(`Row ${line + 1} repeats the headings.`);
    else rows.push({ place: `Row ${line + 1}`, cells });
  }
  const table = fields.some(({ name }) => name === 'quarter') ? unpivoted({ headings, rows, leftOut }) : { headings, rows, leftOut };
  if (table.rows.length > MOST_ROWS) return refuse({ reason: 'too-many-rows', rows: table.rows.length });
  return table.rows.length === 0 ? refuse({ reason: 'no-table' }) : accept(table);
}

/** The line most like a row of headings; failing that, the first with two cells or more. */
function headingLine(grid: SheetGrid, fields: readonly SubjectField[]): number | undefined {
  const wide = fields.some(({ name }) => name === 'quarter');
  let best: { readonly at: number; readonly score: number } | undefined;
  grid.slice(0, HEADINGS_WITHIN).forEach((line, at) => {
    const filled = line.filter((cell) => cell !== '');
    const score = filled.reduce((sum, cell) => sum + (headingScore(cell, fields) >= 0.8 || (wide && isQuarterHeading(cell)) ? 1 : 0), 0);
    if (score > (best?.score ?? 0)) best = { at, score };
  });
  const first = grid.findIndex((line) => line.filter((cell) => cell !== '').length >= 2);
  return best?.at ?? (first < 0 ? undefined : first);
}

function isQuarterHeading(text: string): boolean {
  return readQuarter(text).ok || /^(?:q|qtr|quarter) ?[1-4]$/i.test(text);
}

/** The headings of the line, each completed from a merged one above it: `2025/26` over `Q1`, or a heading that spans two lines. */
function headingsAt(grid: SheetGrid, at: number, columns: number): readonly string[] {
  const above = at > 0 ? filledForward(grid[at - 1] ?? [], columns) : [];
  return Array.from({ length: columns }, (_, column) => {
    const own = grid[at]?.[column] ?? '';
    const over = above[column] ?? '';
    if (own === '') return grid[at - 1]?.[column] ?? '';
    return isQuarterHeading(own) && !readQuarter(own).ok && readQuarter(`${own} ${over}`).ok ? `${own} ${over}` : own;
  });
}

function filledForward(line: readonly string[], columns: number): readonly string[] {
  let last = '';
  return Array.from({ length: columns }, (_, column) => (last = line[column] || last));
}

/** One row for each figure, where the sheet has a column for each quarter. A cell with nothing in it is no figure. */
function unpivoted(table: SheetTable): SheetTable {
  const quarters = table.headings.flatMap((heading, column) => {
    const read = readQuarter(heading);
    return read.ok ? [{ column, quarter: read.fact, heading }] : [];
  });
  if (quarters.length === 0) return table;
  const kept = table.headings.flatMap((_, column) => (quarters.some((each) => each.column === column) ? [] : [column]));
  let empty = 0;
  const rows = table.rows.flatMap(({ place, cells }) => quarters.flatMap(({ column, quarter, heading }) => {
    const value = cells[column] ?? '';
    if (value === '') {
      empty += 1;
      return [];
    }
    return [{ place: `${place}, ${heading}`, cells: [...kept.map((each) => cells[each] ?? ''), quarter, value] }];
  }));
  const said = empty === 0 ? [] : [`${empty === 1 ? 'One cell is' : `${empty} cells are`} empty, and so no figure.`];
  return { headings: [...kept.map((column) => table.headings[column] ?? ''), 'Quarter', 'Value'], rows, leftOut: [...table.leftOut, ...said] };
}
