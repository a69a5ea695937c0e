import type { Quarter } from '../time/quarter.ts';
import { cellId, cellName, gridOf, valueOf, type Cells } from './figure-grid.ts';
import { figureInWords, numberInWords } from './figure-words.ts';
import type { Indicator } from './indicator.ts';

/** Enough values to know how much a figure usually moves. */
const VALUES_FOR_A_RANGE = 6;
/** Turns the average moving range into natural process limits (the XmR chart's constant, 3 / 1.128). */
const NATURAL_LIMITS = 2.66;
/** Below this, doubling and halving happen by chance. */
const SMALL = 5;

/**
 * What cannot be right, in a sentence, or nothing: these are allowed in a draft and refused on submission. A negative number; a count of
 * people or events with decimals; a share whose part is larger than its whole; a share of nothing.
 */
export function impossibleIn(indicator: Indicator, quarter: Quarter, cells: Cells): string | undefined {
  const grid = gridOf(indicator, quarter);
  const counted = indicator.unit === 'count' || grid.columns.some(({ part }) => part !== 'value');
  for (const [id, value] of Object.entries(cells)) {
    if (value < 0) return `${cellName(grid, id) ?? 'A value'} is ${numberInWords(value, 2)}. A figure cannot be less than 0`;
    if (counted && !Number.isInteger(value)) return `${cellName(grid, id) ?? 'A value'} is ${numberInWords(value, 2)}. Enter a whole number`;
  }
  if (indicator.unit === 'percentage') {
    for (const row of grid.rows) {
      for (const [index, column] of grid.columns.entries()) {
        const whole = grid.columns[index + 1];
        if (column.part !== 'numerator' || !whole) continue;
        const [numerator, denominator] = [cells[cellId(row.key, column.key)], cells[cellId(row.key, whole.key)]];
        if (numerator !== undefined && denominator !== undefined && numerator > denominator) {
          return `${cellName(grid, cellId(row.key, column.key))} (${numberInWords(numerator, 0)}) is larger than ${cellName(grid, cellId(row.key, whole.key))} (${numberInWords(denominator, 0)})`;
        }
      }
    }
  }
  return isShareOfNothing(indicator, quarter, cells) ? 'There is nothing to take a share of: clear these numbers, and say under “no figure” that there were none' : undefined;
}

function isShareOfNothing(indicator: Indicator, quarter: Quarter, cells: Cells): boolean {
  const grid = gridOf(indicator, quarter);
  const ratio = grid.columns.some(({ part }) => part === 'denominator');
  const complete = grid.rows.every((row) => grid.columns.every((column) => cells[cellId(row.key, column.key)] !== undefined));
  return ratio && complete && valueOf(indicator, quarter, cells) === undefined;
}

/**
 * A sentence when a value is unusual for this agency, measured against its own earlier values only. With six or more: outside mean ±
 * 2.66 × the average moving range. With fewer, or where they never moved: more than twice or less than half of the last one.
 * @param earlier values of earlier quarters, oldest first
 */
export function unusual(indicator: Indicator, value: number, earlier: readonly number[]): string | undefined {
  const last = earlier.at(-1);
  if (last === undefined) return undefined;
  const moves = earlier.slice(1).map((next, index) => Math.abs(next - (earlier[index] ?? next)));
  const averageMove = moves.reduce((total, move) => total + move, 0) / Math.max(moves.length, 1);
  if (earlier.length >= VALUES_FOR_A_RANGE && averageMove > 0) {
    const mean = earlier.reduce((total, one) => total + one, 0) / earlier.length;
    const [low, high] = [Math.max(0, mean - NATURAL_LIMITS * averageMove), mean + NATURAL_LIMITS * averageMove];
    if (value >= low && value <= high) return undefined;
    return `${figureInWords(indicator, value)} is ${value > high ? 'above' : 'below'} this agency’s usual range of ${figureInWords(indicator, low)} to ${figureInWords(indicator, high)}. Check it, or say in the note what lies behind it`;
  }
  if (value < SMALL && last < SMALL) return undefined;
  if (value <= last * 2 && value >= last / 2) return undefined;
  return `${figureInWords(indicator, value)} is ${value > last ? 'more than twice' : 'less than half of'} the last value, ${figureInWords(indicator, last)}. Check it, or say in the note what lies behind it`;
}

/** The hint shown beside a figure while it is filled in: what cannot be right before what is merely unusual. */
export function hintFor(indicator: Indicator, quarter: Quarter, cells: Cells, earlier: readonly number[]): string | undefined {
  const impossible = impossibleIn(indicator, quarter, cells);
  if (impossible !== undefined) return `${impossible}.`;
  const known = valueOf(indicator, quarter, cells);
  const said = known && unusual(indicator, known.value, earlier);
  return said === undefined ? undefined : `${said}.`;
}
