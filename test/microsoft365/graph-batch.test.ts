import { z } from 'zod';
import type { BatchAnswer, BatchRequest, GraphClient } from '../../src/microsoft365/graph-client.ts';
import { nextEnvelope } from '../../src/microsoft365/graph-batch.ts';
import { throttledReply, timeoutReply, unavailableReply } from '../../src/embedded/graph-double/faults.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import type { GraphCall } from '../../src/embedded/graph-double/exchange.ts';
import { gateTo, heldTime, type HeldTime } from '../support/graph-gate.ts';

let double: GraphDouble;
let time: HeldTime;
let gate: GraphClient;
let items: string;

beforeEach(async () => {
  double = await startGraphDouble();
  time = heldTime();
  gate = gateTo(double, time);
  const list = double.site.createList({ displayName: 'Observations', list: { template: 'genericList' }, columns: [{ name: 'Key', text: {}, indexed: true, enforceUniqueValues: true }] });
  list.columns = list.columns.map((column) => column.name === 'Title' ? { ...column, required: false } : column);
  items = `/sites/${double.site.id}/lists/${list.id}/items`;
});

afterEach(() => double.close());

const creation = (key: string, dependsOn?: string): BatchRequest => ({ id: key, method: 'POST', path: items, body: { fields: { Key: key } }, ...(dependsOn === undefined ? {} : { dependsOn: [dependsOn] }) });
const creations = (count: number) => Array.from({ length: count }, (_, number) => creation(`k${number}`));
const chain = (count: number) => Array.from({ length: count }, (_, number) => creation(`k${number}`, number === 0 ? undefined : `k${number - 1}`));
const stored = () => double.hands.rows('Observations').map(({ fields }) => fields['Key']);
const told = (answers: readonly BatchAnswer[]) => answers.map((answer) => answer.ok ? answer.status : answer.fault.kind);
const creates = (key: string) => (call: GraphCall) => (call.body as { fields?: { Key?: string } } | undefined)?.fields?.Key === key;
const keyOf = (answer: BatchAnswer | undefined) => answer?.ok === true ? z.object({ fields: z.object({ Key: z.string() }) }).parse(answer.body).fields.Key : undefined;

describe('a batch', () => {
  it('is answered in the order of its requests, whatever order Graph answers in', async () => {
    const answers = await gate.batch(creations(20));
    expect(answers.map(keyOf)).toEqual(creations(20).map(({ id }) => id));
  });

  it('goes out twenty at a time', async () => {
    expect(told(await gate.batch(creations(45)))).toEqual(Array.from({ length: 45 }, () => 201));
    expect(double.requests).toHaveLength(3);
  });

  it('keeps to a chain of more than twenty', async () => {
    await gate.batch(chain(45));
    expect(stored()).toEqual(chain(45).map(({ id }) => id));
    expect(double.requests).toHaveLength(3);
  });

  it('leaves out what waits for a refused one, further envelopes included', async () => {
    double.hands.add('Observations', { Key: 'k5' });
    const answers = told(await gate.batch(chain(30)));
    expect(answers).toEqual([201, 201, 201, 201, 201, 'conflict', ...Array.from({ length: 24 }, () => 'not-attempted')]);
    expect(double.requests).toHaveLength(1);
  });

  it('goes on past a refused one when nothing waits for it', async () => {
    double.hands.add('Observations', { Key: 'k5' });
    const answers = told(await gate.batch(creations(7)));
    expect(answers).toEqual([201, 201, 201, 201, 201, 'conflict', 201]);
  });

  it('reads changes of several lists by Graph’s own links in one request', async () => {
    const other = double.site.createList({ displayName: 'Returns', list: { template: 'genericList' } });
    const links: string[] = [];
    for (const path of [items, items.replace(/lists\/[^/]+/, `lists/${other.id}`)]) {
      for await (const page of gate.pages(`${path}/delta?token=latest`, z.unknown())) links.push(page.deltaLink ?? '');
    }
    double.log.length = 0;
    const answers = await gate.batch(links.map((path, index) => ({ id: String(index), method: 'GET', path })));
    expect(told(answers)).toEqual([200, 200]);
    expect(double.requests).toHaveLength(1);
    expect(double.log.reduce((sum, { units }) => sum + units, 0)).toBe(2);
  });

  it('carries the version that an item must still have', async () => {
    await gate.batch(creations(1));
    const [stale] = await gate.batch([{ id: 'a', method: 'PATCH', path: `${items}/1`, body: { fields: { Title: 'x' } }, ifMatch: '"no,1"' }]);
    expect(told(stale ? [stale] : [])).toEqual(['precondition']);
  });
});

