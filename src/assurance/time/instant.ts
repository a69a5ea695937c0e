import { z } from 'zod';
import { longDate, type Day } from './day.ts';

/** A moment, as UTC text `YYYY-MM-DDTHH:MM:SS.mmmZ`, so that it sorts as text. */
export type Instant = string & { readonly brand: 'Instant' };

export const Instant = z.iso.datetime({ offset: false }).transform((text) => text as Instant);

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
