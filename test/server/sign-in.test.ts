import { createHmac } from 'node:crypto';
import { createLocalJWKSet, exportJWK, exportSPKI, generateKeyPair, SignJWT, type CryptoKey } from 'jose';
import { createLocalIssuer } from '../../src/embedded/local-issuer.ts';
import { createSignIn, localIssuer, type SignIn, type TrustedIssuer } from '../../src/server/sign-in.ts';
import { memoryRegister } from '../support/memory-register.ts';
import { aPartnership, at, objectIdOf, TENANT } from '../support/world.ts';

const APP = '22222222-2222-4333-8444-555555555555';
const OTHER_TENANT = '40000000-0000-4000-8000-000000000000';
const CLIENT = '1fec8e78-bce4-4aaf-ab1b-5451cc387264';
const ISSUER = `https://login.microsoftonline.com/${TENANT}/v2.0`;
const moment = at('2026-10-16');
const seconds = Date.parse(moment.instant) / 1000;
const snapshot = memoryRegister(aPartnership()).snapshot();

let ours: { publicKey: CryptoKey; privateKey: CryptoKey };
let signIn: SignIn;

beforeAll(async () => {
  ours = await generateKeyPair('RS256', { extractable: true });
  const keys = createLocalJWKSet({ keys: [{ ...await exportJWK(ours.publicKey), kid: 'one', alg: 'RS256', use: 'sig' }] });
  const trusted = (tenantId: string): TrustedIssuer => ({ issuer: `https://login.microsoftonline.com/${tenantId}/v2.0`, tenantId, audience: APP, clients: [CLIENT], keys });
  signIn = createSignIn([trusted(TENANT), trusted('30000000-0000-4000-8000-000000000000')]);
});

const GOOD = {
  iss: ISSUER, aud: APP, tid: TENANT, oid: objectIdOf('police-rep'), scp: 'access_as_user', azp: CLIENT, ver: '2.0',
  iat: seconds - 10, nbf: seconds - 10, exp: seconds + 3_600,
} as const;

function token(claims: Readonly<Record<string, unknown>> = {}, key: CryptoKey = ours.privateKey): Promise<string> {
  const payload = Object.fromEntries(Object.entries({ ...GOOD, ...claims }).filter(([, value]) => value !== undefined));
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: 'one' }).sign(key);
}

const asking = async (bearer: string) => signIn(`Bearer ${bearer}`, snapshot, moment);
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('somebody with a good token', () => {
  it('is the person whom the register knows by tenant and object id, with today’s roles', async () => {
    expect(await asking(await token())).toMatchObject({ ok: true, fact: { person: 'police-rep', roles: [{ kind: 'representative', agency: 'police' }] } });
  });

  it('may have other scopes beside ours', async () => {
    expect((await asking(await token({ scp: 'User.Read access_as_user' }))).ok).toBe(true);
  });

  it('is let in within a minute of the end, because clocks differ', async () => {
    expect((await asking(await token({ exp: seconds - 30 }))).ok).toBe(true);
  });

  it('is told who can help when the board office has not added them', async () => {
    expect(await asking(await token({ oid: '99999999-0000-4000-8000-000000000000' }))).toMatchObject({
      ok: false, refusal: { status: 403, message: expect.stringContaining('Moor board office at office@example.org') },
    });
  });

  it('is nobody here when the same object id comes from another tenant', async () => {
    const elsewhere = '30000000-0000-4000-8000-000000000000';
    expect(await asking(await token({ tid: elsewhere, iss: `https://login.microsoftonline.com/${elsewhere}/v2.0` }))).toMatchObject({ refusal: { status: 403 } });
  });
});

