import { exportJWK, generateKeyPair, SignJWT, type JSONWebKeySet } from 'jose';

/** Who a token is for, by the ids that sign-in goes by. */
export type TokenSubject = { readonly tenantId: string; readonly objectId: string };

/** Stands in for Microsoft Entra where there is no tenant: its tokens have the same claims and go through the same verification. */
export type LocalIssuer = {
  readonly issuer: string;
  /** The client id that its tokens claim to have been asked for by. */
  readonly client: string;
  readonly keySet: JSONWebKeySet;
  /** @param at seconds since 1970 at which the token begins; it runs for an hour */
  readonly tokenFor: (subject: TokenSubject, at: number) => Promise<string>;
};

const LIFETIME_IN_SECONDS = 3_600;

/** Makes a key for this run of the process: tokens of an earlier run are refused. */
export async function createLocalIssuer({ audience }: { readonly audience: string }): Promise<LocalIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const header = { alg: 'RS256', typ: 'JWT', kid: 'local' };
  const issuer = 'http://localhost/local-issuer';
  const client = 'local-browser';
  return {
    issuer,
    client,
    keySet: { keys: [{ ...await exportJWK(publicKey), ...header, use: 'sig' }] },
    tokenFor: ({ tenantId, objectId }, at) =>
      new SignJWT({ tid: tenantId, oid: objectId, scp: 'access_as_user', azp: client, ver: '2.0' })
        .setProtectedHeader(header)
        .setIssuer(issuer).setAudience(audience).setSubject(objectId)
        .setIssuedAt(at).setNotBefore(at).setExpirationTime(at + LIFETIME_IN_SECONDS)
        .sign(privateKey),
  };
}
