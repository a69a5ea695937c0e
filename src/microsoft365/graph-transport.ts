import { Client, ResponseType, type Context, type Middleware, type MiddlewareOptions } from '@microsoft/microsoft-graph-client';
import { GraphError } from './graph-errors.ts';
import type { TokenSource } from './graph-token.ts';
import { checkedUrl, GraphSettingsRefused, LOOPBACK, userAgentOf, type GraphSettings } from './graph-settings.ts';

export type GraphMethod = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One request as it goes over the wire. */
export type Outgoing = {
  readonly method: GraphMethod;
  /** Absolute. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes are sent as they are, anything else as JSON. */
  readonly body?: unknown;
  /** Never with the token, even to a trusted host. */
  readonly anonymous?: boolean;
};

export type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array };

/** No whole answer came. `sent` is false only where the request certainly never reached the other side. */
export class NetworkFault extends Error {
  override readonly name = 'NetworkFault';
  readonly sent: boolean;

  constructor(code: string, sent: boolean) {
    super(code);
    this.sent = sent;
  }
}

export type Transport = {
  /** Base URL, without a slash at the end. */
  readonly baseUrl: string;
  /** Whether Graph's own answers may lead there, and the token may go there. */
  readonly trusts: (url: string) => boolean;
  /** @throws {NetworkFault} when there is no whole answer */
  readonly send: (request: Outgoing) => Promise<Answer>;
};

const TIMEOUT = 100_000;
const NEVER_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/**
 * What goes past the client, because the client would spoil it: the exact URL (it takes queries apart and does not see that an http link is
 * absolute) and what was thrown (it keeps the text only).
 */
class Exchange implements MiddlewareOptions {
  readonly url: string;
  readonly anonymous: boolean;
  failure: unknown;

  constructor(url: string, anonymous: boolean) {
    this.url = url;
    this.anonymous = anonymous;
  }
}

/** Gives the token to Graph and the configured hosts only. A refused token is replaced once: a 401 means that nothing was done. */
class SignIn implements Middleware {
  readonly #tokens: TokenSource;
  readonly #trusts: (url: string) => boolean;
  #next: Middleware | undefined;

  constructor(tokens: TokenSource, trusts: (url: string) => boolean) {
    this.#tokens = tokens;
    this.#trusts = trusts;
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  async execute(context: Context): Promise<void> {
    const exchange = context.middlewareControl?.getMiddlewareOptions(Exchange) as Exchange;
    context.request = exchange.url;
    try {
      await (!exchange.anonymous && this.#trusts(exchange.url) ? this.#signedIn(context) : this.#next?.execute(context));
    } catch (error) {
      exchange.failure = error;
      throw error;
    }
  }

  async #signedIn(context: Context): Promise<void> {
    const token = await this.#tokens.token();
    await this.#send(context, token);
    if (context.response?.status !== 401) return;
    await context.response.body?.cancel();
    await this.#send(context, await this.#tokens.renewed(token));
  }

  async #send(context: Context, token: string): Promise<void> {
    context.options = { ...context.options, headers: { ...context.options?.headers, Authorization: `Bearer ${token}` } };
    await this.#next?.execute(context);
  }
}

class Wire implements Middleware {
  async execute(context: Context): Promise<void> {
    context.response = await fetch(context.request as string, {
      ...context.options as RequestInit,
      redirect: context.options?.method === 'GET' ? 'follow' : 'manual',
      signal: AbortSignal.timeout(TIMEOUT),
    });
  }
}

/** @throws {GraphSettingsRefused} when the base URL would send the token in the open */
export function createTransport(settings: GraphSettings, tokens: TokenSource): Transport {
  const base = checkedUrl('Graph’s base URL', settings.baseUrl, settings.loopbackHttp);
  for (const host of settings.extraHosts) {
    if (!/^[\w.-]+(?::\d+)?$/.test(host)) throw new GraphSettingsRefused(`An extra host is a name, or a name and a port: ${host}`);
  }
  const trusted = new Set([base.origin, ...settings.extraHosts.flatMap((host) => originsOf(host, settings.loopbackHttp))]);
  const trusts = (url: string) => trusted.has(new URL(url).origin);
  const client = Client.initWithMiddleware({
    middleware: [new SignIn(tokens, trusts), new Wire()],
    fetchOptions: { headers: { 'User-Agent': userAgentOf(settings) } },
  });
  return {
    baseUrl: base.href.replace(/\/$/, ''),
    trusts,
    async send({ method, url, headers, body, anonymous = false }) {
      const exchange = new Exchange(url, anonymous);
      const request = client.api('/').middlewareOptions([exchange]).responseType(ResponseType.RAW).headers({ ...headers });
      const content = body instanceof Uint8Array ? Buffer.from(body.buffer, body.byteOffset, body.byteLength) : body;
      try {
        const response = await sent(request, method, content);
        return { status: response.status, headers: response.headers, bytes: new Uint8Array(await response.arrayBuffer()) };
      } catch (error) {
        if (exchange.failure instanceof GraphError) throw exchange.failure;
        throw networkFault(exchange.failure ?? error);
      }
    },
  };
}

function originsOf(host: string, loopbackHttp: boolean): readonly string[] {
  const plain = new URL(`http://${host}`);
  return [new URL(`https://${host}`).origin, ...(loopbackHttp && LOOPBACK.has(plain.hostname) ? [plain.origin] : [])];
}

type Thrown = { readonly code?: unknown; readonly name?: unknown; readonly cause?: Thrown; readonly errors?: readonly Thrown[] };

/** `fetch` says `fetch failed`; what happened is in its cause, or in the causes of its cause where it tried several addresses. */
function networkFault(error: unknown): NetworkFault {
  const thrown = error as Thrown;
  const codes = [thrown, ...(thrown.cause?.errors ?? [thrown.cause])].map((each) => each?.code).filter((code) => typeof code === 'string');
  const name = thrown.name === 'TimeoutError' ? 'timed out' : 'connection lost';
  return new NetworkFault(codes[0] ?? name, !(codes.length > 0 && codes.every((code) => NEVER_CONNECTED.has(code))));
}

function sent(request: ReturnType<Client['api']>, method: GraphMethod, content: unknown): Promise<Response> {
  switch (method) {
    case 'GET': return request.get();
    case 'POST': return request.post(content ?? {});
    case 'PATCH': return request.patch(content);
    case 'PUT': return request.put(content);
    case 'DELETE': return request.delete();
  }
}
