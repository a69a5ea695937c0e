import { accept, refuse, type Outcome } from '../outcome.ts';
import { addDays, day, dayOf, daysInMonth, isDay, type Day } from '../time/day.ts';
import { isInstant, type Instant, instant } from '../time/instant.ts';
import { isQuarter, quarter, type Quarter } from '../time/quarter.ts';

/** What a person wrote into a cell, read as one kind of value. The refusal is the end of a sentence that begins with the column’s name. */
export type Read<T> = Outcome<T, string>;

/** Ends a sentence that does not end by itself. */
export function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH = '(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\\.?';

const BRITISH = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/;
const DAY_FIRST = new RegExp(`^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? )?(\\d{1,2})(?:st|nd|rd|th)?[ \\-/](?:of )?${MONTH}[ \\-/,]+(\\d{4}|\\d{2})$`, 'i');
const MONTH_FIRST = new RegExp(`^${MONTH} (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`, 'i');
const WITH_TIME = /^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}/;
/** Days as spreadsheets count them from 30 December 1899, between 1954 and 2119: no year and no reference is so large. */
const SERIAL = /^[2-7]\d{4}(?:\.\d+)?$/;
const SERIAL_ZERO = day('1899-12-30');

function monthNumber(text: string): number {
  return MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1;
}

function fullYear(text: string): number {
  return text.length === 2 ? 2000 + Number(text) : Number(text);
}

function realDay(year: number, month: number, dayOfMonth: number): Day | undefined {
  return month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month) ? dayOf({ year, month, day: dayOfMonth }) : undefined;
}

/**
 * A day in any of the ways in which people in Britain write one, day before month: 16/10/2026, 16.10.26, 16 October 2026, 2026-10-16; and a
 * spreadsheet’s serial number. American order is refused rather than guessed.
 */
export function readDay(text: string): Read<Day> {
  const written = text.replaceAll(/\s+/g, ' ').trim();
  const iso = WITH_TIME.exec(written)?.[1] ?? written;
  if (isDay(iso)) return accept(iso);
  if (SERIAL.test(written)) return accept(addDays(SERIAL_ZERO, Math.floor(Number(written))));
  const british = BRITISH.exec(written);
  const dayFirst = DAY_FIRST.exec(written);
  const monthFirst = MONTH_FIRST.exec(written);
  const found = british ? realDay(fullYear(british[3] ?? ''), Number(british[2]), Number(british[1]))
    : dayFirst ? realDay(fullYear(dayFirst[3] ?? ''), monthNumber(dayFirst[2] ?? ''), Number(dayFirst[1]))
    : monthFirst ? realDay(Number(monthFirst[3]), monthNumber(monthFirst[1] ?? ''), Number(monthFirst[2]))
    : undefined;
  return found ? accept(found) : refuse(`is “${text}”, which is not a date. Write it as day, month and year, for example 16/10/2026`);
}

/** A moment; a day alone counts as its noon, so that it falls on that day in every season. */
export function readInstant(text: string): Read<Instant> {
  if (isInstant(text)) return accept(text);
  const on = readDay(text);
  return on.ok ? accept(instant(`${on.fact}T12:00:00.000Z`)) : on;
}

const YEARS = /(20\d{2}) ?(?:\/|-|–|to) ?(20\d{2}|\d{2})|\b(\d{2}) ?[/-] ?(\d{2})\b/;
const SPANS: Readonly<Record<string, number>> = { 'apr-jun': 1, 'jul-sep': 2, 'oct-dec': 3, 'jan-mar': 4 };
const SPAN = new RegExp(`^${MONTH} ?(?:-|–|to) ?${MONTH} ?(20\\d{2})$`, 'i');

/**
 * A quarter of the board year: 2026-Q2, Q2 2026/27, 2026-27 Quarter 2, July to September 2026. One year beside a number (Q4 2026) is refused,
 * because people mean either of two quarters by it.
 */
export function readQuarter(text: string): Read<Quarter> {
  const written = text.replaceAll(/\s+/g, ' ').trim();
  if (isQuarter(written)) return accept(written);
  const span = SPAN.exec(written);
  const spanned = span && SPANS[`${span[1]?.slice(0, 3).toLowerCase()}-${span[2]?.slice(0, 3).toLowerCase()}`];
  if (span && spanned) return accept(quarter(`${Number(span[3]) - (spanned === 4 ? 1 : 0)}-Q${spanned}`));
  const number = /\b(?:q|qtr|quarter) ?([1-4])\b/i.exec(written)?.[1];
  const years = YEARS.exec(written.replace(/\b(?:q|qtr|quarter) ?[1-4]\b/i, ' ').replace(/\bof\b/i, ' ').trim());
  const first = years && fullYear(years[1] ?? years[3] ?? '');
  const second = years && fullYear((years[2] ?? years[4] ?? '').slice(-2));
  if (number !== undefined && first && second === first + 1) return accept(quarter(`${first}-Q${number}`));
  return refuse(`is “${text}”, which is not a quarter. Write the quarter and both years, for example Q2 2026/27`);
}

const NUMBER = /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[-+]?\d{1,2})?$/i;

/** A number, with or without thousands separators; a trailing per cent sign is told, not converted: 61% is 61. */
export function readNumber(text: string): Read<{ readonly value: number; readonly percent: boolean }> {
  const percent = text.trim().endsWith('%');
  const bare = text.trim().replace(/\s*%$/, '');
  const value = Number(bare.replaceAll(',', ''));
  if (bare === '' || !NUMBER.test(bare) || !Number.isFinite(value)) return refuse(`is “${text}”, which is not a number`);
  return accept({ value, percent });
}

/** As words are compared: without case, accents, punctuation and double spaces. */
export function plainWords(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll('&', ' and ').replaceAll(/['’]/g, '').replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

/** @param alsoSaid other words for a choice, as people have them in their own sheets */
export function readChoice(text: string, choices: readonly string[], alsoSaid: Readonly<Record<string, string>> = {}): Read<string> {
  const said = plainWords(text);
  const found = choices.find((choice) => plainWords(choice) === said) ?? alsoSaid[said];
  return found === undefined ? refuse(`is “${text}”. It must be one of: ${choices.join(', ')}`) : accept(found);
}
