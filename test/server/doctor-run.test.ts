import { agencies } from '../../src/assurance/partnership/agency.ts';
import { provisionLists } from '../../src/microsoft365/provision-lists.ts';
import { LISTS } from '../../src/register/lists.ts';
import { doctorRequest, examine } from '../../src/server/doctor-run.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';

let double: GraphDouble;
beforeEach(async () => {
  double = await startGraphDouble();
  await provisionLists(gateTo(double), double.site.id, LISTS, false);
});
afterEach(() => double.close());

async function doctor(of: Readonly<Record<string, string>> = {}, aheadBy = 0): Promise<{ readonly ok: boolean; readonly said: readonly string[]; readonly missing: readonly string[] }> {
  const said: string[] = [];
  const variables = {
    SHAREPOINT_SITE: 'contoso.sharepoint.com/sites/partnership', TENANT_ID: double.app.tenantId, BOT_APP_ID: double.app.clientId, GRAPH_SECRET: double.app.secret,
    GRAPH_BASE_URL: double.baseUrl, GRAPH_AUTHORITY: double.authority, MAIL_FROM: 'safeguarding@contoso.example', ...of,
  };
  const time = heldTime(new Date(new Date().getTime() + aheadBy).toISOString());
  const ok = await examine({ environment: 'local', variables, readFile: () => undefined }, time, (line) => { said.push(line); });
  return { ok, said, missing: said.filter((line) => line.startsWith('missing')) };
}

describe('npm run doctor', () => {
  it('finds nothing missing where all is well, and changes and sends nothing', async () => {
    const before = double.log.length;
    const { ok, said, missing } = await doctor();
    expect(missing).toEqual([]);
    expect(ok).toBe(true);
    expect(said.at(-1)).toBe('Nothing is missing.');
    expect(said.join('\n')).toMatch(/ok +Lists: Every list and column/);
    expect(said.join('\n')).toMatch(/note +Mailbox: .*limit it/);
    expect(double.mail).toEqual([]);
    expect(double.log.slice(before).filter(({ method, path }) => method !== 'GET' && path !== '/$batch')).toEqual([]);
  });

  it.each<readonly [string, () => void, Readonly<Record<string, string>>, RegExp]>([
    ['a wrong secret', () => undefined, { GRAPH_SECRET: 'mistyped' }, /Sign-in: .*client secret.*AADSTS7000215.*an Entra administrator.*Next: docs/],
    ['an expired secret', () => { double.app.secretExpired = true; }, {}, /Sign-in: .*expired.*an Entra administrator/],
    ['a wrong tenant', () => undefined, { TENANT_ID: '00000000-0000-4000-8000-000000000000' }, /Sign-in: .*no such tenant.*whoever runs the server.*TENANT_ID/],
    ['an unknown client', () => undefined, { BOT_APP_ID: '00000000-0000-4000-8000-000000000000', GRAPH_APP_ID: '00000000-0000-4000-8000-000000000000' }, /Sign-in: .*no app with that client id.*an Entra administrator/],
    ['a missing grant', () => { double.site.grant = 'none'; }, {}, /Site: .*grant is missing.*a SharePoint administrator.*step 5/],
    ['missing consent', () => { double.site.grant = 'none'; double.app.roles = []; }, {}, /Consent: .*Sites\.Selected.*an Entra administrator.*step 4/],
    ['a site that has moved', () => { double.site.path = '/sites/elsewhere'; }, {}, /Site: .*moved.*a SharePoint administrator/],
    ['a deleted list', () => { double.hands.deleteList(agencies.title); }, {}, /Lists: .*has been deleted.*the board office.*recycle bin/],
    ['a renamed column', () => { double.hands.renameColumn(agencies.title, 'Key', 'Mine'); }, {}, /Lists: .*renamed to Mine.*Next: npm run provision -- --env local/],
    ['lists that were never made', () => { double.site.lists.clear(); }, {}, /Lists: The site lacks \d+ of the register’s lists.*npm run provision/],
    ['an unknown template', () => undefined, { TEMPLATE: 'nowhere' }, /Template: There is no template nowhere/],
    ['a setting that is missing', () => undefined, { SHAREPOINT_SITE: 'not an address' }, /Settings: SHAREPOINT_SITE must be/],
  ])('says who can mend %s, and tells of nothing else as missing', async (_, make, of, says) => {
    make();
    const { ok, missing } = await doctor(of);
    expect(ok).toBe(false);
    expect(missing).toEqual([expect.stringMatching(says)]);
  });

  it.each([[600_000, /ahead of Microsoft/], [-600_000, /behind Microsoft/]])('tells of a clock that is out by %d milliseconds', async (aheadBy, says) => {
    const { ok, missing } = await doctor({}, aheadBy);
    expect(ok).toBe(false);
    expect(missing).toEqual([expect.stringMatching(says)]);
  });

  it.each([[[]], [['--env', 'a b']], [['--what']]])('refuses the command line %j with an example', (args) => {
    expect(doctorRequest(args)).toMatchObject({ ok: false, refusal: expect.stringContaining('npm run doctor -- --env production') });
  });
});
