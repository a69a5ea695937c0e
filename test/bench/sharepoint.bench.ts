import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { insert, remove, update, type Change } from '../../src/assurance/records/change.ts';
import { observations } from '../../src/assurance/indicators/observation.ts';
import { quarterlyReturns, returnAnswers } from '../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import type { GraphTiming } from '../../src/microsoft365/graph-timing.ts';
import { deltaPath } from '../../src/microsoft365/list-items.ts';
import { fieldsOfNew } from '../../src/microsoft365/list-schema.ts';
import { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import type { FieldValue } from '../../src/embedded/graph-double/field-values.ts';
import type { GraphDouble } from '../support/graph-double.ts';
import { gateTo, settingsFor } from '../support/graph-gate.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { provisionedSite } from '../support/sharepoint.ts';
import type { Bench, Measure } from './measure.ts';
import { tenYears } from './ten-years.ts';

const ITEMS = 100_000;
const LATENCY = 50;
const RUNS = 3;
const BY = { person: 'bench', at: '2026-10-01T08:00:00.000Z' as Instant, what: 'tried how much it costs' };

/** Against the strict double over HTTP on this machine. Requests and resource units are counted by the double, not by the product. */
export const bench: Bench = {
  name: `The register in Microsoft lists: ${ITEMS.toLocaleString('en-GB')} items, ${LATENCY} ms before every answer`,
  run: async (): Promise<readonly Measure[]> => {
    const measures: Measure[] = [];
    for (const part of [costs, firstLoad]) {
      const { double } = await provisionedSite(LISTS);
      try {
        measures.push(...await part(double));
      } finally {
        await double.close();
      }
    }
    return measures;
  },
};

async function costs(double: GraphDouble): Promise<readonly Measure[]> {
  const register = await opened(double);
  const { due, submitted } = aReturn(register);
  const prepared = await register.commit(due, BY);
  if (!prepared.ok) throw new Error(prepared.refusal.reason);
  const submit = await counted(double, () => register.commit(submitted(), BY));
  const page = await counted(double, async () => register.snapshot().all(quarterlyReturns));
  const [row] = double.hands.rows(quarterlyReturns.title);
  if (row) double.hands.edit(quarterlyReturns.title, row.id, { LockExtensionReason: 'Typed by hand' });
  const named = new Set([double.site.list(quarterlyReturns.title).id]);
  const notified = await counted(double, () => register.refreshLists(named));
  const whole = await counted(double, () => register.refresh());
  await register.close();
  return [
    { what: 'submit a return of 30 figures', value: submit.requests, unit: 'requests', atMost: 3 },
    { what: 'submit a return of 30 figures', value: submit.units, unit: 'units', atMost: 40 },
    { what: 'open a page', value: page.requests, unit: 'requests', atMost: 0 },
    { what: 'take in one changed row, told by a notification', value: notified.requests, unit: 'requests', atMost: 1 },
    { what: 'idle for a minute: ask all lists once', value: whole.requests, unit: 'requests', atMost: 2 },
    { what: 'idle for a minute: ask all lists once', value: whole.units, unit: 'units', atMost: 60 },
  ];
}

/** Ten observations of three months each, four sections of answers, the return itself and its draft: what an agency hands in. */
function aReturn(register: SharePointRegister): { readonly due: readonly Change[]; readonly submitted: () => readonly Change[] } {
  const sample = new Map<AnyRecordDefinition, { readonly key: string }[]>();
  for (const [definition, row] of tenYears()) {
    const rows = sample.get(definition) ?? [];
    if (rows.length < 10) rows.push(row as { readonly key: string });
    sample.set(definition, rows);
  }
  const rowsOf = (definition: AnyRecordDefinition, count: number) => (sample.get(definition) ?? []).slice(0, count);
  const [handedIn] = rowsOf(quarterlyReturns, 1) as never[];
  const draft = { key: 'draft', return: 'r', onBehalf: false, content: { figures: {}, answers: {}, nils: {} }, savedAt: BY.at, savedBy: 'ana', baseVersion: 0 } as never;
  return {
    due: [insert(quarterlyReturns, handedIn as never), insert(returnDrafts, draft)],
    submitted: () => [
      update(register.snapshot(), quarterlyReturns, handedIn as never), ...rowsOf(returnAnswers, 4).map((row) => insert(returnAnswers, row as never)),
      ...rowsOf(observations, 10).map((row) => insert(observations, row as never)), remove(register.snapshot(), returnDrafts, 'draft'),
    ],
  };
}

async function firstLoad(double: GraphDouble): Promise<readonly Measure[]> {
  fill(double);
  double.faults.latency = LATENCY;
  let [bare, whole] = [Infinity, Infinity];
  let rows = 0;
  for (let run = 0; run < RUNS; run += 1) {
    bare = Math.min(bare, await timeOf(() => barePaging(double)));
    whole = Math.min(whole, await timeOf(async () => {
      const register = await opened(double);
      rows = LISTS.reduce((sum, definition) => sum + register.snapshot().all(definition).length, 0);
      await register.close();
    }));
  }
  double.faults.latency = 0;
  return [
    { what: 'rows', value: rows, unit: 'rows' },
    { what: 'first load', value: whole, unit: 'ms', baseline: { what: 'a bare loop over the same pages', value: bare, atMostTimes: 1.2 } },
  ];
}

/** The rows of ten years, past Graph, which would take hours at its pace. */
function fill(double: GraphDouble): void {
  const at = new Date('2026-10-01T08:00:00Z');
  for (const [definition, row] of tenYears().slice(0, ITEMS)) {
    double.site.list(definition.title).add(fieldsOfNew(definition, definition.encode(row), 'bench') as Readonly<Record<string, FieldValue>>, at);
  }
}

async function barePaging(double: GraphDouble): Promise<void> {
  const client = gateTo(double, realTiming());
  const token = await fetch(`${double.origin}/${double.app.tenantId}/oauth2/v2.0/token`, {
    method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ client_id: double.app.clientId, client_secret: double.app.secret, grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default' }),
  }).then((answer) => answer.json()) as { readonly access_token: string };
  for (const definition of LISTS) {
    for (let next: string | undefined = `${client.baseUrl}${deltaPath({ definition, siteId: double.site.id, listId: double.site.list(definition.title).id })}`; next !== undefined;) {
      const page = await fetch(next, { headers: { Authorization: `Bearer ${token.access_token}` } }).then((answer) => answer.json()) as Readonly<Record<string, string>>;
      next = page['@odata.nextLink'];
    }
  }
}

async function opened(double: GraphDouble): Promise<SharePointRegister> {
  const timing = realTiming();
  return await SharePointRegister.open({ client: gateTo(double, timing, { unitsPerMinute: settingsFor(double).unitsPerMinute * 100 }), timing, siteId: double.site.id, definitions: LISTS });
}

async function counted(double: GraphDouble, work: () => Promise<unknown>): Promise<{ readonly requests: number; readonly units: number }> {
  const [requests, units] = [double.requests.length, double.units];
  await work();
  return { requests: double.requests.length - requests, units: double.units - units };
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function realTiming(): GraphTiming {
  return { monotonic: () => performance.now(), now: () => new Date().toISOString() as Instant, sleep: async (milliseconds) => { await sleep(milliseconds); }, random: seededRandom(1) };
}
