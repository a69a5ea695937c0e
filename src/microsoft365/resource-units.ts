import { graphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';

/** `low` is for work that nobody waits for, such as an import: it leaves room for people. */
export type Priority = 'normal' | 'low';

export type UnitsUsed = {
  /** Resource units sent for within the last 60 seconds. */
  readonly lastMinute: number;
  /** Since the program began. */
  readonly total: number;
  readonly perMinute: number;
};

export type Pacer = {
  readonly used: () => UnitsUsed;
  /**
   * Waits until so many units may be spent, then counts them.
   * @param deadline on the monotonic clock
   * @throws {GraphError} `throttled` when that would be after the deadline
   */
  readonly admit: (request: string, units: number, priority: Priority, deadline: number) => Promise<void>;
  /** Graph asked for silence: nothing is admitted for so many milliseconds. */
  readonly hold: (milliseconds: number) => void;
};

const MINUTE = 60_000;
/** How much of a minute's units work of low priority may use up. */
const LOW_PRIORITY_SHARE = 0.6;
const MANY = /\/(?:items|lists|columns|children|versions|subscriptions|drives)(?:\(\))?$/;

/**
 * What SharePoint charges for a request, by Microsoft's page on throttling: 1 for a single item, a delta with token or a download,
 * 2 for a query of many or a write, 5 for anything about permissions. Requests to other services are 0.
 * @param path relative to Graph's base URL
 */
export function resourceUnits(method: string, path: string): number {
  const [route = '', query = ''] = path.split('?', 2);
  if (!/^\/(?:sites|drives|shares)\b/.test(route)) return 0;
  if (/\/permissions\b/.test(route) || /expand=[^&]*permissions/.test(query)) return 5;
  if (method !== 'GET') return 2;
  if (/\/delta(?:\(.*\))?$/.test(route)) return /token=/i.test(path) ? 1 : 2;
  return MANY.test(route) ? 2 : 1;
}

/** Spends at most so many units in any minute. */
export function createPacer(perMinute: number, timing: Pick<GraphTiming, 'monotonic' | 'sleep'>): Pacer {
  let spent: { readonly at: number; readonly units: number }[] = [];
  let inLastMinute = 0;
  let total = 0;
  let heldUntil = Number.NEGATIVE_INFINITY;

  const forget = (now: number) => {
    const kept = spent.findIndex(({ at }) => at > now - MINUTE);
    const old = kept < 0 ? spent : spent.slice(0, kept);
    if (old.length === 0) return;
    spent = spent.slice(old.length);
    inLastMinute -= old.reduce((sum, { units }) => sum + units, 0);
  };
  const waitFor = (units: number, allowed: number, now: number): number => {
    let over = inLastMinute + units - allowed;
    let ready = now;
    for (const { at, units: freed } of spent) {
      if (over <= 0) break;
      over -= freed;
      ready = at + MINUTE;
    }
    return ready - now;
  };
  return {
    used() {
      forget(timing.monotonic());
      return { lastMinute: inLastMinute, total, perMinute };
    },
    async admit(request, units, priority, deadline) {
      const allowed = priority === 'low' ? perMinute * LOW_PRIORITY_SHARE : perMinute;
      for (;;) {
        const now = timing.monotonic();
        forget(now);
        const wait = Math.max(heldUntil - now, units > 0 ? waitFor(units, allowed, now) : 0);
        if (wait <= 0) break;
        if (now + wait > deadline) {
          throw graphError({ kind: 'throttled', request, status: 0, codes: [], said: 'There is no room for it within its deadline.', retryAfter: wait });
        }
        await timing.sleep(wait);
      }
      if (units === 0) return;
      spent.push({ at: timing.monotonic(), units });
      inLastMinute += units;
      total += units;
    },
    hold(milliseconds) {
      heldUntil = Math.max(heldUntil, timing.monotonic() + milliseconds);
    },
  };
}
