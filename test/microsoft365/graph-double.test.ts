import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';

const Item = z.object({ id: z.string(), eTag: z.string().optional(), fields: z.record(z.string(), z.unknown()).optional(), deleted: z.object({ state: z.string() }).optional() });
const Page = z.object({ 'value': z.array(Item), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });
const Failure = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

let now = new Date('2026-11-02T09:00:00.123Z');
let double: GraphDouble;
let token: string;
let list: string;

beforeEach(async () => {
  now = new Date('2026-11-02T09:00:00.123Z');
  double = await startGraphDouble({ now: () => now });
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: double.app.clientId, client_secret: double.app.secret, scope: 'https://graph.microsoft.com/.default' });
  const answer = await fetch(`${double.authority}/${double.app.tenantId}/oauth2/v2.0/token`, { method: 'POST', body: form });
  token = z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
  const { id } = double.site.createList({
    displayName: 'Actions', list: { template: 'genericList' },
    columns: [
      { name: 'Key', text: {}, indexed: true, enforceUniqueValues: true, required: true }, { name: 'Status', choice: { choices: ['Open', 'Done'] }, indexed: true, defaultValue: { value: 'Open' } },
      { name: 'Score', number: { minimum: 0, maximum: 100 } }, { name: 'Due', dateTime: { format: 'dateTime' } }, { name: 'Urgent', boolean: {} }, { name: 'Note', text: { allowMultipleLines: true } },
    ],
  });
  list = `/sites/${double.site.id}/lists/${id}`;
  await ask('PATCH', `${list}/columns/Title`, { required: false });
});

