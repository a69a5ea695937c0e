import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { GraphError, GraphUnavailable, GraphUncertain } from '../../src/microsoft365/graph-errors.ts';
import { filterText, type GraphClient } from '../../src/microsoft365/graph-client.ts';
import { refusal } from '../../src/embedded/graph-double/exchange.ts';
import { throttledReply, timeoutReply, unavailableReply } from '../../src/embedded/graph-double/faults.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime, type HeldTime } from '../support/graph-gate.ts';
import { selfSigned } from '../support/self-signed.ts';

const Item = z.object({ id: z.string(), eTag: z.string() });
const ItemWithFields = z.object({ id: z.string(), fields: z.record(z.string(), z.unknown()) });

let double: GraphDouble;
let time: HeldTime;
let gate: GraphClient;
let items: string;

beforeEach(async () => {
  double = await startGraphDouble();
  time = heldTime();
  gate = gateTo(double, time);
  const list = double.site.createList({
    displayName: 'Logged actions', list: { template: 'genericList' },
    columns: [{ name: 'Key', text: {}, indexed: true, enforceUniqueValues: true }, { name: 'Status', choice: { choices: ['Open', 'Done'] }, indexed: true }, { name: 'Note', text: { allowMultipleLines: true } }],
  });
  list.columns = list.columns.map((column) => column.name === 'Title' ? { ...column, required: false } : column);
  items = `/sites/${double.site.id}/lists/${list.id}/items`;
});

afterEach(() => double.close());

const keep = (key: string) => double.site.list('Logged actions').add({ Key: key }, new Date('2026-11-02T09:00:00Z'));
const create = (key: string) => gate.post(items, { fields: { Key: key } }, Item);
const faultOf = async (work: Promise<unknown>): Promise<GraphError> => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof GraphError)) throw new Error(`A GraphError was expected, not ${String(error)}`);
  return error;
};
async function collected<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
const posts = () => double.requests.filter(({ method }) => method === 'POST').length;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

