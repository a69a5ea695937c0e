import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { GraphTiming } from '../microsoft365/graph-timing.ts';
import { stopwatch, systemClock } from './clock.ts';

const FINENESS = 2 ** 32;

/** The real clock and real chance, for everything that talks to Graph. */
export function realTiming(): GraphTiming {
  return { monotonic: stopwatch(), now: () => systemClock.now().instant, sleep: async (milliseconds) => { await wait(milliseconds); }, random: () => randomInt(FINENESS) / FINENESS };
}