afterEach(() => double.close());

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(path.startsWith('http') ? path : double.baseUrl + path, {
    method, headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json: unknown = text === '' ? undefined : JSON.parse(text);
  return { status: answer.status, headers: answer.headers, json, message: Failure.safeParse(json).data?.error.message ?? '' };
}
const add = async (fields: object) => await ask('POST', `${list}/items`, { fields });
const addKeys = async (...keys: readonly string[]) => {
  for (const Key of keys) await add({ Key });
};
const pageOf = async (path: string) => Page.parse((await ask('GET', path)).json);

describe('columns of the double', () => {
  it.each([
    ['two types', { name: 'A', text: {}, number: {} }, 'exactly one type'],
    ['no type', { name: 'A' }, 'exactly one type'],
    ['uniqueness without an index', { name: 'A', text: {}, enforceUniqueValues: true }, 'must be indexed'],
    ['an index on several lines of text', { name: 'A', text: { allowMultipleLines: true }, indexed: true }, 'cannot be indexed'],
    ['an index on a hyperlink', { name: 'A', hyperlinkOrPicture: {}, indexed: true }, 'cannot be indexed'],
    ['a reserved name', { name: 'Created', text: {} }, 'reserved'],
    ['a name with a stroke', { name: 'a-b', text: {} }, 'not valid'],
    ['a choice column without choices', { name: 'A', choice: {} }, 'needs choices'],
    ['an unknown member', { name: 'A', text: { colour: 'red' } }, 'does not exist'],
    ['more than 255 characters in a line', { name: 'A', text: { maxLength: 300 } }, '255'],
  ])('are refused for %s', async (_, column, message) => {
    expect(await ask('POST', `${list}/columns`, column)).toMatchObject({ status: 400, message: expect.stringContaining(message) });
  });

  it('are at most twenty with an index', async () => {
    for (let number = 0; number < 18; number += 1) expect((await ask('POST', `${list}/columns`, { name: `I${number}`, number: {}, indexed: true })).status).toBe(201);
    expect(await ask('POST', `${list}/columns`, { name: 'I18', number: {}, indexed: true })).toMatchObject({ status: 400, message: expect.stringContaining('20') });
  });

  it('replace spaces in their names and do not tell their validation', async () => {
    const { json } = await ask('POST', `${list}/columns`, { name: 'Board year', text: {}, validation: { formula: '=TRUE' } });
    expect(json).toMatchObject({ name: 'Board_x0020_year', displayName: 'Board year' });
    expect(json).not.toHaveProperty('validation');
  });

  it('keep their name and type', async () => {
    expect((await ask('PATCH', `${list}/columns/Score`, { name: 'Points' })).status).toBe(400);
    expect((await ask('PATCH', `${list}/columns/Score`, { text: {} })).status).toBe(400);
    expect((await ask('PATCH', `${list}/columns/Score`, { displayName: 'Points' })).json).toMatchObject({ name: 'Score', displayName: 'Points', number: { maximum: 100 } });
  });

  it('do not become unique over rows that hold a value twice', async () => {
    await add({ Key: 'a', Score: 5 });
    await add({ Key: 'b', Score: 5 });
    expect((await ask('PATCH', `${list}/columns/Score`, { indexed: true, enforceUniqueValues: true })).status).toBe(400);
    expect((await ask('PATCH', `${list}/columns/Score`, { indexed: true })).status).toBe(200);
  });

  it('need the right to manage lists', async () => {
    double.site.grant = 'write';
    expect((await ask('POST', `${list}/columns`, { name: 'A', text: {} })).status).toBe(403);
    expect((await add({ Key: 'a' })).status).toBe(201);
  });
});

describe('items of the double', () => {
  it.each([
    ['an unknown field', { Key: 'a', Colour: 'red' }, "Field 'Colour' is not recognized"],
    ['a number as text', { Key: 'a', Score: '5' }, 'a number is expected'],
    ['a number out of range', { Key: 'a', Score: 101 }, 'out of range'],
    ['text as a number', { Key: 7 }, 'a text is expected'],
    ['a choice that is none', { Key: 'a', Status: 'Lost' }, 'not one of the choices'],
    ['more than a line holds', { Key: 'x'.repeat(256) }, '255'],
    ['more than a cell holds', { Key: 'a', Note: 'x'.repeat(64_000) }, '63999'],
    ['yes instead of true', { Key: 'a', Urgent: 'yes' }, 'true or false'],
    ['no date', { Key: 'a', Due: 'soon' }, 'a date is expected'],
    ['a missing value', { Status: 'Open' }, "Field 'Key' is required"],
    ['a field that is read-only', { Key: 'a', Modified: '2026-01-01' }, 'read-only'],
  ])('are refused for %s', async (_, fields, message) => {
    expect(await add(fields)).toMatchObject({ status: 400, message: expect.stringContaining(message) });
  });

  it('take 60,000 characters, defaults and dates without milliseconds, and leave empty fields out', async () => {
    await add({ Key: 'a', Note: 'x'.repeat(60_000), Due: '2026-12-12T12:00:00.500Z', Score: null, Title: '' });
    const { fields } = Item.parse((await ask('GET', `${list}/items/1?$expand=fields`)).json);
    expect(fields).toMatchObject({ Key: 'a', Status: 'Open', Due: '2026-12-12T12:00:00Z', Created: '2026-11-02T09:00:00Z' });
    expect(fields).not.toHaveProperty('Score');
    expect(fields).not.toHaveProperty('Title');
  });

  it('show their fields only when asked, and only the selected ones', async () => {
    await addKeys('a');
    expect((await pageOf(`${list}/items`)).value[0]).not.toHaveProperty('fields');
    expect(Object.keys((await pageOf(`${list}/items?$expand=fields($select=Key)`)).value[0]?.fields ?? {})).toEqual(['@odata.etag', 'Key']);
    expect((await ask('GET', `${list}/items?$expand=fields($select=Colour)`)).status).toBe(400);
  });

  it('are guarded by the item’s eTag, and by no other form of it', async () => {
    await addKeys('a');
    const { eTag = '' } = Item.parse((await ask('GET', `${list}/items/1`)).json);
    expect(eTag).toMatch(/^"[0-9a-f-]{36},1"$/);
    const change = (ifMatch: string) => ask('PATCH', `${list}/items/1/fields`, { Status: 'Done' }, { 'If-Match': ifMatch });
    expect((await change('"1"')).status).toBe(412);
    const changed = await change(eTag);
    expect(changed.status).toBe(200);
    expect(changed.json).not.toHaveProperty('eTag');
    expect((await change(eTag)).status).toBe(412);
    expect((await change('*')).status).toBe(200);
  });

  it('have unique values, whatever the case', async () => {
    await addKeys('a');
    expect(await add({ Key: 'A' })).toMatchObject({ status: 409, message: expect.stringContaining('duplicate values') });
    double.site.behaviour.uniqueViolation = 'invalid-request';
    expect((await add({ Key: 'A' })).status).toBe(400);
    await ask('DELETE', `${list}/items/1`);
    expect((await add({ Key: 'A' })).status).toBe(201);
  });

  it.each([
    ['an unindexed field', "$filter=fields/Note eq 'x'", 'cannot be referenced in filter or orderby as it is not indexed'],
    ['two conditions', "$filter=fields/Key eq 'a' and fields/Status eq 'Open'", 'Invalid filter clause'],
    ['another function', "$filter=contains(fields/Key,'a')", 'Invalid filter clause'],
    ['an order', '$orderby=fields/Key', 'not supported'],
    ['a count', '$count=true', 'not supported'],
    ['something to skip', '$skip=5', 'not supported'],
  ])('are not found by %s', async (_, query, message) => {
    expect(await ask('GET', `${list}/items?${query}`)).toMatchObject({ status: 400, message: expect.stringContaining(message) });
  });

  it('are found by one condition on one indexed field', async () => {
    await addKeys('2026-Q1.a', '2026-Q2.a', "2026-Q2.d'Arcy");
    const keys = async (filter: string) => (await pageOf(`${list}/items?$filter=${encodeURIComponent(filter)}&$expand=fields($select=Key)`)).value.map(({ fields }) => fields?.['Key']);
    expect(await keys("startswith(fields/Key,'2026-Q2')")).toEqual(['2026-Q2.a', "2026-Q2.d'Arcy"]);
    expect(await keys("fields/Key eq '2026-Q2.d''Arcy'")).toEqual(["2026-Q2.d'Arcy"]);
    expect(await keys("fields/Key ge '2026-Q2'")).toEqual(['2026-Q2.a', "2026-Q2.d'Arcy"]);
  });

  it('are not searched beyond the list view threshold', async () => {
    const store = double.site.list('Actions');
    for (let number = 0; number < 5_001; number += 1) store.add({ Key: `k${number}`, Status: 'Open' }, now);
    expect(await ask('GET', `${list}/items?$filter=fields/Status eq 'Open'`)).toMatchObject({ status: 429, message: expect.stringContaining('list view threshold') });
    expect(await ask('GET', `${list}/items?$filter=fields/Score eq 1`, undefined, { Prefer: 'HonorNonIndexedQueriesWarningMayFailRandomly' })).toMatchObject({ status: 429 });
    expect((await pageOf(`${list}/items?$filter=fields/Key eq 'k5000'`)).value).toHaveLength(1);
  });
});

describe('a delta of the double', () => {
  it('tells every row in pages, then what has changed: twice where it was there before, and deletions', async () => {
    await addKeys('a', 'b', 'c');
    const first = await pageOf(`${list}/items/delta?$top=2&$expand=fields($select=Key)`);
    expect(first.value).toHaveLength(2);
    const second = await pageOf(first['@odata.nextLink'] ?? '');
    expect(second.value.map(({ fields }) => fields?.['Key'])).toEqual(['c']);
    await ask('PATCH', `${list}/items/1`, { fields: { Key: 'z' } });
    await ask('DELETE', `${list}/items/2`);
    const changes = await pageOf(second['@odata.deltaLink'] ?? '');
    expect(changes.value.map(({ fields, deleted }) => fields?.['Key'] ?? deleted?.state)).toEqual(['a', 'z', 'deleted']);
    expect((await pageOf(changes['@odata.deltaLink'] ?? '')).value).toEqual([]);
  });

  it('can begin now', async () => {
    await addKeys('a');
    const latest = await pageOf(`${list}/items/delta?token=latest`);
    expect(latest.value).toEqual([]);
    await addKeys('b');
    expect((await pageOf(latest['@odata.deltaLink'] ?? '')).value.map(({ id }) => id)).toEqual(['2']);
  });

  it('tells again what changed while it was being read', async () => {
    await addKeys('a', 'b');
    const first = await pageOf(`${list}/items/delta?$top=1`);
    await ask('PATCH', `${list}/items/1`, { fields: { Key: 'z' } });
    const second = await pageOf(first['@odata.nextLink'] ?? '');
    expect((await pageOf(second['@odata.deltaLink'] ?? '')).value.map(({ id }) => id)).toEqual(['1', '1']);
  });

  it('forgets its tokens with 410 and says where to begin again', async () => {
    await addKeys('a');
    const { '@odata.deltaLink': link = '' } = await pageOf(`${list}/items/delta?token=latest`);
    double.expireDeltaTokens('resyncChangesUploadDifferences');
    const gone = await ask('GET', link);
    expect(gone).toMatchObject({ status: 410, json: { error: { code: 'resyncChangesUploadDifferences' } } });
    expect((await pageOf(gone.headers.get('location') ?? '')).value).toHaveLength(1);
  });
});

describe('a batch of the double', () => {
  const get = (id: string, dependsOn?: string[]) => ({ id, method: 'GET', url: `${list}/items`, ...(dependsOn ? { dependsOn } : {}) });
  const status = async (requests: readonly object[]) => (await ask('POST', '/$batch', { requests })).status;

  it('takes at most twenty, in one pattern', async () => {
    expect(await status(Array.from({ length: 21 }, (_, id) => get(String(id))))).toBe(400);
    expect(await status([get('a'), get('b'), get('c', ['b'])])).toBe(400);
    expect(await status([get('a'), get('b', ['a']), get('c', ['b'])])).toBe(200);
    expect(await status([get('a'), get('b', ['a']), get('c', ['a'])])).toBe(200);
    expect(await status([get('a', ['b']), get('b')])).toBe(400);
    expect(await status([get('a'), get('a')])).toBe(400);
    expect(await status([{ id: 'a', method: 'POST', url: `${list}/items`, body: { fields: {} } }])).toBe(400);
  });
});

describe('subscriptions of the double', () => {
  let receiver: Server;
  let received: unknown[];
  let handshake: (token: string) => { readonly status: number; readonly type: string; readonly text: string };
  let url: string;

  beforeEach(async () => {
    received = [];
    handshake = (text) => ({ status: 200, type: 'text/plain', text });
    receiver = createServer((request, response) => {
      const validation = new URL(request.url ?? '', 'http://x').searchParams.get('validationToken');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
        if (validation !== null) {
          const { status, type, text } = handshake(validation);
          response.writeHead(status, { 'Content-Type': type });
          response.end(text);
          return;
        }
        received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        response.writeHead(202);
        response.end();
      });
    }).listen(0, '127.0.0.1');
    await once(receiver, 'listening');
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/notify`;
  });

  afterEach(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  const inMinutes = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString();
  const subscribe = (differing: object = {}) => ask('POST', '/subscriptions', { changeType: 'updated', notificationUrl: url, resource: list, expirationDateTime: inMinutes(1_000), clientState: 'secret', ...differing });

  it('tell that a list has changed, and nothing else', async () => {
    const { status, json } = await subscribe();
    expect(status).toBe(201);
    await add({ Key: 'a', Note: 'private' });
    await double.subscriptions.settled();
    expect(received).toEqual([{ value: [expect.objectContaining({ subscriptionId: z.object({ id: z.string() }).parse(json).id, clientState: 'secret', changeType: 'updated', resource: list.slice(1), tenantId: double.app.tenantId })] }]);
    expect(JSON.stringify(received)).not.toContain('private');
  });

  it('end when they are not renewed', async () => {
    await subscribe();
    now = new Date(now.getTime() + 1_001 * 60_000);
    double.hands.add('Actions', { Key: 'a' });
    await double.subscriptions.settled();
    expect(received).toEqual([]);
    expect(double.subscriptions.count).toBe(0);
  });

  const renew = (id: string) => ask('PATCH', `/subscriptions/${id}`, { expirationDateTime: inMinutes(2_000) });

  it('are renewed and deleted', async () => {
    const { id } = z.object({ id: z.string() }).parse((await subscribe()).json);
    expect((await renew(id)).status).toBe(200);
    expect((await ask('DELETE', `/subscriptions/${id}`)).status).toBe(204);
    expect((await renew(id)).status).toBe(404);
  });

  it.each([
    ['created rows', { changeType: 'created' }], ['too long a life', { expirationDateTime: '2027-11-02T09:00:00Z' }], ['a life in the past', { expirationDateTime: '2026-11-01T09:00:00Z' }],
    ['a long state', { clientState: 'x'.repeat(129) }],
  ])('are refused for %s', async (_, differing) => {
    expect((await subscribe(differing)).status).toBe(400);
  });

  it.each([
    ['another text', (text: string) => ({ status: 200, type: 'text/plain', text: `${text}!` })], ['another type', (text: string) => ({ status: 200, type: 'text/html', text })],
    ['another status', (text: string) => ({ status: 202, type: 'text/plain', text })],
  ])('are refused when the handshake answers with %s', async (_, answer) => {
    handshake = answer;
    expect(await subscribe()).toMatchObject({ status: 400, message: expect.stringContaining('validation request failed') });
  });
});

describe('what people do in SharePoint by hand', () => {
  it('is told by the next delta, also where it breaks the rules', async () => {
    await addKeys('a', 'b');
    const { '@odata.deltaLink': link = '' } = await pageOf(`${list}/items/delta?token=latest`);
    double.hands.edit('Actions', 1, { Status: 'Lost', Score: null });
    double.hands.remove('Actions', 2);
    double.hands.add('Actions', { Key: 'a', Note: '<b>pasted</b>' });
    const { value } = await pageOf(link);
    expect(value.map(({ id, deleted }) => `${id} ${deleted?.state ?? ''}`)).toEqual(['1 ', '1 ', '2 deleted', '3 ']);
  });

  it('changes columns and lists past every rule', async () => {
    double.hands.renameColumn('Actions', 'Status', 'State');
    double.hands.retypeColumn('Actions', 'Score', 'text');
    double.hands.removeIndex('Actions', 'Key');
    double.hands.removeChoice('Actions', 'Status', 'Done');
    const { json } = await ask('GET', `${list}?$expand=columns`);
    const { columns } = z.object({ columns: z.array(z.record(z.string(), z.unknown())) }).parse(json);
    expect(columns.find(({ name }) => name === 'Status')).toMatchObject({ displayName: 'State', choice: { choices: ['Open'] } });
    expect(columns.find(({ name }) => name === 'Score')).toMatchObject({ text: {} });
    expect(columns.find(({ name }) => name === 'Key')).toMatchObject({ indexed: false, enforceUniqueValues: false });
    double.hands.deleteList('Actions');
    expect((await ask('GET', list)).status).toBe(404);
  });
});

describe('the double’s throttling', () => {
  it('counts resource units, warns from 80 %, and refuses beyond the limit until the minute is over', async () => {
    double.throttle.perMinute = 10;
    for (let number = 0; number < 3; number += 1) expect((await add({ Key: `k${number}` })).headers.has('ratelimit-remaining')).toBe(false);
    expect((await add({ Key: 'k3' })).headers.get('ratelimit-remaining')).toBe('2');
    await add({ Key: 'k4' });
    const refused = await add({ Key: 'k5' });
    expect(refused).toMatchObject({ status: 429 });
    expect(Number(refused.headers.get('retry-after'))).toBe(60);
    now = new Date(now.getTime() + 61_000);
    expect((await add({ Key: 'k5' })).status).toBe(201);
  });
});

describe('mail through the double', () => {
  const message = { subject: 'Return due', body: { contentType: 'Text', content: 'It is due.' }, toRecipients: [{ emailAddress: { address: 'anna@agency.example' } }] };

  it('is accepted from a mailbox that exists, and kept', async () => {
    expect((await ask('POST', '/users/safeguarding@contoso.example/sendMail', { message, saveToSentItems: true })).status).toBe(202);
    expect(double.mail).toMatchObject([{ from: 'safeguarding@contoso.example', message: { subject: 'Return due' } }]);
    expect((await ask('POST', '/users/nobody@contoso.example/sendMail', { message })).status).toBe(404);
    expect((await ask('POST', '/users/safeguarding@contoso.example/sendMail', { message: { ...message, toRecipients: [] } })).status).toBe(400);
  });
});

it('refuses what carries no valid token, and what nobody has documented', async () => {
  expect((await ask('GET', `${list}/items/1/activities`)).status).toBe(404);
  expect((await ask('GET', '/me')).status).toBe(400);
  double.tokens.revokeAll();
  expect((await ask('GET', list)).status).toBe(401);
});
