import { addDays, isAfter, weekdayOf, type Day } from './day.ts';
import { ENGLAND_BANK_HOLIDAYS } from './england-bank-holidays.ts';

export function isWorkingDay(value: Day): boolean {
  const weekday = weekdayOf(value);
  return weekday !== 0 && weekday !== 6 && !ENGLAND_BANK_HOLIDAYS.has(value);
}

/**
 * The working day `count` working days after `from` (before it, when negative). Zero gives `from` itself,
 * whether or not it is a working day. Steps one day at a time, so that Easter and Christmas are never jumped into.
 */
export function addWorkingDays(from: Day, count: number): Day {
  const step = count < 0 ? -1 : 1;
  let remaining = Math.abs(count);
  let value = from;
  while (remaining > 0) {
    value = addDays(value, step);
    if (isWorkingDay(value)) remaining -= 1;
  }
  return value;
}

/** This day if it is a working day, otherwise the next one. */
export function workingDayOnOrAfter(value: Day): Day {
  return isWorkingDay(value) ? value : addWorkingDays(value, 1);
}

/** How many working days lie after `from`, up to and including `to`; negative when `to` is earlier. */
export function workingDaysBetween(from: Day, to: Day): number {
  if (isAfter(from, to)) return -workingDaysBetween(to, from);
  let count = 0;
  for (let value = from; isAfter(to, value);) {
    value = addDays(value, 1);
    if (isWorkingDay(value)) count += 1;
  }
  return count;
}
