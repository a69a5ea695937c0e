import { z } from 'zod';
import { addDays, dayOf, monthName, partsOf, type Day } from './day.ts';

/**
 * A quarter of the board year, `2026-Q2`: the year in which the board year began, and 1 to 4.
 * The board year runs April to March: Q1 April to June, Q4 January to March [PAAG, LLR appendix 3].
 */
export type Quarter = string & { readonly brand: 'Quarter' };

/** A calendar month, `2026-07`. */
export type Month = string & { readonly brand: 'Month' };

const SHAPE = /^(\d{4})-Q([1-4])$/;

export const Quarter = z.string().regex(SHAPE, 'Enter a quarter as year-Q1 to year-Q4, for example 2026-Q2').transform((text) => text as Quarter);

export function isQuarter(text: string): text is Quarter {
  return SHAPE.test(text);
}

export function quarter(text: string): Quarter {
  if (!SHAPE.test(text)) throw new Error(`Not a quarter: ${text}`);
  return text as Quarter;
}

function numbersOf(value: Quarter): { boardYear: number; number: number } {
  return { boardYear: Number(value.slice(0, 4)), number: Number(value.slice(6)) };
}

export function boardYearOf(value: Quarter): number {
  return numbersOf(value).boardYear;
}

export function quarterOfDay(value: Day): Quarter {
  const { year, month } = partsOf(value);
  const boardYear = month >= 4 ? year : year - 1;
  return quarter(`${boardYear}-Q${Math.floor(((month + 8) % 12) / 3) + 1}`);
}

export function addQuarters(value: Quarter, quarters: number): Quarter {
  const { boardYear, number } = numbersOf(value);
  const index = boardYear * 4 + (number - 1) + quarters;
  return quarter(`${Math.floor(index / 4)}-Q${(((index % 4) + 4) % 4) + 1}`);
}

export function firstDayOf(value: Quarter): Day {
  const { boardYear, number } = numbersOf(value);
  return number === 4 ? dayOf({ year: boardYear + 1, month: 1, day: 1 }) : dayOf({ year: boardYear, month: 1 + number * 3, day: 1 });
}

export function lastDayOf(value: Quarter): Day {
  return addDays(firstDayOf(addQuarters(value, 1)), -1);
}

/** The quarter that ended most recently on or before this day's yesterday. */
export function lastEndedQuarter(today: Day): Quarter {
  return addQuarters(quarterOfDay(today), -1);
}

/** The three months of the quarter, in order. */
export function monthsOf(value: Quarter): readonly [Month, Month, Month] {
  const { year, month } = partsOf(firstDayOf(value));
  const at = (offset: number) => `${year}-${String(month + offset).padStart(2, '0')}` as Month;
  return [at(0), at(1), at(2)];
}

/** July 2026 */
export function longMonth(value: Month): string {
  return `${monthName(Number(value.slice(5)))} ${value.slice(0, 4)}`;
}

/** Quarter 2 of 2026 to 2027 */
export function longQuarter(value: Quarter): string {
  const { boardYear, number } = numbersOf(value);
  return `Quarter ${number} of ${boardYear} to ${boardYear + 1}`;
}

/** Quarter 2 */
export function shortQuarter(value: Quarter): string {
  return `Quarter ${numbersOf(value).number}`;
}

/** July to September 2026 */
export function quarterPeriod(value: Quarter): string {
  const { boardYear, number } = numbersOf(value);
  const first = number === 4 ? 1 : 1 + number * 3;
  return `${monthName(first)} to ${monthName(first + 2)} ${number === 4 ? boardYear + 1 : boardYear}`;
}