describe('a read that meets a failing Graph', () => {
  beforeEach(() => {
    keep('a');
  });

  it.each([
    ['429', throttledReply()], ['502', refusal(502, 'UnknownError', 'Bad gateway')], ['503', unavailableReply()], ['504', timeoutReply()],
  ])('is asked again after %s', async (_, reply) => {
    double.faults.next({ kind: 'answer', reply });
    expect((await gate.get(`${items}/1`, Item)).id).toBe('1');
    expect(double.requests).toHaveLength(2);
  });

  it('is asked again when the connection is reset', async () => {
    double.faults.next({ kind: 'reset' });
    expect((await gate.get(`${items}/1`, Item)).id).toBe('1');
  });

  it('is asked again when the answer breaks off', async () => {
    double.faults.next({ kind: 'broken-body' });
    expect((await gate.get(`${items}/1`, Item)).id).toBe('1');
  });

  it.each([
    ['seconds', '7', 7_000], ['a fraction of a second', '0.4', 400], ['more than three minutes', '200', 200_000],
  ])('waits as long as Graph asks for in %s', async (_, retryAfter, milliseconds) => {
    double.faults.next({ kind: 'answer', reply: throttledReply(retryAfter) });
    await gate.get(`${items}/1`, Item);
    expect(time.monotonic()).toBeGreaterThanOrEqual(milliseconds);
    expect(time.monotonic()).toBeLessThan(milliseconds + 2_000);
  });

  it('waits until the date that Graph names, by Graph’s own clock', async () => {
    double.faults.next({ kind: 'answer', reply: { ...throttledReply(), headers: { 'Date': 'Mon, 05 Jan 2026 10:00:00 GMT', 'Retry-After': 'Mon, 05 Jan 2026 10:00:30 GMT' } } });
    await gate.get(`${items}/1`, Item);
    expect(time.monotonic()).toBeGreaterThanOrEqual(30_000);
    expect(time.monotonic()).toBeLessThan(32_000);
  });

  it('waits until the limit is reset when that is later than Retry-After', async () => {
    double.faults.next({ kind: 'answer', reply: { ...throttledReply(), headers: { 'Retry-After': '1', 'RateLimit-Limit': '1250', 'RateLimit-Remaining': '0', 'RateLimit-Reset': '40' } } });
    await gate.get(`${items}/1`, Item);
    expect(time.monotonic()).toBeGreaterThanOrEqual(40_000);
  });

  it('keeps the next request back when a good answer says that nothing of the limit remains', async () => {
    double.faults.next({ kind: 'answer', reply: { status: 200, headers: { 'RateLimit-Remaining': '0', 'RateLimit-Reset': '25' }, body: { id: '1', eTag: '"x,1"' } } });
    await gate.get(`${items}/1`, Item);
    await gate.get(`${items}/1`, Item);
    expect(time.monotonic()).toBeGreaterThanOrEqual(25_000);
  });

  it('knows how wrong this machine’s clock is', async () => {
    double.faults.next({ kind: 'answer', reply: { status: 200, headers: { Date: 'Mon, 02 Nov 2026 08:50:00 GMT' }, body: { id: '1', eTag: '"x,1"' } } });
    expect(gate.clockAhead()).toBeUndefined();
    await gate.get(`${items}/1`, Item);
    expect(gate.clockAhead()).toBe(600_000);
  });

  it('gives up without waiting when Graph asks for longer than the deadline', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('3600') });
    const error = await faultOf(gate.get(`${items}/1`, Item));
    expect(error).toMatchObject({ kind: 'throttled', fault: { retryAfter: 3_600_000 } });
    expect(time.slept).toEqual([]);
  });

  it('keeps other requests back for as long as Graph asked', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('20') });
    await faultOf(gate.get(`${items}/1`, Item, { deadline: 1_000 }));
    await gate.get(`${items}/1`, Item);
    expect(time.monotonic()).toBeGreaterThanOrEqual(20_000);
  });

  it('does not wait in vain for a query over too many rows', async () => {
    double.faults.next({ kind: 'answer', reply: refusal(429, 'notSupported', 'The attempted operation is prohibited because it exceeds the list view threshold.') });
    expect((await faultOf(gate.get(`${items}/1`, Item))).kind).toBe('too-large');
    expect(double.requests).toHaveLength(1);
  });
});

describe('a write that meets a failing Graph', () => {
  it('is uncertain after a 504, and is not sent twice', async () => {
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true });
    expect(await faultOf(create('a'))).toBeInstanceOf(GraphUncertain);
    expect(posts()).toBe(1);
    expect(double.hands.rows('Logged actions')).toHaveLength(1);
  });

  it.each([['before', false], ['after', true]])('is uncertain when the connection is reset %s it was carried out', async (_, afterWrite) => {
    double.faults.next({ kind: 'reset', afterWrite });
    expect(await faultOf(create('a'))).toBeInstanceOf(GraphUncertain);
    expect(posts()).toBe(1);
  });

  it('is uncertain when the answer breaks off', async () => {
    double.faults.next({ kind: 'broken-body' });
    expect(await faultOf(create('a'))).toBeInstanceOf(GraphUncertain);
  });

  it('is uncertain after a 503, even one that says when to come back', async () => {
    double.faults.next({ kind: 'answer', reply: unavailableReply('5') });
    expect(await faultOf(create('a'))).toMatchObject({ kind: 'uncertain', fault: { retryAfter: 5_000 } });
  });

  it('is sent again after a 429, which says that it was not carried out', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply() });
    await create('a');
    expect(double.hands.rows('Logged actions')).toHaveLength(1);
  });

  it('is sent again when doing it twice is the same as once', async () => {
    keep('a');
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true });
    await gate.patch(`${items}/1`, { fields: { Status: 'Done' } }, Item, { repeatable: true });
    expect(double.hands.row('Logged actions', 'Key', 'a').fields['Status']).toBe('Done');
  });

  it('was not carried out when nobody answers at the address', async () => {
    const nobody = gateTo(double, time, { baseUrl: `http://127.0.0.1:${await freePort()}/v1.0` });
    const error = await faultOf(nobody.post(items, { fields: { Key: 'a' } }, Item));
    expect(error).toBeInstanceOf(GraphUnavailable);
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('deletes once, also when the answer to the first try was lost', async () => {
    keep('a');
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true });
    await gate.delete(`${items}/1`);
    expect(double.hands.rows('Logged actions')).toEqual([]);
  });

  it('does not take a row that never was for a deleted one', async () => {
    expect((await faultOf(gate.delete(`${items}/1`))).kind).toBe('not-found');
  });
});

