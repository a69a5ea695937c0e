import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';
import { MOST_BYTES } from '../../assurance/exchange/exchange-model.ts';
import type { SheetGrid } from '../../assurance/exchange/sheet-table.ts';
import { csvGrid } from './csv-grid.ts';
import { readWorkbook } from './workbook.ts';

/** A sheet of a file, its cells as text: days as 2026-10-16, numbers with a decimal point. */
export type Sheet = { readonly name: string; readonly grid: SheetGrid };

/** Why a file could not be read, and what its owner can do about it. */
export type FileRefusal = { readonly reason: 'not-readable' | 'too-large'; readonly message: string };

const SAVE_AS = 'Open it in Excel, choose Save as, and choose “Excel workbook (.xlsx)” or “CSV UTF-8”.';

function startsWith(bytes: Uint8Array, ...signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/**
 * Reads an uploaded spreadsheet by what is in it, whatever it is called: XLSX, or CSV in any of the ways in which Excel writes it.
 * Older and macro-enabled workbooks, and anything that grows beyond measure when unpacked, are refused with what to do instead.
 */
export async function readSheetFile(fileName: string, bytes: Uint8Array): Promise<Outcome<readonly Sheet[], FileRefusal>> {
  if (bytes.length === 0) return unreadable(`${fileName} is empty.`);
  if (bytes.length > MOST_BYTES) return refuse({ reason: 'too-large', message: `${fileName} is larger than 5 MB. Delete what is not needed, or split it into smaller files.` });
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return unreadable(`${fileName} is an old Excel file (.xls), or has a password. ${SAVE_AS}`);
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) return unreadable(`${fileName} is a PDF, which has no cells to read. Import the spreadsheet that it was made from.`);
  if (startsWith(bytes, 0x50, 0x4b)) {
    const workbook = await readWorkbook(bytes);
    return workbook.ok ? workbook : unreadable(`${fileName} ${workbook.refusal}`);
  }
  const grid = csvGrid(bytes);
  return grid.ok ? accept([{ name: 'Sheet', grid: grid.fact }]) : unreadable(`${fileName} ${grid.refusal}`);
}

function unreadable(message: string): Outcome<never, FileRefusal> {
  return refuse({ reason: 'not-readable', message });
}
