import type { Instant } from '../assurance/time/instant.ts';

/** Time and chance, handed in so that a test waits for nothing and meets no surprise. */
export type GraphTiming = {
  /** Milliseconds on a clock that only goes forward. */
  readonly monotonic: () => number;
  readonly now: () => Instant;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** From 0 to below 1. */
  readonly random: () => number;
};

/** The moment so many milliseconds after another. */
export function after(from: Instant, milliseconds: number): Instant {
  return new Date(Date.parse(from) + milliseconds).toISOString() as Instant;
}
