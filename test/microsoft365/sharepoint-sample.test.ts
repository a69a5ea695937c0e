import { day } from '../../src/assurance/time/day.ts';
import { stockSample } from '../../src/embedded/sample/stock-sample.ts';
import { LISTS } from '../../src/register/lists.ts';
import { memoryRegister } from '../support/memory-register.ts';
import { provisionedSite } from '../support/sharepoint.ts';

describe('the sample partnership in Microsoft lists', () => {
  it('is the same as in any other register, at once and when opened again', async () => {
    const { double, open } = await provisionedSite(LISTS);
    try {
      const today = day('2026-11-02');
      const register = await open();
      const stocked = await stockSample(register, today);
      expect(stocked.rows).toBeGreaterThan(500);
      const expected = memoryRegister();
      await stockSample(expected, today);
      const again = await open();
      for (const one of [register, again]) {
        expect(one.snapshot().problems()).toEqual([]);
        for (const definition of LISTS) expect(one.snapshot().all(definition)).toEqual(expected.snapshot().all(definition));
      }
      expect(double.hands.rows('History').filter(({ fields }) => fields['State'] !== 'done')).toEqual([]);
      expect(await again.history({ limit: 10_000 })).toHaveLength(stocked.rows);
      await register.close();
      await again.close();
    } finally {
      await double.close();
    }
  }, 120_000);
});
