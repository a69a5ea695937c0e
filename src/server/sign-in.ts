import { createLocalJWKSet, createRemoteJWKSet, decodeJwt, errors, jwtVerify, type JWTVerifyGetKey, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { arrangements } from '../assurance/partnership/arrangements.ts';
import { personSignedIn, viewerOf, type Viewer } from '../assurance/partnership/viewer.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import type { Moment } from '../assurance/time/instant.ts';

/** Whose tokens are believed, and for what. Entra and the local issuer differ only in this. */
export type TrustedIssuer = {
  readonly issuer: string;
  /** A token of this issuer speaks for this tenant only. */
  readonly tenantId: string;
  /** Our own application's id. */
  readonly audience: string;
  /** The applications that may have asked for the token (`azp`). */
  readonly clients: readonly string[];
  readonly keys: JWTVerifyGetKey;
};

/** Microsoft's own clients that may ask for a token for the tab [learn: Microsoft Teams, tab SSO]. */
const MICROSOFT_CLIENTS = [
  '1fec8e78-bce4-4aaf-ab1b-5451cc387264', // Teams on desktop and phone
  '5e3ce6c0-2b1f-4285-8d4b-75ee78787346', // Teams in a browser
  '4765445b-32c6-49b0-83e6-1d93765276ca', // Microsoft 365 in a browser
  '0ec893e0-5785-4de6-99da-4ed124e5296c', // Microsoft 365 on desktop
  'd3590ed6-52b3-4102-aeff-aad2292ab01c', // Microsoft 365 on a phone, Outlook on desktop
  'bc59ab01-8403-45c6-8796-ac3ef710b3e3', // Outlook in a browser
  '27922004-5251-4030-b22d-91ecd9a37ea4', // Outlook on a phone
];

const MICROSOFT_LOGIN = 'https://login.microsoftonline.com';
const SCOPE = 'access_as_user';
/** The issuer's keys could not be read: a fault, which says nothing about the token. */
const UNREACHABLE = new Set(['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT']);
const KNOWN_TOKENS_AT_MOST = 1_000;
const CLOCK_TOLERANCE_IN_SECONDS = 60;

/** @param appId the client id of the tab's Entra registration, which a browser outside Teams signs in with as well */
export function entraIssuer(tenantId: string, appId: string): TrustedIssuer {
  return {
    issuer: `${MICROSOFT_LOGIN}/${tenantId}/v2.0`, tenantId, audience: appId, clients: [...MICROSOFT_CLIENTS, appId],
    keys: createRemoteJWKSet(new URL(`${MICROSOFT_LOGIN}/${tenantId}/discovery/v2.0/keys`)),
  };
}

export function localIssuer(of: { readonly issuer: string; readonly client: string; readonly keySet: JSONWebKeySet }, tenantId: string, appId: string): TrustedIssuer {
  return { issuer: of.issuer, tenantId, audience: appId, clients: [of.client], keys: createLocalJWKSet(of.keySet) };
}

export type SignInRefusal = { readonly status: 401 | 403; readonly reason: 'not-signed-in' | 'not-known-here'; readonly message: string };

/** Who is asking, from the request's `Authorization` header. */
export type SignIn = (authorization: string | undefined, snapshot: Snapshot, moment: Moment) => Promise<Outcome<Viewer, SignInRefusal>>;

const Claims = z.object({ tid: z.string(), oid: z.string(), scp: z.string(), azp: z.string(), nbf: z.number(), exp: z.number() });

/** Who a good token names, and from when until when it runs, in seconds since 1970. */
type Verified = { readonly tenantId: string; readonly objectId: string; readonly notBefore: number; readonly expires: number };

const SIGN_IN_AGAIN: SignInRefusal = { status: 401, reason: 'not-signed-in', message: 'You are not signed in, or your sign-in has run out. Reload the page to sign in again.' };

/**
 * A token says only who somebody is, by tenant id and object id; what they may do comes from the register.
 * A token that fails any check is answered alike, so that the answer helps nobody to guess.
 */
export function createSignIn(issuers: readonly TrustedIssuer[]): SignIn {
  const known = new Map<string, Verified>();

  /** A signature stays good as long as its token runs, so it is checked once; the dates are checked every time. */
  async function identityOf(token: string, moment: Moment): Promise<Verified | undefined> {
    const seconds = Date.parse(moment.instant) / 1000;
    const before = known.get(token);
    if (before !== undefined && before.notBefore <= seconds && seconds < before.expires) return before;
    known.delete(token);
    const identity = await verified(token, issuers, moment);
    if (known.size >= KNOWN_TOKENS_AT_MOST) known.clear();
    if (identity) known.set(token, identity);
    return identity;
  }

  return async (authorization, snapshot, moment) => {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(authorization ?? '')?.[1];
    const identity = token === undefined ? undefined : await identityOf(token, moment);
    if (!identity) return refuse(SIGN_IN_AGAIN);
    const person = personSignedIn(snapshot, identity);
    return person ? accept(viewerOf(snapshot, person, moment.today)) : refuse(notKnownHere(snapshot));
  };
}

async function verified(token: string, issuers: readonly TrustedIssuer[], moment: Moment): Promise<Verified | undefined> {
  try {
    const claimed = decodeJwt(token).iss;
    const trusted = issuers.find(({ issuer }) => issuer === claimed);
    if (!trusted) return undefined;
    const { payload } = await jwtVerify(token, trusted.keys, {
      algorithms: ['RS256'], issuer: trusted.issuer, audience: trusted.audience, requiredClaims: ['exp', 'nbf', 'tid', 'oid', 'scp', 'azp'],
      clockTolerance: CLOCK_TOLERANCE_IN_SECONDS, currentDate: new Date(moment.instant),
    });
    const { tid, oid, scp, azp, nbf, exp } = Claims.parse(payload);
    const good = tid === trusted.tenantId && scp.split(' ').includes(SCOPE) && trusted.clients.includes(azp);
    return good ? { tenantId: tid, objectId: oid, notBefore: nbf, expires: exp } : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError && !UNREACHABLE.has(error.code)) return undefined;
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}

function notKnownHere(snapshot: Snapshot): SignInRefusal {
  const office = snapshot.all(arrangements)[0];
  const who = office ? `${office.boardOfficeName} at ${office.boardOfficeMail}` : 'your board office';
  return { status: 403, reason: 'not-known-here', message: `You are signed in, but the board office has not added you to this partnership yet. Ask ${who} to add you.` };
}
