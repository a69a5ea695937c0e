import { z } from 'zod';

/** A calendar day in the partnership's own zone, as text `YYYY-MM-DD`. It has no time and no zone. */
export type Day = string & { readonly brand: 'Day' };

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const SHAPE = /^(\d{4})-(\d{2})-(\d{2})$/;

export type YearMonthDay = { readonly year: number; readonly month: number; readonly day: number };

export function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** @param month 1 to 12 */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

export function isDay(text: string): text is Day {
  const match = SHAPE.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

export const Day = z.string().refine(isDay, 'Enter a real date as year-month-day, for example 2026-10-16').transform((text) => text as Day);

/** Reads a day that the program itself wrote; anything else is a fault, not an answer to a person. */
export function day(text: string): Day {
  if (!isDay(text)) throw new Error(`Not a day: ${text}`);
  return text;
}

export function partsOf(value: Day): YearMonthDay {
  return { year: Number(value.slice(0, 4)), month: Number(value.slice(5, 7)), day: Number(value.slice(8, 10)) };
}

export function dayOf({ year, month, day: dayOfMonth }: YearMonthDay): Day {
  return day(`${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`);
}

/** Days since 1 January 1970 in the proleptic Gregorian calendar, counted without a clock or a zone. */
function serialOf(value: Day): number {
  const { year, month, day: dayOfMonth } = partsOf(value);
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function dayFromSerial(serial: number): Day {
  const shifted = serial + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return dayOf({ year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 });
}

export function addDays(value: Day, days: number): Day {
  return dayFromSerial(serialOf(value) + days);
}

/** How many days after `from` the day `to` is; negative when it is before. */
export function daysBetween(from: Day, to: Day): number {
  return serialOf(to) - serialOf(from);
}

/** The same day of another month; the last day of that month where it has no such day (31 March and one month is 30 April). */
export function addMonths(value: Day, months: number): Day {
  const { year, month, day: dayOfMonth } = partsOf(value);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  return dayOf({ ...target, day: Math.min(dayOfMonth, daysInMonth(target.year, target.month)) });
}

/** 0 is Sunday, 6 is Saturday. */
export function weekdayOf(value: Day): number {
  return (((serialOf(value) + 4) % 7) + 7) % 7;
}

export function isAfter(a: Day, b: Day): boolean { return a > b; }
export function laterOf(a: Day, b: Day): Day { return a >= b ? a : b; }

/** As people read it: 4 July 2026. */
export function longDate(value: Day): string {
  const { year, month, day: dayOfMonth } = partsOf(value);
  return `${dayOfMonth} ${MONTHS[month - 1]} ${year}`;
}

/** With its weekday, where the week matters: Friday 16 October. The year is left out on purpose. */
export function weekdayDate(value: Day): string {
  const { month, day: dayOfMonth } = partsOf(value);
  return `${WEEKDAYS[weekdayOf(value)]} ${dayOfMonth} ${MONTHS[month - 1]}`;
}

/** @param month 1 to 12 */
export function monthName(month: number): string {
  const name = MONTHS[month - 1];
  if (!name) throw new Error(`Not a month: ${month}`);
  return name;
}
