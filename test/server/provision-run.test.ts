import { agencies } from '../../src/assurance/partnership/agency.ts';
import { provision, provisionRequest } from '../../src/server/provision-run.ts';
import { readSharePointConfig, type SharePointConfig } from '../../src/server/sharepoint-config.ts';
import { SharePointRegister } from '../../src/microsoft365/sharepoint-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';

let double: GraphDouble;
beforeEach(async () => {
  double = await startGraphDouble();
});
afterEach(() => double.close());

function variables(of: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    SHAREPOINT_SITE: 'contoso.sharepoint.com/sites/partnership', TENANT_ID: double.app.tenantId, BOT_APP_ID: double.app.clientId, GRAPH_SECRET: double.app.secret,
    GRAPH_BASE_URL: double.baseUrl, GRAPH_AUTHORITY: double.authority, ...of,
  };
}

function configOf(of?: Readonly<Record<string, string>>): SharePointConfig {
  const config = readSharePointConfig(variables(of), 'local', () => undefined);
  if (!config.ok) throw new Error(config.refusal.join('\n'));
  return config.fact;
}

const run = async (dryRun = false, of?: Readonly<Record<string, string>>) => {
  const said: string[] = [];
  const ok = await provision(configOf(of), dryRun, heldTime(), (line) => { said.push(line); });
  return { ok, said };
};

describe('npm run provision', () => {
  it('makes the lists and brings in the template, and says so', async () => {
    const { ok, said } = await run();
    expect(said.at(-1)).toBe('The register is ready.');
    expect(ok).toBe(true);
    const time = heldTime();
    const register = await SharePointRegister.open({ client: gateTo(double, time), timing: time, siteId: double.site.id, definitions: LISTS });
    expect(register.snapshot().all(agencies).length).toBeGreaterThan(3);
    expect(register.snapshot().problems()).toEqual([]);
    await register.close();
  });

  it('run again does nothing', async () => {
    await run();
    const rows = double.hands.rows('History').length;
    expect((await run()).said).toEqual([expect.stringContaining('Site: '), 'The lists are as they should be.', 'The register is ready.']);
    expect(double.hands.rows('History')).toHaveLength(rows);
  });

  it('as a dry run changes nothing', async () => {
    const { ok, said } = await run(true);
    expect(ok).toBe(true);
    expect(said.at(-1)).toBe('This was a dry run: nothing was changed.');
    expect(double.site.lists.size).toBe(0);
  });

  it.each<readonly [string, () => void, Readonly<Record<string, string>>, RegExp]>([
    ['an expired secret', () => { double.app.secretExpired = true; }, {}, /client secret has expired/],
    ['a missing grant', () => { double.site.grant = 'none'; }, {}, /Sites\.Selected/],
    ['a site that has moved', () => { double.site.path = '/sites/elsewhere'; }, {}, /no such site/],
    ['a wrong tenant', () => undefined, { TENANT_ID: '00000000-0000-4000-8000-000000000000' }, /tenant/],
  ])('says what to do about %s', async (_, make, of, says) => {
    make();
    const { ok, said } = await run(false, of);
    expect(ok).toBe(false);
    expect(said.join('\n')).toMatch(says);
  });

  it('says all that is missing in the environment at once', () => {
    const config = readSharePointConfig({}, 'production', () => undefined);
    expect(config).toMatchObject({ ok: false, refusal: [expect.stringContaining('SHAREPOINT_SITE is missing'), expect.stringContaining('TENANT_ID is missing'), expect.stringContaining('GRAPH_APP_ID is missing'), expect.stringContaining('exactly one of')] });
  });

  it('takes a certificate with its key from one file, or the machine’s own identity', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nA\n-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----\nB\n-----END PRIVATE KEY-----\n';
    const { GRAPH_SECRET: _, ...rest } = variables();
    expect(readSharePointConfig({ ...rest, GRAPH_CERTIFICATE_FILE: 'app.pem' }, 'local', () => pem)).toMatchObject({ ok: true, fact: { graph: { credential: { kind: 'certificate' } } } });
    expect(readSharePointConfig({ ...rest, GRAPH_CERTIFICATE_FILE: 'app.pem' }, 'local', () => 'nothing of the kind')).toMatchObject({ ok: false });
    expect(readSharePointConfig({ ...rest, GRAPH_IDENTITY: 'managed' }, 'local', () => undefined)).toMatchObject({ ok: true, fact: { graph: { credential: { kind: 'managed-identity' } } } });
  });

  it.each([[[], /--env <name>/], [['--env', 'a b'], /--env <name>/], [['--what'], /options are/]])('refuses %j', (args, says) => {
    expect(provisionRequest(args)).toMatchObject({ ok: false, refusal: expect.stringMatching(says) });
  });

  it('reads what it is asked', () => {
    expect(provisionRequest(['--env', 'production', '--dry-run'])).toEqual({ ok: true, fact: { environment: 'production', dryRun: true } });
  });
});