describe('a token', () => {
  const refused = { ok: false, refusal: { status: 401, message: expect.stringContaining('Reload the page') } };

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['has run out', { exp: seconds - 120 }],
    ['is not valid yet', { nbf: seconds + 120 }],
    ['never runs out', { exp: undefined }],
    ['does not say from when it is valid', { nbf: undefined }],
    ['is for another application', { aud: 'https://graph.microsoft.com' }],
    ['is for no application', { aud: undefined }],
    ['comes from another issuer', { iss: 'https://login.example.org/v2.0' }],
    ['comes from a tenant that is not allowed', { tid: OTHER_TENANT, iss: `https://login.microsoftonline.com/${OTHER_TENANT}/v2.0` }],
    ['names another tenant than its issuer', { tid: '30000000-0000-4000-8000-000000000000' }],
    ['names no tenant', { tid: undefined }],
    ['names no person', { oid: undefined }],
    ['lacks our scope', { scp: 'User.Read' }],
    ['has a scope that only begins like ours', { scp: 'access_as_user_admin' }],
    ['has no scope, as one of an application has', { scp: undefined }],
    ['was asked for by an unknown client', { azp: '00000000-0000-4000-8000-000000000000' }],
    ['does not say by whom it was asked for', { azp: undefined }],
    ['has claims of the wrong type', { oid: 7, scp: ['access_as_user'] }],
  ])('that %s is refused', async (_, claims) => {
    expect(await asking(await token(claims))).toMatchObject(refused);
  });

  it('that another key signed is refused', async () => {
    const theirs = await generateKeyPair('RS256');
    expect(await asking(await token({}, theirs.privateKey))).toMatchObject(refused);
  });

  it('that nobody signed is refused', async () => {
    expect(await asking(`${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(GOOD)}.AAAA`)).toMatchObject(refused);
    expect(await asking(`${encoded({ alg: 'none', typ: 'JWT' })}.${encoded(GOOD)}.`)).toMatchObject(refused);
  });

  it('that is signed with our public key as if it were a shared secret is refused', async () => {
    const body = `${encoded({ alg: 'HS256', kid: 'one', typ: 'JWT' })}.${encoded(GOOD)}`;
    const signature = createHmac('sha256', await exportSPKI(ours.publicKey)).update(body).digest('base64url');
    expect(await asking(`${body}.${signature}`)).toMatchObject(refused);
  });

  it('whose content was changed after signing is refused', async () => {
    const [header, , signature] = (await token()).split('.');
    expect(await asking(`${header}.${encoded({ ...GOOD, oid: objectIdOf('office') })}.${signature}`)).toMatchObject(refused);
  });

  it.each([
    ['is missing', undefined], ['is empty', 'Bearer '], ['is one word', 'Bearer x'], ['is three words', 'Bearer a.b.c'], ['is a password', 'Basic cG9saWNlOnBvbGljZQ=='],
    ['is very long', `Bearer ${'a'.repeat(100_000)}`],
  ])('that %s is refused', async (_, authorization) => {
    expect(await signIn(authorization, snapshot, moment)).toMatchObject(refused);
  });
});

describe('the local issuer', () => {
  it('goes through the same checks', async () => {
    const issuer = await createLocalIssuer({ audience: APP });
    const another = await createLocalIssuer({ audience: APP });
    const local = createSignIn([localIssuer(issuer, TENANT, APP)]);
    const subject = { tenantId: TENANT, objectId: objectIdOf('office') };
    expect(await local(`Bearer ${await issuer.tokenFor(subject, seconds)}`, snapshot, moment)).toMatchObject({ ok: true, fact: { person: 'office' } });
    expect(await local(`Bearer ${await issuer.tokenFor(subject, seconds - 7_200)}`, snapshot, moment)).toMatchObject({ refusal: { status: 401 } });
    expect(await local(`Bearer ${await another.tokenFor(subject, seconds)}`, snapshot, moment)).toMatchObject({ refusal: { status: 401 } });
  });

  it('is not believed where only Entra is', async () => {
    const issuer = await createLocalIssuer({ audience: APP });
    expect(await asking(await issuer.tokenFor({ tenantId: TENANT, objectId: objectIdOf('office') }, seconds))).toMatchObject({ refusal: { status: 401 } });
  });
});
