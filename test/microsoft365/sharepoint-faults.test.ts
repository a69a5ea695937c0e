import { gateTo, heldTime } from '../support/graph-gate.ts';
import { accountOf, countUp, COUNTED_LISTS } from '../support/contended-counter.ts';
import { provisionedSite } from '../support/sharepoint.ts';

const COMMITS = 150;
const LEASE = 120_000;
/** Larger commits are given longer. */
const PER_ROW = 10_000;

describe('commits of two processes while Graph throttles, fails, cuts connections and loses answers', () => {
  it('are all there once, and history has each of them', async () => {
    const { double, open } = await provisionedSite(COUNTED_LISTS, { seed: 11 });
    try {
      const timeOf = { ana: heldTime(undefined, 3), ben: heldTime(undefined, 5) };
      const registers = await Promise.all(Object.values(timeOf).map((timing) => open({ timing, client: gateTo(double, timing, { unitsPerMinute: 1e9 }), lease: LEASE })));
      double.faults.rates = { throttled: 0.05, unavailable: 0.02, lostAfterWrite: 0.01, reset: 0.01, throttledInside: 0.005 };
      const counted = await Promise.all(registers.map((register, index) => countUp(register, `p${index}`, COMMITS)));
      double.faults.rates = {};
      expect(counted.flatMap(({ acknowledged }) => acknowledged)).toHaveLength(COMMITS * 2);
      expect(counted.reduce((sum, { conflicts }) => sum + conflicts, 0)).toBeGreaterThan(10);

      const time = heldTime();
      const register = await open({ timing: time, client: gateTo(double, time), lease: LEASE });
      for (let look = 0; look < 3; look += 1) {
        await register.refresh();
        time.pass(LEASE + PER_ROW);
      }
      await register.refresh();
      const account = await accountOf(register);
      const acknowledged = counted.flatMap((each) => each.acknowledged);
      const possible = new Set([...acknowledged, ...counted.flatMap(({ unknown }) => unknown)]);
      expect(acknowledged.filter((key) => !account.keys.includes(key))).toEqual([]);
      expect(account.keys.filter((key) => !possible.has(key))).toEqual([]);
      expect(account.history).toEqual(account.keys);
      expect(account.count).toBe(account.keys.length);
      expect(account.becameEach).toBe(true);
      expect(double.hands.rows('History').map(({ fields }) => fields['State'])).toEqual(account.keys.map(() => 'done'));
    } finally {
      await double.close();
    }
  }, 120_000);
});
