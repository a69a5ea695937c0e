import { parse } from 'csv-parse/sync';
import { fromFormulaSafe } from '../../assurance/exchange/formula-safe.ts';
import type { SheetGrid } from '../../assurance/exchange/sheet-table.ts';
import { accept, refuse, type Outcome } from '../../assurance/outcome.ts';

const DELIMITERS = [',', ';', '\t'] as const;
/** The longest cell that is read; the register refuses far shorter ones, with a sentence of their own. */
const LONGEST_RECORD = 1_000_000;

/**
 * The lines of a CSV file [RFC 4180], however Excel wrote it: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab. The apostrophe that an
 * export put before what looks like a formula is taken off again. The refusal is the end of a sentence that begins with the file’s name.
 */
export function csvGrid(bytes: Uint8Array): Outcome<SheetGrid, string> {
  const decoded = decode(bytes);
  if (decoded.includes('\u0000')) return refuse('is neither a spreadsheet nor a text file. Import an XLSX or CSV file.');
  const told = /^sep=(.)\r?\n/.exec(decoded);
  const text = told ? decoded.slice(told[0].length) : decoded;
  const delimiter = told?.[1] ?? likelyDelimiter(text);
  try {
    const records = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false, max_record_size: LONGEST_RECORD }) as string[][];
    return accept(records.map((record) => record.map(fromFormulaSafe)));
  } catch {
    return refuse('has a quotation mark that is never closed, or a cell beyond measure. Open it in Excel, mend it, and save it as “CSV UTF-8”.');
  }
}

/** By its byte order mark; without one UTF-8 where it is that, UTF-16 where every second byte is nought, and what old Windows programs write. */
function decode(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const sample = bytes.subarray(0, 1_000);
  const noughts = (offset: number) => sample.filter((byte, at) => at % 2 === offset && byte === 0).length;
  if (noughts(1) > sample.length / 4) return new TextDecoder('utf-16le').decode(bytes);
  if (noughts(0) > sample.length / 4) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The one that stands most often outside quotation marks in the first lines. */
function likelyDelimiter(text: string): string {
  const outside = text.slice(0, 20_000).replaceAll(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => ({ delimiter, count: outside.split(delimiter).length }));
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).delimiter;
}
