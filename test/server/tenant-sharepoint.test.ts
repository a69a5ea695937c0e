import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agencies } from '../../src/assurance/partnership/agency.ts';
import { LISTS } from '../../src/register/lists.ts';
import { RegisterUnavailable } from '../../src/register/register.ts';
import { compose, type House } from '../../src/server/compose.ts';
import type { TenantConfig } from '../../src/server/config.ts';
import { systemClock } from '../../src/server/clock.ts';
import { createLog } from '../../src/server/log.ts';
import { openParts } from '../../src/server/parts.ts';
import { provision } from '../../src/server/provision-run.ts';
import { provisionLists } from '../../src/microsoft365/provision-lists.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime, settingsFor } from '../support/graph-gate.ts';
import { columnOf, itemOf } from '../support/sharepoint.ts';

const log = createLog('silent');
let double: GraphDouble;
let dataFolder: string;
let config: TenantConfig;
let house: House | undefined;

beforeEach(async () => {
  double = await startGraphDouble();
  dataFolder = await mkdtemp(join(tmpdir(), 'tenant-'));
  const port = await freePort();
  const { tenantId, clientId } = double.app;
  config = {
    kind: 'tenant', environment: 'county', port, dataFolder, template: 'llr', publicUrl: `http://127.0.0.1:${port}`, allowedTenants: [tenantId],
    bot: { appId: clientId, tenantId, credential: { kind: 'secret', secret: 'of the bot' } }, mail: { kind: 'graph', from: 'safeguarding@contoso.example' },
    sharePoint: { site: 'contoso.sharepoint.com:/sites/partnership', template: 'llr', graph: settingsFor(double) },
  };
});

afterEach(async () => {
  await house?.stop();
  house = undefined;
  await double.close();
  await rm(dataFolder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  return await new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => { done(port); });
    });
  });
}

async function provisioned(): Promise<void> {
  const { sharePoint } = config;
  if (!sharePoint || !await provision(sharePoint, false, heldTime(), () => undefined)) throw new Error('The site could not be provisioned');
}

async function started(): Promise<House> {
  house = await compose(config, { log });
  const outcome = await house.start();
  if (!outcome.ok) throw new Error('The port is taken');
  return house;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((done) => { setTimeout(done, 20); });
}

describe('a tenant’s server whose site', () => {
  it('has not been provisioned does not start, and says with which command to do that', async () => {
    const start = compose(config, { log });
    await expect(start).rejects.toThrow(RegisterUnavailable);
    await expect(start).rejects.toThrow('npm run provision -- --env county');
  });

  it('has the lists but not the partnership does not start, and says the same', async () => {
    await provisionLists(gateTo(double), double.site.id, LISTS, false);
    await expect(compose(config, { log })).rejects.toThrow('npm run provision -- --env county');
  });

  it.each<readonly [string, () => void, RegExp]>([
    ['is not there', () => { double.site.path = '/sites/moved'; }, /deleted or moved/],
    ['has not granted the app anything', () => { double.site.grant = 'none'; }, /Sites\.Selected/],
    ['is reached with a secret that has run out', () => { double.app.secretExpired = true; }, /secret/],
  ])('%s does not start, and says whom to ask for what', async (_what, spoil, says) => {
    spoil();
    await expect(compose(config, { log })).rejects.toThrow(says);
    await expect(compose(config, { log })).rejects.toThrow(RegisterUnavailable);
  });
});

describe('a tenant’s server on a provisioned site', () => {
  it('shows what somebody changes in a list by hand as soon as Graph tells of it', async () => {
    await provisioned();
    const { work } = await started();
    await until(() => double.subscriptions.count === LISTS.length + 1);
    const [agency] = work.register.snapshot().all(agencies);
    const key = agency?.key ?? '';
    double.hands.edit(agencies.title, itemOf(double, agencies, key), { [columnOf(agencies, 'name')]: 'Renamed by hand' });
    await until(() => work.register.snapshot().get(agencies, key)?.name === 'Renamed by hand');
  }, 60_000);

  it('keeps documents in the site’s library and sends mail from the shared mailbox', async () => {
    await provisioned();
    const { documents, jobWork, close } = await openParts(config, { now: systemClock.now, log });
    await documents.put('report', Buffer.from('whole'));
    expect([...double.drive.files.values()].map(({ bytes }) => bytes.toString())).toEqual(['whole']);
    expect(await jobWork.mailer.send({ to: { name: 'Ana', address: 'ana@example.org' }, subject: 'Return due', text: 'x', html: '<p>x</p>' })).toEqual({ ok: true });
    expect(double.mail.map(({ from }) => from)).toEqual(['safeguarding@contoso.example']);
    await close();
  }, 60_000);

  it('starts again from its own copy, asking only for what has changed', async () => {
    await provisioned();
    await (await compose(config, { log })).stop();
    const asked = double.requests.length;
    house = await compose(config, { log });
    expect(house.work.register.snapshot().all(agencies).length).toBeGreaterThan(3);
    expect(double.requests.length - asked).toBeLessThan(12);
  }, 60_000);
});
