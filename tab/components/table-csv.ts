import { formulaSafe } from '../../src/assurance/exchange/formula-safe.ts';
import type { Column } from './data-table.tsx';

/**
 * The rows as a CSV file for spreadsheets: with a byte order mark, so that Excel reads it as UTF-8, and with an apostrophe before
 * anything that Excel would take for a formula.
 */
export function tableAsCsv<Row>(columns: readonly Pick<Column<Row>, 'name' | 'text'>[], rows: readonly Row[]): Blob {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => columns.map(({ text }) => text(row)))];
  return new Blob([`\uFEFF${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`], { type: 'text/csv;charset=utf-8' });
}

export function csvCell(text: string): string {
  const safe = formulaSafe(text);
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
