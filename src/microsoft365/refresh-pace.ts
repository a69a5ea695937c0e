import type { UnitsUsed } from './resource-units.ts';

export type RefreshPaceQuestion = {
  /** How many lists are asked in one refresh, history included. */
  readonly lists: number;
  /** Milliseconds since somebody last opened a page, wrote to the bot or committed. */
  readonly idleFor: number;
  /** Every list is subscribed to: the timer is only there for what notifications miss. */
  readonly notified: boolean;
  readonly used: UnitsUsed;
};

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const LISTS_IN_A_REQUEST = 20;
const REQUESTS_A_MINUTE = 2;
const UNITS_A_MINUTE = 60;
/** While people are at work and nothing else tells of changes. */
const AT_WORK = 15 * SECOND;
const IDLE_AFTER = 10 * MINUTE;
const NOTIFIED = 5 * MINUTE;
/** Of the tenant's allowance: above it, people's own writes come first. */
const BUSY_SHARE = 0.7;

/**
 * How long to wait before the lists are asked again. Each list costs one resource unit, and twenty go into one request: idle, that is at most
 * two requests and 60 units a minute however many lists there are.
 */
export function pauseBeforeRefresh({ lists, idleFor, notified, used }: RefreshPaceQuestion): number {
  const requests = Math.ceil(lists / LISTS_IN_A_REQUEST);
  const idle = Math.max((requests / REQUESTS_A_MINUTE) * MINUTE, (lists / UNITS_A_MINUTE) * MINUTE);
  if (notified) return Math.max(NOTIFIED, idle);
  const isBusy = used.lastMinute + (lists * MINUTE) / AT_WORK > used.perMinute * BUSY_SHARE;
  return idleFor < IDLE_AFTER && !isBusy ? AT_WORK : idle;
}