describe('two hundred creates through a bad hour', () => {
  it('are each there once, when what is uncertain is read back by its key', async () => {
    double.faults.rates = { throttled: 0.05, unavailable: 0.02, lostAfterWrite: 0.05, reset: 0.05 };
    const isThere = async (key: string) => (await collected(gate.pages(`${items}?$filter=fields/Key eq ${filterText(key)}`, Item))).some((page) => page.items.length > 0);
    let uncertain = 0;
    for (let number = 0; number < 200; number += 1) {
      for (let done = false; !done;) {
        done = await create(`k${number}`).then(() => true, async (error: unknown) => {
          if (!(error instanceof GraphUncertain)) throw error;
          uncertain += 1;
          return await isThere(`k${number}`);
        });
      }
    }
    expect(uncertain).toBeGreaterThan(5);
    expect(double.hands.rows('Logged actions').map(({ fields }) => fields['Key'])).toEqual(Array.from({ length: 200 }, (_, number) => `k${number}`));
  });
});

describe('an update with the version that was read', () => {
  it('changes the row while that is the current version, and refuses once it is not', async () => {
    keep('a');
    const { eTag } = await gate.get(`${items}/1`, Item);
    await gate.patch(`${items}/1`, { fields: { Status: 'Done' } }, Item, { ifMatch: eTag });
    expect((await faultOf(gate.patch(`${items}/1`, { fields: { Status: 'Open' } }, Item, { ifMatch: eTag }))).kind).toBe('precondition');
    expect(double.hands.row('Logged actions', 'Key', 'a').fields['Status']).toBe('Done');
  });
});

describe('a create whose unique key is there already', () => {
  it.each(['conflict', 'invalid-request'] as const)('is a conflict, whether SharePoint answers 409 or 400 (%s)', async (uniqueViolation) => {
    double.site.behaviour.uniqueViolation = uniqueViolation;
    await create('a');
    expect((await faultOf(create('A'))).kind).toBe('conflict');
  });
});

