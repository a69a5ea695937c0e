import type { Instant } from '../../src/assurance/time/instant.ts';
import { createGraphClient, type GraphClient } from '../../src/microsoft365/graph-client.ts';
import type { GraphSettings } from '../../src/microsoft365/graph-settings.ts';
import type { GraphTiming } from '../../src/microsoft365/graph-timing.ts';
import type { GraphDouble } from './graph-double.ts';
import { seededRandom } from './seeded-random.ts';

/** A clock that a test holds in its hand: sleeping passes at once and moves it on. */
export type HeldTime = GraphTiming & { readonly slept: readonly number[]; readonly pass: (milliseconds: number) => void };

export function heldTime(start = '2026-11-02T09:00:00.000Z', seed = 7): HeldTime {
  let elapsed = 0;
  const slept: number[] = [];
  return {
    monotonic: () => elapsed,
    now: () => new Date(Date.parse(start) + elapsed).toISOString() as Instant,
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      elapsed += milliseconds;
      await new Promise((done) => { setImmediate(done); });
    },
    random: seededRandom(seed),
    slept,
    pass(milliseconds) {
      elapsed += milliseconds;
    },
  };
}

export function settingsFor(double: GraphDouble, differing: Partial<GraphSettings> = {}): GraphSettings {
  return {
    baseUrl: double.baseUrl, authority: double.authority, tenantId: double.app.tenantId, clientId: double.app.clientId, credential: { kind: 'secret', secret: double.app.secret },
    extraHosts: [], organisation: 'Northshire Safeguarding', version: '1.0', loopbackHttp: true, unitsPerMinute: 1_250, ...differing,
  };
}

export function gateTo(double: GraphDouble, timing: GraphTiming = heldTime(), differing: Partial<GraphSettings> = {}): GraphClient {
  return createGraphClient(settingsFor(double, differing), timing);
}
