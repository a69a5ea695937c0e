import { createHash, X509Certificate } from 'node:crypto';
import { ConfidentialClientApplication, ManagedIdentityApplication, type Configuration } from '@azure/msal-node';
import { graphError, GraphError } from './graph-errors.ts';
import { checkedUrl, type GraphSettings } from './graph-settings.ts';
import type { GraphTiming } from './graph-timing.ts';
import { tokenNetwork } from './graph-token-network.ts';

export type TokenSource = {
  /** A token for Graph: a kept one while it lasts. */
  readonly token: () => Promise<string>;
  /** A new token, because Graph refused this one. */
  readonly renewed: (refused: string) => Promise<string>;
};

type Acquire = (force: boolean) => Promise<string | undefined>;

const GRAPH = 'https://graph.microsoft.com';
const GRAPH_HOSTS = new Set(['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn']);
const MICROSOFT_AUTHORITIES = new Set(['login.microsoftonline.com', 'login.microsoftonline.us', 'login.partner.microsoftonline.cn']);

/**
 * Signs in as the app. However many callers are waiting, one request goes to the sign-in service.
 * @throws {GraphSettingsRefused} at once, for an authority that would be spoken to in the open elsewhere than on this machine
 * @throws {GraphError} later, `unauthorised` when the sign-in service refuses, `unavailable` when it cannot be reached
 */
export function createTokenSource(settings: GraphSettings, timing: Pick<GraphTiming, 'sleep' | 'random'>): TokenSource {
  const newAcquire = () => settings.credential.kind === 'managed-identity'
    ? managedIdentity(settings.credential.clientId, resourceOf(settings))
    : clientCredentials(settings, timing);
  let acquire = newAcquire();
  let asked: Promise<string> | undefined;
  let last: string | undefined;

  const ask = async (force: boolean): Promise<string> => {
    try {
      const token = await acquire(force);
      if (!token) throw new Error('The sign-in service answered without a token');
      last = token;
      return token;
    } catch (error) {
      // After a failure the library refuses to ask again for a minute; a new one has nothing to remember.
      acquire = newAcquire();
      throw signInFault(error, settings);
    }
  };
  const once = (force: boolean): Promise<string> => {
    asked ??= ask(force).finally(() => {
      asked = undefined;
    });
    return asked;
  };
  return {
    token: () => once(false),
    renewed: (refused) => once(last === undefined || last === refused),
  };
}

function resourceOf({ baseUrl, loopbackHttp }: GraphSettings): string {
  const { hostname, origin } = checkedUrl('Graph’s base URL', baseUrl, loopbackHttp);
  return GRAPH_HOSTS.has(hostname) ? origin : GRAPH;
}

function managedIdentity(clientId: string | undefined, resource: string): Acquire {
  const application = new ManagedIdentityApplication(clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } });
  return async (forceRefresh) => (await application.acquireToken({ resource, forceRefresh })).accessToken;
}

function clientCredentials(settings: GraphSettings, timing: Pick<GraphTiming, 'sleep' | 'random'>): Acquire {
  const authority = checkedUrl('The authority', settings.authority, settings.loopbackHttp);
  const plain = authority.protocol === 'http:';
  const application = new ConfidentialClientApplication({
    auth: { clientId: settings.clientId, ...authorityOf(authority, settings.tenantId), ...proofOf(settings) },
    system: { networkClient: tokenNetwork(timing, plain ? authority.host : undefined) },
  });
  const scopes = [`${resourceOf(settings)}/.default`];
  return async (skipCache) => (await application.acquireTokenByClientCredential({ scopes, skipCache }))?.accessToken;
}

/** The library refuses http and asks a stranger about any authority it does not know: so it is told everything, as https. */
function authorityOf(url: URL, tenantId: string): Configuration['auth'] extends infer Auth ? Omit<Auth & {}, 'clientId'> : never {
  const authority = `https://${url.host}/${tenantId}`;
  if (MICROSOFT_AUTHORITIES.has(url.hostname)) return { authority };
  return {
    authority,
    knownAuthorities: [url.host],
    authorityMetadata: JSON.stringify({
      authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      issuer: `${authority}/v2.0`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      end_session_endpoint: `${authority}/oauth2/v2.0/logout`,
    }),
  };
}

function proofOf({ credential }: GraphSettings): Pick<Configuration['auth'], 'clientSecret' | 'clientCertificate'> {
  switch (credential.kind) {
    case 'secret': return { clientSecret: credential.secret };
    case 'certificate': {
      const thumbprintSha256 = createHash('sha256').update(new X509Certificate(credential.certificate).raw).digest('hex');
      return { clientCertificate: { thumbprintSha256, privateKey: credential.privateKey, x5c: credential.certificate } };
    }
    case 'managed-identity': return {};
  }
}

const ADVICE: Readonly<Record<string, string>> = {
  AADSTS7000215: 'Microsoft Entra does not accept the client secret. Copy the secret’s value, not its id, into the configuration.',
  AADSTS7000222: 'The client secret has expired. Create a new one in Microsoft Entra, or better a certificate, and put it into the configuration.',
  AADSTS90002: 'Microsoft Entra knows no such tenant. Check the tenant id in the configuration.',
  AADSTS900023: 'The tenant id in the configuration is not a tenant id.',
  AADSTS700016: 'This tenant has no app with that client id. Check the client id and tenant id, and that an administrator has consented.',
  AADSTS700027: 'Microsoft Entra does not accept the certificate. Upload its public half to the app registration.',
  AADSTS700024: 'Microsoft Entra refused the sign-in because of its time. Check this machine’s clock and the certificate’s dates.',
  AADSTS7000112: 'The app has been switched off in Microsoft Entra. An administrator must enable it.',
};

function signInFault(error: unknown, { tenantId }: GraphSettings): GraphError {
  if (error instanceof GraphError) return error;
  const text = error instanceof Error ? error.message : '';
  const code = /AADSTS\d+/.exec(text)?.[0];
  const request = `sign-in to tenant ${tenantId}`;
  const library = /^[\w.-]+$/.exec((error as { readonly errorCode?: string }).errorCode ?? '')?.[0];
  const codes = [code, library].filter((each) => each !== undefined);
  const passing = library === 'temporarily_unavailable' || ((error as { readonly status?: number }).status ?? 0) >= 429;
  if (!passing && (code !== undefined || /^(?:invalid_client|unauthorized_client|invalid_request|invalid_scope)$/.test(library ?? ''))) {
    const advice = code === undefined ? undefined : ADVICE[code];
    return new GraphError({ kind: 'unauthorised', request, status: 401, codes, said: advice ?? '' }, advice);
  }
  return graphError({ kind: 'unavailable', request, status: 0, codes, said: 'The sign-in service did not give a token.' });
}
