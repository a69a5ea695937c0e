import type { Instant } from '../assurance/time/instant.ts';
import { GraphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';

/** How often and how long one call to Graph goes on trying. */
export type Patience = {
  /** Tries in all that meet a failing Graph; being asked to slow down is bounded by the deadline alone. */
  readonly tries: number;
  /** Milliseconds from the first try, waits included. */
  readonly deadline: number;
};

export const PATIENCE: Patience = { tries: 6, deadline: 300_000 };

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;

/**
 * How long Graph asks to be left alone, in milliseconds: the larger of `Retry-After` (seconds, also a fraction, or an HTTP date) and, when
 * nothing remains, `RateLimit-Reset`. A date is measured by the answer's own `Date`, so that a wrong clock here does not matter.
 */
export function retryAfterOf(headers: { get(name: string): string | null }, now: Instant): number | undefined {
  const asked = durationOf(headers.get('retry-after'), headers.get('date'), now);
  const reset = resetOf(headers, now);
  return asked === undefined ? reset : Math.max(asked, reset ?? 0);
}

/** When nothing of the limit remains, in how many milliseconds it is filled again. Comes with good answers too. */
export function resetOf(headers: { get(name: string): string | null }, now: Instant): number | undefined {
  return headers.get('ratelimit-remaining') === '0' ? durationOf(headers.get('ratelimit-reset'), null, now) : undefined;
}

function durationOf(text: string | null, serverDate: string | null, now: Instant): number | undefined {
  if (text === null || text.trim() === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  if (Number.isNaN(date)) return undefined;
  const reference = Date.parse(serverDate ?? now);
  return Math.max(0, date - (Number.isNaN(reference) ? Date.parse(now) : reference));
}

/**
 * Full wait before the next try. What Graph asked for is never undercut; chance is added on top, so that many processes do not come
 * back in the same instant.
 * @param failures how many tries have failed so far, at least 1
 */
export function delayBeforeNext(failures: number, retryAfter: number | undefined, random: () => number): number {
  if (retryAfter !== undefined) return retryAfter + random() * Math.min(1_000, retryAfter * 0.1 + 100);
  return Math.min(FIRST_DELAY * 2 ** (failures - 1), LONGEST_DELAY) * (0.5 + random() / 2);
}

/**
 * Tries until it succeeds, until the fault is not one to try again, or until patience runs out; then the last fault is thrown.
 * @param attempt is told how many tries went before and the deadline on the monotonic clock
 * @param mayRepeat whether trying again can do no harm
 */
export async function withRetries<T>(
  attempt: (before: number, deadline: number) => Promise<T>, mayRepeat: (fault: GraphError) => boolean,
  { monotonic, sleep, random }: Pick<GraphTiming, 'monotonic' | 'sleep' | 'random'>, patience: Patience,
): Promise<T> {
  const deadline = monotonic() + patience.deadline;
  let failures = 0;
  for (let before = 0; ; before += 1) {
    try {
      return await attempt(before, deadline);
    } catch (error) {
      if (!(error instanceof GraphError) || !mayRepeat(error)) throw error;
      if (error.kind !== 'throttled') failures += 1;
      const delay = delayBeforeNext(before + 1, error.fault.retryAfter, random);
      if (failures >= patience.tries || monotonic() + delay > deadline) throw error;
      await sleep(delay);
    }
  }
}
