import { day, type Day } from '../assurance/time/day.ts';
import { instant, type Moment } from '../assurance/time/instant.ts';

/** The zone of every partnership this serves. It is named here and nowhere else. */
const ZONE = 'Europe/London';

const HOUR = 60 * 60_000;

const inZone = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
});

/** The only reader of the clock: everything else is handed the moment as data. */
export type Clock = { readonly now: () => Moment };

export const systemClock: Clock = { now: () => momentAt(new Date()) };

/** A UTC time as the clock on a wall in London shows it. */
export function momentAt(date: Date): Moment {
  const parts = Object.fromEntries(inZone.formatToParts(date).map(({ type, value }) => [type, value]));
  return {
    instant: instant(date.toISOString()),
    today: day(`${parts['year']}-${parts['month']}-${parts['day']}`),
    time: `${parts['hour']}:${parts['minute']}`,
  };
}

/**
 * When the clock on a wall in London shows this day and time. Of a time that comes twice in October, the first; a time that is skipped
 * in March gives the moment when the clock shows an hour more.
 * @param time `HH:MM`
 */
export function londonMoment(on: Day, time: string): Moment {
  const asIfUtc = Date.parse(`${on}T${time}:00.000Z`);
  const inSummer = momentAt(new Date(asIfUtc - HOUR));
  return inSummer.today === on && inSummer.time === time ? inSummer : momentAt(new Date(asIfUtc));
}

/** Starts counting; what it gives back answers the milliseconds since. */
export function stopwatch(): () => number {
  const started = performance.now();
  return () => performance.now() - started;
}
