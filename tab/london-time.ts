import { day, longDate, type Day } from '../src/assurance/time/day.ts';

const inLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

function partsInLondon(instant: string): Record<string, string> {
  return Object.fromEntries(inLondon.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
}

/** The time of day in London of a moment in UTC: 14:02. */
export function timeInLondon(instant: string): string {
  const { hour, minute } = partsInLondon(instant);
  return `${hour}:${minute}`;
}

/** The day in London of a moment in UTC. */
export function dayInLondon(instant: string): Day {
  const { year, month, day: dayOfMonth } = partsInLondon(instant);
  return day(`${year}-${month}-${dayOfMonth}`);
}

/** A moment in UTC as people read it: 4 July 2026 at 14:02. */
export function momentInLondon(instant: string): string {
  return `${longDate(dayInLondon(instant))} at ${timeInLondon(instant)}`;
}

/** A day as people read it, from the text that the API gives: 4 July 2026. */
export function dateWords(value: string): string {
  return longDate(day(value));
}
