import { writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { createGraphClient } from '../../src/microsoft365/graph-client.ts';
import type { GraphSettings } from '../../src/microsoft365/graph-settings.ts';
import type { GraphTiming } from '../../src/microsoft365/graph-timing.ts';
import { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import { COUNTED_LISTS, countUp } from './contended-counter.ts';
import { seededRandom } from './seeded-random.ts';

/**
 * Run as its own process: counts up in the register of the site it is given, and prints each count's key once it has been acknowledged.
 * It goes on until it is killed.
 */
export type CountingChild = { readonly settings: GraphSettings; readonly siteId: string; readonly who: string; readonly seed: number; readonly lease: number };

const { settings, siteId, who, seed, lease } = JSON.parse(process.argv[2] ?? '') as CountingChild;
const timing: GraphTiming = {
  monotonic: () => performance.now(), now: () => new Date().toISOString() as Instant,
  sleep: async (milliseconds) => { await sleep(milliseconds); }, random: seededRandom(seed),
};
const register = await SharePointRegister.open({ client: createGraphClient(settings, timing), timing, siteId, definitions: COUNTED_LISTS, lease });
writeSync(1, 'ready\n');
await countUp(register, who, Number.MAX_SAFE_INTEGER, (key) => writeSync(1, `${key}\n`));
