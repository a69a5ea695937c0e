/** One request to Graph, however it came: by itself or inside a batch. */
export type GraphCall = {
  readonly method: string;
  /** Decoded, relative to the version: `/sites/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly header: (name: string) => string | undefined;
  /** Parsed JSON; `undefined` where there is none. */
  readonly body: unknown;
  readonly bytes: Buffer;
};

export type Reply = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly bytes?: Buffer;
};

/** A refusal, in the form that Graph gives it. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }

  reply(): Reply {
    return refusal(this.status, this.code, this.message, this.headers);
  }
}

export function refusal(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status, headers, body: { error: { code, message, innerError: { 'date': '2026-01-01T00:00:00', 'request-id': '00000000-0000-0000-0000-000000000000' } } } };
}

export const invalid = (message: string) => new Refused(400, 'invalidRequest', message);
export const missing = (message = 'The requested resource was not found.') => new Refused(404, 'itemNotFound', message);
export const denied = () => new Refused(403, 'accessDenied', 'Access denied');

/** The body as an object that holds nothing but what is allowed. */
export function objectOf(body: unknown, allowed: readonly string[]): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw invalid('The request body is not a JSON object.');
  for (const name of Object.keys(body)) {
    if (!allowed.includes(name) && !name.startsWith('@')) throw new Refused(400, 'BadRequest', `Property '${name}' does not exist on this type.`);
  }
  return body as Record<string, unknown>;
}

/** Refuses query options that the documentation of the call does not name. The `$` may be left out, as Graph allows. */
export function optionsOf(query: URLSearchParams, allowed: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const [name, value] of query) {
    const plain = name.replace(/^\$/, '').toLowerCase();
    if (!allowed.includes(plain)) throw invalid(`The query option '${name}' is not supported here.`);
    if (options.has(plain)) throw invalid(`The query option '${name}' comes twice.`);
    options.set(plain, value);
  }
  return options;
}
