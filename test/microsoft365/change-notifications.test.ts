import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { insert } from '../../src/assurance/records/change.ts';
import { createChangeNotifications, type ChangeNotifications, type NotificationRequest } from '../../src/microsoft365/change-notifications.ts';
import type { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import type { Instant } from '../../src/assurance/time/instant.ts';
import { aNote, notes, TEST_LISTS } from '../support/notes.ts';
import { columnOf, itemOf, provisionedSite, type ProvisionedSite } from '../support/sharepoint.ts';

const BY = { person: 'ana', at: '2026-10-01T08:00:00.000Z' as Instant, what: 'wrote a note' };
const SECRET = 'known to Graph and us';

let site: ProvisionedSite;
let register: SharePointRegister;
let server: Server;
let notifications: ChangeNotifications;
let told: ReadonlySet<string>[];

beforeEach(async () => {
  const start = '2026-11-02T09:00:00.000Z';
  site = await provisionedSite(TEST_LISTS, { now: () => new Date(site?.time.now() ?? start) });
  register = await site.open();
  told = [];
  server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; }).on('end', () => {
      const url = new URL(request.url ?? '/', 'http://localhost');
      const asked: NotificationRequest = { query: { validationToken: url.searchParams.get('validationToken') ?? undefined }, body: text.startsWith('{') ? JSON.parse(text) as unknown : undefined };
      const { status, contentType, body } = url.pathname === '/lifecycle' ? notifications.lifecycle(asked) : notifications.notified(asked);
      response.writeHead(status, contentType ? { 'Content-Type': contentType } : {});
      response.end(body);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  notifications = createChangeNotifications({
    client: site.client, timing: site.time, siteId: site.double.site.id, listIds: register.listIds, notificationUrl: `http://127.0.0.1:${port}/notify`, lifecycleUrl: `http://127.0.0.1:${port}/lifecycle`,
    clientState: SECRET, onChange: (lists) => { told.push(lists); },
  });
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await register.close();
  await site.double.close();
});

const notesId = () => site.double.site.list(notes.title).id;

describe('change notifications', () => {
  it('are asked for once for each list, and not again while they live', async () => {
    expect(await notifications.maintain()).toEqual([]);
    expect(site.double.subscriptions.count).toBe(register.listIds.length);
    const before = site.double.requests.length;
    await notifications.maintain();
    expect(site.double.requests).toHaveLength(before);
    expect(notifications.allAlive()).toBe(true);
  });

  it('tell which list somebody edited by hand, so that one request takes the edit in', async () => {
    await register.commit([insert(notes, aNote('a'))], BY);
    await notifications.maintain();
    site.double.hands.edit(notes.title, itemOf(site.double, notes, 'a'), { [columnOf(notes, 'title')]: 'By hand' });
    await site.double.subscriptions.settled();
    expect(told.at(-1)).toEqual(new Set([notesId()]));
    const before = site.double.requests.length;
    await register.refreshLists(told.at(-1) as ReadonlySet<string>);
    expect(site.double.requests).toHaveLength(before + 1);
    expect(register.snapshot().get(notes, 'a')?.title).toBe('By hand');
  });

  it('are renewed before they end, and made anew when they have ended', async () => {
    await notifications.maintain();
    site.time.pass(15 * 24 * 3_600_000);
    await notifications.maintain();
    expect(site.double.subscriptions.count).toBe(register.listIds.length);
    site.time.pass(40 * 24 * 3_600_000);
    expect(notifications.allAlive()).toBe(false);
    await notifications.maintain();
    expect(notifications.allAlive()).toBe(true);
  });

  it('are found again by a process that starts anew', async () => {
    await notifications.maintain();
    const { port } = server.address() as AddressInfo;
    const again = createChangeNotifications({
      client: site.client, timing: site.time, siteId: site.double.site.id, listIds: register.listIds, notificationUrl: `http://127.0.0.1:${port}/notify`, lifecycleUrl: `http://127.0.0.1:${port}/lifecycle`,
      clientState: SECRET, onChange: () => undefined,
    });
    await again.maintain();
    expect(site.double.subscriptions.count).toBe(register.listIds.length);
  });

  it('that Graph says it missed have every list asked', async () => {
    await notifications.maintain();
    await site.double.subscriptions.lifecycle('missed');
    expect(told.at(-1)).toEqual(new Set(register.listIds));
  });

  it('that Graph has removed are made anew', async () => {
    await notifications.maintain();
    await site.double.subscriptions.lifecycle('subscriptionRemoved');
    expect(notifications.allAlive()).toBe(false);
    await notifications.maintain();
    expect(site.double.subscriptions.count).toBe(register.listIds.length);
  });

  it('from somebody who does not know the secret change nothing', () => {
    const forged = { value: [{ subscriptionId: 's', clientState: 'guessed', resource: `sites/x/lists/${notesId()}`, lifecycleEvent: 'missed' }] };
    expect(notifications.notified({ query: {}, body: forged })).toEqual({ status: 202 });
    expect(notifications.lifecycle({ query: {}, body: forged })).toEqual({ status: 202 });
    expect(notifications.notified({ query: {}, body: 'nonsense' })).toEqual({ status: 202 });
    expect(told).toEqual([]);
  });

  it('answer the handshake with the token as plain text', () => {
    expect(notifications.notified({ query: { validationToken: 'a <b> & c' }, body: undefined })).toEqual({ status: 200, contentType: 'text/plain', body: 'a <b> & c' });
  });

  it('that cannot be had are told in a sentence', async () => {
    site.double.site.grant = 'none';
    const [problem] = await notifications.maintain();
    expect(problem).toMatch(/not notified: This app may not do that in SharePoint/);
    expect(notifications.allAlive()).toBe(false);
  });
});
