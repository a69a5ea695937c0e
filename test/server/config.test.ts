import { readConfig, type Sources } from '../../src/server/config.ts';

const TENANT = '33333333-2222-4333-8444-555555555555';
const WHOLE = {
  ASSURANCE_ENV: 'county', PUBLIC_HOST: 'assurance.example.org', BOT_APP_ID: '22222222-2222-4333-8444-555555555555', TENANT_ID: TENANT, ALLOWED_TENANTS: TENANT, TEMPLATE: 'llr',
  MAIL_FROM: 'assurance@example.org', SMTP_HOST: 'smtp.example.org', BOT_SECRET: 'a-secret',
};

function read(of: Partial<Sources>) {
  return readConfig({ variables: {}, args: [], readFile: () => undefined, ...of });
}

function faultsOf(of: Partial<Sources>): readonly string[] {
  const outcome = read(of);
  if (outcome.ok) throw new Error('It was accepted');
  return outcome.refusal;
}

describe('the configuration of the local environment', () => {
  it('needs nothing', () => {
    expect(read({})).toMatchObject({ ok: true, fact: { kind: 'local', port: 3978, reset: false } });
  });

  it('reads its file, and lets a variable of the environment go before it', () => {
    const readFile = (path: string) => (path === 'env/.env.local' ? 'PORT=4000\nDATA_FOLDER=/srv/records\n' : undefined);
    expect(read({ readFile, variables: { PORT: '3979' } })).toMatchObject({ fact: { port: 3979, dataFolder: '/srv/records' } });
  });

  it('treats a variable that is set to nothing as not set', () => {
    expect(read({ variables: { PORT: ' ', ASSURANCE_ENV: '' } })).toMatchObject({ fact: { kind: 'local', port: 3978 } });
  });

  it.each(['0', '65536', '-1', '3978x', '1e3', 'http'])('says in a sentence that %s is no port', (PORT) => {
    expect(faultsOf({ variables: { PORT } })).toEqual(['PORT must be a port number from 1 to 65535, for example 3978.']);
  });

  it('starts afresh only when told to', () => {
    expect(read({ args: ['--reset'] })).toMatchObject({ fact: { reset: true } });
  });

  it('keeps the records in a SharePoint of its own only when told to', () => {
    expect(read({})).toMatchObject({ fact: { sharePoint: false } });
    expect(read({ args: ['--sharepoint'] })).toMatchObject({ fact: { sharePoint: true } });
  });

  it.each([[['--rest']], [['reset']], [['--reset=maybe']]])('says which options there are when given %j', (args) => {
    expect(faultsOf({ args })[0]).toContain('The options are --reset');
  });
});

describe('the configuration of a tenant', () => {
  it('is accepted when it is whole', () => {
    expect(read({ variables: WHOLE })).toMatchObject({
      ok: true, fact: { kind: 'tenant', environment: 'county', publicUrl: 'https://assurance.example.org', allowedTenants: [TENANT], bot: { credential: { kind: 'secret' } } },
    });
  });

  it('lists everything that is missing at once', () => {
    const faults = faultsOf({ variables: { ASSURANCE_ENV: 'county' } });
    for (const name of ['PUBLIC_HOST', 'BOT_APP_ID', 'TENANT_ID', 'ALLOWED_TENANTS', 'TEMPLATE', 'MAIL_FROM', 'SMTP_HOST', 'BOT_CERTIFICATE_FILE']) {
      expect(faults.filter((fault) => fault.includes(name))).toHaveLength(1);
    }
    for (const fault of faults) expect(fault).toMatch(/^[A-Z].*\.$/);
  });

  it.each(['PUBLIC_HOST', 'BOT_APP_ID', 'TENANT_ID', 'ALLOWED_TENANTS', 'TEMPLATE', 'MAIL_FROM', 'SMTP_HOST', 'BOT_SECRET'])('is refused without %s', (name) => {
    expect(faultsOf({ variables: { ...WHOLE, [name]: undefined } })).toHaveLength(1);
  });

  it.each([
    ['PUBLIC_HOST', 'https://assurance.example.org'], ['PUBLIC_HOST', 'localhost'], ['PUBLIC_HOST', 'assurance.example.org/tab'], ['BOT_APP_ID', 'the-bot'],
    ['TENANT_ID', 'common'], ['ALLOWED_TENANTS', '*'], ['ALLOWED_TENANTS', `${TENANT},`], ['TEMPLATE', '../secrets'], ['MAIL_FROM', 'Board office <a@example.org>'], ['SMTP_PORT', '99999'],
  ])('is refused when %s is %s', (name, value) => {
    expect(faultsOf({ variables: { ...WHOLE, [name]: value } })).toEqual([expect.stringContaining(name)]);
  });

  it('takes a certificate instead of a secret', () => {
    const readFile = (path: string) => (path === '/run/key.pem' ? '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n' : undefined);
    const variables = { ...WHOLE, BOT_SECRET: undefined, BOT_CERTIFICATE_FILE: '/run/key.pem', BOT_CERTIFICATE_THUMBPRINT: 'a'.repeat(40) };
    expect(read({ variables, readFile })).toMatchObject({ ok: true, fact: { bot: { credential: { kind: 'certificate' } } } });
    expect(faultsOf({ variables })).toEqual([expect.stringContaining('BOT_CERTIFICATE_FILE')]);
    expect(faultsOf({ variables: { ...variables, BOT_SECRET: 'both' }, readFile })).toEqual([expect.stringContaining('Keep one')]);
  });

  it('never repeats a secret in what it refuses', () => {
    expect(faultsOf({ variables: { ...WHOLE, PUBLIC_HOST: undefined, SMTP_PASSWORD: 'hunter2' } }).join(' ')).not.toMatch(/hunter2|a-secret/);
  });

  it('cannot be reset', () => {
    expect(faultsOf({ variables: WHOLE, args: ['--reset'] })).toEqual([expect.stringContaining('local environment only')]);
  });

  it('cannot pretend to have a SharePoint', () => {
    expect(faultsOf({ variables: WHOLE, args: ['--sharepoint'] })).toEqual([expect.stringContaining('Set SHAREPOINT_SITE')]);
  });
});

