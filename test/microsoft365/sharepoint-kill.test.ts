import { join } from 'node:path';
import { killedCounting } from '../support/killed-counting.ts';

/** Run by the same Node as the product, which takes TypeScript as it is. */
const NODE = join(__dirname, '..', '..', 'node_modules', '.bin', 'node');
const MILLISECONDS = 5_000;

describe('two processes on one register, of which one is killed every moment', () => {
  it('lose nothing they acknowledged, double nothing, and leave nothing half written', async () => {
    const { account, acknowledged, kills, left } = await killedCounting(join(__dirname, '..', 'support'), NODE, MILLISECONDS, 4);
    expect(kills).toBeGreaterThan(5);
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter((key) => !account.keys.includes(key))).toEqual([]);
    expect(account.history).toEqual(account.keys);
    expect(account.count).toBe(account.keys.length);
    expect(account.becameEach).toBe(true);
    expect(account.keys.length - acknowledged.length).toBeLessThanOrEqual(kills + 2);
    expect(left).toBeLessThanOrEqual(kills + 2);
  }, 120_000);
});