describe('signing in', () => {
  it('asks for one token when fifty requests come at once', async () => {
    keep('a');
    await Promise.all(Array.from({ length: 50 }, () => gate.get(`${items}/1`, Item)));
    expect(double.tokens.requests).toBe(1);
  });

  it('takes a new token once when Graph refuses the kept one, also for a write', async () => {
    await create('a');
    double.tokens.revokeAll();
    await create('b');
    expect(double.tokens.requests).toBe(2);
    expect(double.hands.rows('Logged actions')).toHaveLength(2);
  });

  it('asks once for all who were refused at the same time', async () => {
    keep('a');
    await gate.get(`${items}/1`, Item);
    double.tokens.revokeAll();
    await Promise.all(Array.from({ length: 20 }, () => gate.get(`${items}/1`, Item)));
    expect(double.tokens.requests).toBe(2);
  });

  it('asks again when the sign-in service has a passing fault', async () => {
    keep('a');
    double.tokens.failing = 2;
    expect((await gate.get(`${items}/1`, Item)).id).toBe('1');
  });

  it.each([
    ['a wrong secret', { credential: { kind: 'secret', secret: 'mistyped' } } as const, 'Copy the secret’s value'],
    ['an unknown tenant', { tenantId: '00000000-0000-4000-8000-000000000000' }, 'Check the tenant id'],
    ['an unknown app', { clientId: '00000000-0000-4000-8000-000000000000' }, 'no app with that client id'],
  ])('says what to do about %s', async (_, differing, advice) => {
    const error = await faultOf(gateTo(double, time, differing).get(items, z.unknown()));
    expect(error.kind).toBe('unauthorised');
    expect(error.forPerson).toContain(advice);
    expect(error.message).toContain('AADSTS');
    expect(JSON.stringify([error.message, error.fault])).not.toMatch(/mistyped|double-secret/);
  });

  it('proves itself with a certificate', async () => {
    const { certificate, privateKey } = selfSigned();
    double.app.certificate = certificate;
    keep('a');
    expect((await gateTo(double, time, { credential: { kind: 'certificate', certificate, privateKey } }).get(`${items}/1`, Item)).id).toBe('1');
  });

  it('says what to do about a certificate that is not registered', async () => {
    double.app.certificate = selfSigned().certificate;
    const error = await faultOf(gateTo(double, time, { credential: { kind: 'certificate', ...selfSigned() } }).get(items, z.unknown()));
    expect(error.forPerson).toContain('does not accept the certificate');
  });

  it('is given by the machine where Azure runs it', async () => {
    keep('a');
    const asked: (string | undefined)[] = [];
    const azure = createServer((request, response) => {
      asked.push(request.url);
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ access_token: double.tokens.issue(), expires_on: String(Math.floor(Date.now() / 1000) + 3_600), resource: 'https://graph.microsoft.com', token_type: 'Bearer' }));
    }).listen(0, '127.0.0.1');
    await once(azure, 'listening');
    process.env['IDENTITY_ENDPOINT'] = `http://127.0.0.1:${(azure.address() as AddressInfo).port}/msi/token`;
    process.env['IDENTITY_HEADER'] = 'header';
    try {
      expect((await gateTo(double, time, { credential: { kind: 'managed-identity' } }).get(`${items}/1`, Item)).id).toBe('1');
      expect(asked).toEqual([expect.stringContaining(encodeURIComponent('https://graph.microsoft.com'))]);
    } finally {
      delete process.env['IDENTITY_ENDPOINT'];
      delete process.env['IDENTITY_HEADER'];
      azure.close();
    }
  });

  it('says that the secret has expired', async () => {
    double.app.secretExpired = true;
    expect((await faultOf(gate.get(items, z.unknown()))).forPerson).toContain('The client secret has expired');
  });

  it('works again as soon as the sign-in service does', async () => {
    keep('a');
    double.tokens.failing = 4;
    expect((await faultOf(gate.get(`${items}/1`, Item, { tries: 1 }))).kind).toBe('unavailable');
    expect((await gate.get(`${items}/1`, Item)).id).toBe('1');
  });

  it('says that the site does not grant access to the app', async () => {
    double.site.grant = 'none';
    expect((await faultOf(gate.get(items, z.unknown()))).forPerson).toContain('Sites.Selected');
  });
});

describe('pages', () => {
  it('follows Graph’s links as they stand, over http on this machine too', async () => {
    for (let number = 0; number < 25; number += 1) keep(`key ${number} & more`);
    const seen: unknown[] = [];
    for await (const page of gate.pages(`${items}?$top=10&$expand=fields($select=Key)`, ItemWithFields)) seen.push(...page.items.map(({ fields }) => fields['Key']));
    expect(seen).toEqual(Array.from({ length: 25 }, (_, number) => `key ${number} & more`));
    expect(double.requests).toHaveLength(3);
  });

  it('gives the link that asks for changes later, and that link works', async () => {
    keep('a');
    let deltaLink = '';
    for await (const page of gate.pages(`${items}/delta?$expand=fields($select=Key)`, ItemWithFields)) deltaLink = page.deltaLink ?? '';
    keep('b');
    const changed = await collected(gate.pages(deltaLink, ItemWithFields));
    expect(changed.flatMap((page) => page.items.map(({ fields }) => fields['Key']))).toEqual(['b']);
  });

  it('says where to start again when the delta token is too old', async () => {
    const [first] = await collected(gate.pages(`${items}/delta`, Item));
    double.expireDeltaTokens();
    const error = await faultOf(collected(gate.pages(first?.deltaLink ?? '', Item)));
    expect(error).toMatchObject({ kind: 'gone', fault: { codes: expect.arrayContaining(['resyncChangesApplyDifferences']) } });
    expect(await collected(gate.pages(error.fault.location ?? '', Item))).toHaveLength(1);
  });

  it('finds a value with quotes and ampersands by its filter', async () => {
    keep('O’Brien & Co');
    keep("d'Arcy + 1");
    const [page] = await collected(gate.pages(`${items}?$filter=fields/Key eq ${filterText("d'Arcy + 1")}`, Item));
    expect(page?.items.map(({ id }) => id)).toEqual(['2']);
  });

  it('does not follow a link that leads away, and tells nobody the token', async () => {
    const seen: (string | undefined)[] = [];
    const stranger = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(stranger, 'listening');
    const away = `http://127.0.0.1:${(stranger.address() as AddressInfo).port}/v1.0/sites`;
    double.faults.next({ kind: 'answer', reply: { status: 200, body: { 'value': [], '@odata.nextLink': away } } });
    const error = await faultOf(collected(gate.pages(items, Item)));
    expect(error.kind).toBe('invalid');
    expect(seen).toEqual([]);
    stranger.close();
  });
});