describe('a tenant whose register is on SharePoint', () => {
  const ON_SHAREPOINT = { ...WHOLE, SHAREPOINT_SITE: 'contoso.sharepoint.com/sites/partnership' };

  it('is reached as the bot’s app, with the bot’s secret, where no other is given', () => {
    expect(read({ variables: ON_SHAREPOINT })).toMatchObject({
      ok: true, fact: { mail: { kind: 'smtp' }, sharePoint: { site: 'contoso.sharepoint.com:/sites/partnership', graph: { clientId: WHOLE.BOT_APP_ID, credential: { kind: 'secret', secret: 'a-secret' }, loopbackHttp: false } } },
    });
  });

  it('may be reached as an app of its own, which then needs a credential of its own', () => {
    const variables = { ...ON_SHAREPOINT, GRAPH_APP_ID: '44444444-2222-4333-8444-555555555555' };
    expect(faultsOf({ variables })).toEqual([expect.stringContaining('GRAPH_CERTIFICATE_FILE')]);
    expect(read({ variables: { ...variables, GRAPH_IDENTITY: 'managed' } })).toMatchObject({ fact: { sharePoint: { graph: { clientId: variables.GRAPH_APP_ID, credential: { kind: 'managed-identity' } } } } });
  });

  it('needs the certificate beside its key, where the bot’s certificate serves for both', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----\n';
    const variables = { ...ON_SHAREPOINT, BOT_SECRET: undefined, BOT_CERTIFICATE_FILE: '/run/app.pem', BOT_CERTIFICATE_THUMBPRINT: 'a'.repeat(40) };
    expect(faultsOf({ variables, readFile: (path) => (path === '/run/app.pem' ? key : undefined) })).toEqual([expect.stringContaining('BOT_CERTIFICATE_FILE must be the path of a PEM file with the certificate and its private key')]);
    const both = `-----BEGIN CERTIFICATE-----\ny\n-----END CERTIFICATE-----\n${key}`;
    expect(read({ variables, readFile: (path) => (path === '/run/app.pem' ? both : undefined) })).toMatchObject({ fact: { sharePoint: { graph: { credential: { kind: 'certificate' } } } } });
  });

  it('sends its mail through Microsoft 365 where there is no mail server', () => {
    expect(read({ variables: { ...ON_SHAREPOINT, SMTP_HOST: undefined } })).toMatchObject({ ok: true, fact: { mail: { kind: 'graph', from: 'assurance@example.org' } } });
  });

  it.each(['https://contoso.sharepoint.com/sites/partnership', 'contoso.sharepoint.com', 'contoso.sharepoint.com/sites/'])('is refused with the address %s', (SHAREPOINT_SITE) => {
    expect(faultsOf({ variables: { ...ON_SHAREPOINT, SHAREPOINT_SITE } })).toEqual([expect.stringContaining('SHAREPOINT_SITE')]);
  });
});
