import { createPacer, resourceUnits } from '../../src/microsoft365/resource-units.ts';
import { heldTime } from '../support/graph-gate.ts';

describe('what a request costs', () => {
  it.each([
    ['GET', '/sites/s/lists/l/items/4?$expand=fields', 1], ['GET', '/sites/s/lists/l/items?$top=5000', 2], ['GET', '/sites/s/lists/l/items/delta', 2],
    ['GET', '/sites/s/lists/l/items/delta?token=abc', 1], ['GET', "/sites/s/lists/l/items/delta(token='abc')", 1], ['POST', '/sites/s/lists/l/items', 2], ['PATCH', '/sites/s/lists/l/items/4', 2],
    ['DELETE', '/sites/s/lists/l/items/4', 2], ['GET', '/sites/s/permissions', 5], ['GET', '/sites/s/lists/l?$expand=permissions', 5], ['GET', '/drives/d/items/i/content', 1],
    ['GET', '/sites/s/lists/l/columns', 2], ['POST', '/users/u/sendMail', 0], ['POST', '/subscriptions', 0], ['POST', '/$batch', 0],
  ])('%s %s: %d', (method, path, units) => {
    expect(resourceUnits(method, path)).toBe(units);
  });
});

describe('the pace', () => {
  const far = Number.MAX_SAFE_INTEGER;

  it('never spends more than the budget in any minute', async () => {
    const time = heldTime();
    const pacer = createPacer(100, time);
    const spent: number[] = [];
    for (let sent = 0; sent < 200; sent += 1) {
      await pacer.admit('x', 2, 'normal', far);
      spent.push(time.monotonic());
      time.pass(100);
    }
    const mostInAMinute = Math.max(...spent.map((from) => spent.filter((at) => at >= from && at < from + 60_000).length * 2));
    expect(mostInAMinute).toBe(100);
    expect(pacer.used()).toMatchObject({ total: 400, perMinute: 100 });
  });

  it('lets people through while an import waits for its share', async () => {
    const time = heldTime();
    const pacer = createPacer(100, time);
    for (let sent = 0; sent < 30; sent += 1) await pacer.admit('import', 2, 'low', far);
    expect(time.slept).toEqual([]);
    await expect(pacer.admit('import', 2, 'low', time.monotonic() + 1_000)).rejects.toMatchObject({ kind: 'throttled' });
    await pacer.admit('a person', 2, 'normal', far);
    expect(time.slept).toEqual([]);
    await pacer.admit('import', 2, 'low', far);
    expect(time.monotonic()).toBeGreaterThanOrEqual(60_000);
  });

  it('lets an import through that asks for more than its share at once, when nothing else is going on', async () => {
    const pacer = createPacer(20, heldTime());
    await expect(pacer.admit('import', 40, 'low', far)).resolves.toBeUndefined();
  });

  it('counts many who ask at the same time only as fast as there is room', async () => {
    const time = heldTime();
    const pacer = createPacer(10, time);
    await Promise.all(Array.from({ length: 20 }, () => pacer.admit('x', 2, 'normal', far)));
    expect(time.monotonic()).toBeGreaterThanOrEqual(180_000);
  });
});
