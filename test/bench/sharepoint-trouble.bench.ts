import { join } from 'node:path';
import { accountOf, countUp, COUNTED_LISTS, type Account } from '../support/contended-counter.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';
import { killedCounting } from '../support/killed-counting.ts';
import { provisionedSite } from '../support/sharepoint.ts';
import type { Bench, Measure } from './measure.ts';

const COMMITS = 10_000;
const KILLED_FOR = 60_000;
const LEASE = 120_000;
/** Larger commits are given longer. */
const PER_ROW = 10_000;

/** What `sharepoint-faults.test.ts` and `sharepoint-kill.test.ts` try for seconds, at the length that the product promises it for. */
export const bench: Bench = {
  name: `Microsoft lists in trouble: ${COMMITS.toLocaleString('en-GB')} commits by two writers with 5 % 429, 2 % 503, 1 % 504 after the write, 1 % resets; then a minute of kills`,
  run: async (): Promise<readonly Measure[]> => [...await troubled(), ...await killed()],
};

async function troubled(): Promise<readonly Measure[]> {
  const { double, open } = await provisionedSite(COUNTED_LISTS, { seed: 23 });
  try {
    const registers = await Promise.all([3, 5].map((seed) => {
      const timing = heldTime(undefined, seed);
      return open({ timing, client: gateTo(double, timing, { unitsPerMinute: 1e9 }), lease: LEASE });
    }));
    double.faults.rates = { throttled: 0.05, unavailable: 0.02, lostAfterWrite: 0.01, reset: 0.01, throttledInside: 0.005 };
    const counted = await Promise.all(registers.map((register, index) => countUp(register, `w${index}`, COMMITS / registers.length)));
    double.faults.rates = {};
    const time = heldTime();
    const register = await open({ timing: time, client: gateTo(double, time), lease: LEASE });
    await register.refresh();
    time.pass(LEASE + PER_ROW);
    await register.refresh();
    await register.refresh();
    const acknowledged = counted.flatMap((each) => each.acknowledged);
    return [
      { what: 'commits acknowledged', value: acknowledged.length, unit: 'rows' },
      { what: 'met another writer and were decided again', value: counted.reduce((sum, { conflicts }) => sum + conflicts, 0), unit: 'rows' },
      { what: 'told that nobody could say', value: counted.flatMap(({ unknown }) => unknown).length, unit: 'rows' },
      ...faults(await accountOf(register), acknowledged),
    ];
  } finally {
    await double.close();
  }
}

async function killed(): Promise<readonly Measure[]> {
  const { account, acknowledged, kills, left } = await killedCounting(join(import.meta.dirname, '..', 'support'), process.execPath, KILLED_FOR, 9);
  return [
    { what: 'processes killed', value: kills, unit: 'rows' },
    { what: 'commits acknowledged by them', value: acknowledged.length, unit: 'rows' },
    { what: 'left half done and settled by others', value: left, unit: 'rows' },
    ...faults(account, acknowledged),
  ];
}

function faults({ count, keys, history, becameEach }: Account, acknowledged: readonly string[]): readonly Measure[] {
  const there = new Set(keys);
  const told = new Map<string, number>();
  for (const key of history) told.set(key, (told.get(key) ?? 0) + 1);
  return [
    { what: 'lost', value: acknowledged.filter((key) => !there.has(key)).length, unit: 'rows', atMost: 0 },
    { what: 'doubled or half written', value: Math.abs(count - keys.length) + (becameEach ? 0 : 1), unit: 'rows', atMost: 0 },
    { what: 'missing from history, or in it twice', value: keys.filter((key) => told.get(key) !== 1).length + Math.abs(history.length - keys.length), unit: 'rows', atMost: 0 },
  ];
}
