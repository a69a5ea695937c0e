import { createVerify, constants, randomUUID } from 'node:crypto';
import type { Reply } from './exchange.ts';

export type AppRegistration = {
  readonly tenantId: string;
  readonly clientId: string;
  secret: string;
  secretExpired: boolean;
  /** PEM of the certificate whose key may sign in. */
  certificate?: string;
  /** What an administrator has consented to; written into every token. */
  roles: readonly string[];
};

const LIFETIME_IN_SECONDS = 3_600;

/** The sign-in service's token endpoint, for client credentials only. */
export class TokenEndpoint {
  readonly app: AppRegistration;
  readonly #now: () => Date;
  readonly #valid = new Map<string, number>();
  /** How many tokens have been asked for. */
  requests = 0;
  /** Answers this many requests with 503. */
  failing = 0;

  constructor(app: AppRegistration, now: () => Date) {
    this.app = app;
    this.#now = now;
  }

  accepts(authorization: string | undefined): boolean {
    const token = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1];
    return token !== undefined && (this.#valid.get(token) ?? 0) > this.#now().getTime();
  }

  /** From now on every token handed out so far is refused. */
  revokeAll(): void {
    this.#valid.clear();
  }

  call(tenantId: string, form: URLSearchParams): Reply {
    this.requests += 1;
    if (this.failing > 0) {
      this.failing -= 1;
      return { status: 503, body: { error: 'temporarily_unavailable', error_description: 'AADSTS90033: A transient error has occurred.' } };
    }
    if (tenantId.toLowerCase() !== this.app.tenantId.toLowerCase()) return refused(400, 'invalid_request', 90002, `Tenant '${tenantId}' not found.`);
    if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
    if (!/^https:\/\/\S+\/\.default$/.test(form.get('scope')?.split(' ').find((each) => each.endsWith('/.default')) ?? '')) return refused(400, 'invalid_scope', 70011, 'The provided value for scope is not valid.');
    if (form.get('client_id') !== this.app.clientId) return refused(400, 'unauthorized_client', 700016, `Application with identifier '${form.get('client_id')}' was not found in the directory.`);
    const fault = form.has('client_assertion') ? this.#assertionFault(form) : this.#secretFault(form);
    return fault ?? { status: 200, body: { token_type: 'Bearer', expires_in: LIFETIME_IN_SECONDS, ext_expires_in: LIFETIME_IN_SECONDS, access_token: this.issue() } };
  }

  #secretFault(form: URLSearchParams): Reply | undefined {
    if (form.get('client_secret') !== this.app.secret) return refused(401, 'invalid_client', 7000215, 'Invalid client secret provided.');
    if (this.app.secretExpired) return refused(401, 'invalid_client', 7000222, 'The provided client secret keys for app are expired.');
    return undefined;
  }

  #assertionFault(form: URLSearchParams): Reply | undefined {
    const [header = '', payload = '', signature = ''] = (form.get('client_assertion') ?? '').split('.');
    const { certificate } = this.app;
    const claims = claimsOf(payload);
    const signed = certificate !== undefined && form.get('client_assertion_type') === 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      && createVerify('sha256').update(`${header}.${payload}`).verify({ key: certificate, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, signature, 'base64url');
    if (!signed || claims['iss'] !== this.app.clientId) return refused(401, 'invalid_client', 700027, 'The certificate with identifier used to sign the client assertion is not registered on application.');
    const now = this.#now().getTime() / 1000;
    if (Number(claims['nbf'] ?? 0) > now + 300 || Number(claims['exp'] ?? 0) < now - 300) return refused(401, 'invalid_client', 700024, 'Client assertion is not within its valid time range.');
    return undefined;
  }

  /** A token that Graph accepts, as any way of signing in would give it. */
  issue(): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const at = Math.floor(this.#now().getTime() / 1000);
    const token = `${part({ typ: 'JWT', alg: 'none' })}.${part({ tid: this.app.tenantId, appid: this.app.clientId, roles: this.app.roles, iat: at, exp: at + LIFETIME_IN_SECONDS, jti: randomUUID() })}.double`;
    this.#valid.set(token, (at + LIFETIME_IN_SECONDS) * 1000);
    return token;
  }
}

function claimsOf(payload: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function refused(status: number, error: string, code: number, text: string): Reply {
  return { status, body: { error, error_description: `AADSTS${code}: ${text} Trace ID: 00000000-0000-0000-0000-000000000000`, error_codes: [code] } };
}