describe('while Graph is down', () => {
  const breakDown = async () => {
    double.faults.rates = { unavailable: 1 };
    await faultOf(gate.get(`${items}/1`, Item));
  };

  it('stops asking after repeated failures, says since when and until when, and fails at once', async () => {
    await breakDown();
    const asked = double.requests.length;
    const state = gate.state();
    expect(state).toMatchObject({ state: 'open', since: '2026-11-02T09:00:00.000Z' });
    expect(state.state === 'open' && state.until > time.now()).toBe(true);
    expect(await faultOf(create('a'))).toBeInstanceOf(GraphUnavailable);
    expect(double.requests).toHaveLength(asked);
  });

  it('lets one request through after a while, and goes on when it succeeds', async () => {
    keep('a');
    await breakDown();
    time.pass(60_000);
    expect(gate.state().state).toBe('half-open');
    double.faults.rates = {};
    await gate.get(`${items}/1`, Item);
    expect(gate.state()).toEqual({ state: 'closed' });
  });

  it('rests longer when that one fails too', async () => {
    await breakDown();
    time.pass(16_000);
    const asked = double.requests.length;
    await faultOf(gate.get(`${items}/1`, Item));
    expect(double.requests).toHaveLength(asked + 1);
    time.pass(16_000);
    expect(gate.state().state).toBe('open');
  });
});

describe('what is said about a fault', () => {
  it('never holds what somebody typed, a body or a token', async () => {
    const error = await faultOf(gate.get(`${items}?$filter=fields/Note eq 'Jane Smith'`, z.unknown()));
    expect(error.kind).toBe('invalid');
    expect(error.message).toContain('not indexed');
    expect(JSON.stringify([error.message, error.forPerson, error.fault])).not.toMatch(/Jane Smith|Bearer/);
  });

  it('leaves out what Graph quotes of it', async () => {
    double.faults.next({ kind: 'answer', reply: refusal(400, 'BadRequest', `Syntax error at position 4 in 'Key eq Jane Smith'. Field 'Status' is fine.`) });
    const error = await faultOf(gate.get(items, z.unknown()));
    expect(error.message).not.toContain('Jane');
    expect(error.message).toContain("Field 'Status'");
  });

  it('does not name a file that somebody named, nor a mailbox', async () => {
    expect((await faultOf(gate.getBytes(`/sites/${double.site.id}/drive/root:/Reports/Jane Smith.docx:/content`))).message).not.toContain('Jane');
    expect((await faultOf(gate.post('/users/jane.smith@contoso.example/sendMail', {}, z.unknown()))).message).not.toContain('jane');
  });

  it('calls an answer unexpected that is not of the expected form', async () => {
    keep('a');
    expect((await faultOf(gate.get(`${items}/1`, z.object({ colour: z.string() })))).kind).toBe('unexpected-answer');
  });

  it('names the app and the organisation to Microsoft with every request', async () => {
    await create('a');
    expect(double.requests.every(({ userAgent }) => userAgent === 'NONISV|NorthshireSafeguarding|PartnershipAssurance/1.0')).toBe(true);
  });
});