describe('a batch in which Graph throttles single requests', () => {
  it('sends those again after their own Retry-After, and not the ones that succeeded', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('12') }, creates('k3'), 'inside');
    double.faults.next({ kind: 'answer', reply: throttledReply('3') }, creates('k7'), 'inside');
    expect(told(await gate.batch(creations(10)))).toEqual(Array.from({ length: 10 }, () => 201));
    expect(stored()).toHaveLength(10);
    expect(double.log.filter(({ inside }) => inside)).toHaveLength(12);
    expect(time.monotonic()).toBeGreaterThanOrEqual(12_000);
  });

  it('takes up a chain where it broke', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('2') }, creates('k4'), 'inside');
    expect(told(await gate.batch(chain(10)))).toEqual(Array.from({ length: 10 }, () => 201));
    expect(stored()).toEqual(chain(10).map(({ id }) => id));
  });

  it('answers that it was throttled when the deadline comes first', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('900') }, creates('k1'), 'inside');
    expect(told(await gate.batch(creations(3)))).toEqual([201, 'throttled', 201]);
  });
});

describe('a batch whose answer is lost', () => {
  it.each([['504', { kind: 'answer', reply: timeoutReply(), afterWrite: true }], ['a reset', { kind: 'reset', afterWrite: true }], ['a broken body', { kind: 'broken-body' }]] as const)(
    'is not sent again after %s: each of its writes is uncertain', async (_, fault) => {
      double.faults.next(fault);
      const answers = await gate.batch([...creations(3), { id: 'read', method: 'GET', path: `${items}/1` }]);
      expect(told(answers)).toEqual(['uncertain', 'uncertain', 'uncertain', 'unavailable']);
      expect(double.requests).toHaveLength(1);
      expect(stored()).toHaveLength(3);
    });

  it('is sent again when it only reads', async () => {
    await gate.batch(creations(2));
    double.faults.next({ kind: 'answer', reply: unavailableReply() });
    expect(told(await gate.batch(['1', '2'].map((id) => ({ id, method: 'GET', path: `${items}/${id}` }))))).toEqual([200, 200]);
  });

  it('is sent again as a whole when the whole was throttled', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('1') });
    expect(told(await gate.batch(creations(3)))).toEqual([201, 201, 201]);
    expect(stored()).toHaveLength(3);
  });

  it('tells an inner write that met a failing server as uncertain, and repeats only the rest of what may be repeated', async () => {
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, creates('k1'), 'inside');
    expect(told(await gate.batch(creations(3)))).toEqual([201, 'uncertain', 201]);
    expect(stored()).toHaveLength(3);
  });
});

describe('an envelope', () => {
  const ids = (requests: readonly BatchRequest[]) => requests.map(({ id }) => id);

  it('ends where independent requests turn into a chain, because Graph takes one or the other', () => {
    const mixed = [creation('a'), creation('b'), creation('c', 'b'), creation('d', 'c')];
    expect(ids(nextEnvelope(mixed, new Set()))).toEqual(['a', 'b']);
    expect(nextEnvelope(mixed.slice(2), new Set(['a', 'b']))).toEqual([expect.not.objectContaining({ dependsOn: expect.anything() }), expect.objectContaining({ id: 'd', dependsOn: ['c'] })]);
  });

  it('ends before one that waits for several', () => {
    expect(ids(nextEnvelope([creation('a'), creation('b'), { ...creation('c'), dependsOn: ['a', 'b'] }], new Set()))).toEqual(['a', 'b']);
  });
});

it('refuses a batch whose order makes no sense, as a mistake of the program', async () => {
  await expect(gate.batch([creation('a', 'b'), creation('b')])).rejects.toThrow('does not come before it');
  await expect(gate.batch([creation('a'), creation('a')])).rejects.toThrow('comes twice');
});
