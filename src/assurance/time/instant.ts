import { z } from 'zod';
import { addDays, day, daysBetween, isDay, longDate, type Day } from './day.ts';

/** A moment, as UTC text `YYYY-MM-DDTHH:MM:SS.mmmZ`, so that it sorts as text. */
export type Instant = string & { readonly brand: 'Instant' };

export const Instant = z.iso.datetime({ offset: false }).transform((text) => text as Instant);

const SHAPE = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;

/** Whether the text is an instant in full, as the program itself writes it. The schema also lets shorter ones in. */
export function isInstant(text: string): text is Instant {
  return SHAPE.test(text) && isDay(text.slice(0, 10));
}

export function instant(text: string): Instant {
  return Instant.parse(text);
}

/**
 * A moment as the partnership's clock on the wall shows it. Only `src/server/clock.ts` knows the zone;
 * everything that needs a local day or hour is handed one of these.
 */
export type Moment = {
  readonly instant: Instant;
  /** The day in London. */
  readonly today: Day;
  /** The time in London, `HH:MM`. */
  readonly time: string;
};

/** As people read it: 4 July 2026 at 14:02. The moment must already be local. */
export function longMoment(moment: Pick<Moment, 'today' | 'time'>): string {
  return `${longDate(moment.today)} at ${moment.time}`;
}

function minuteOfDayInUtc(of: Instant): number {
  return Number(of.slice(11, 13)) * 60 + Number(of.slice(14, 16));
}

/** Whole minutes from one moment to another, seconds left out; negative when `to` is earlier. */
export function minutesBetween(from: Instant, to: Instant): number {
  return daysBetween(dayOfInstant(from), dayOfInstant(to)) * 1440 + minuteOfDayInUtc(to) - minuteOfDayInUtc(from);
}

/** The moment so many minutes later, to the same second. */
export function addMinutes(from: Instant, minutes: number): Instant {
  const total = minuteOfDayInUtc(from) + minutes;
  const minuteOfDay = ((total % 1440) + 1440) % 1440;
  const on = addDays(dayOfInstant(from), Math.floor(total / 1440));
  const [hour, minute] = [Math.floor(minuteOfDay / 60), minuteOfDay % 60].map((part) => String(part).padStart(2, '0'));
  return instant(`${on}T${hour}:${minute}${from.slice(16)}`);
}

/** The day on which a moment fell, by UTC. In summer the hour before one in the morning counts to the day before. */
export function dayOfInstant(of: Instant): Day {
  return day(of.slice(0, 10));
}
