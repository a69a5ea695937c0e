import { stringify } from 'csv-stringify/sync';
import { formulaSafe } from '../../assurance/exchange/formula-safe.ts';

/**
 * A CSV file that Excel opens as UTF-8: with a byte order mark and Windows line ends [RFC 4180], no text of which a spreadsheet reads as a
 * formula. Numbers stand as they are.
 */
export function csvFile(rows: readonly (readonly (string | number)[])[]): string {
  const safe = rows.map((row) => row.map((cell) => (typeof cell === 'number' ? cell : formulaSafe(cell))));
  return stringify(safe, { bom: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
