import { actionUpdates } from '../../src/assurance/action-log/logged-action.ts';
import { BATCH_ROWS } from '../../src/assurance/exchange/exchange-model.ts';
import { insert } from '../../src/assurance/records/change.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { importPaceFor } from '../../src/server/import-pace.ts';
import { LISTS } from '../../src/register/lists.ts';
import { provisionedSite } from '../support/sharepoint.ts';

it('an import keeps to half of a small tenant’s allowance, whatever a commit costs beside its rows', async () => {
  const allowance = 1_250;
  const { double, open } = await provisionedSite(LISTS);
  try {
    const register = await open();
    const before = double.units;
    const at = instant('2026-11-02T09:00:00.000Z');
    const rows = Array.from({ length: BATCH_ROWS }, (_, index) => insert(actionUpdates, { key: `2026-${index}.u1`, action: `2026-${index}`, at, by: 'p-office', note: 'Brought in' }));
    expect((await register.commit(rows, { person: 'system', at, what: 'imported 40 rows' })).ok).toBe(true);
    await register.refresh();
    const unitsOfARow = (double.units - before) / BATCH_ROWS;
    const spent = unitsOfARow * importPaceFor(allowance).rowsPerMinute;
    expect(spent).toBeLessThanOrEqual(allowance / 2);
    expect(spent).toBeGreaterThan(allowance / 5);
    await register.close();
  } finally {
    await double.close();
  }
}, 60_000);
