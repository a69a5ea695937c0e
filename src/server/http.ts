import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import restify, { type Request, type Response } from 'restify';
import type { Outcome } from '../assurance/outcome.ts';
import { stopwatch } from './clock.ts';
import { readJson } from './json-body.ts';
import type { Log } from './log.ts';
import { securityHeaders } from './security-headers.ts';
import { staticFiles } from './static-files.ts';

/** A request as handlers see it: decoded, with its body read and parsed. */
export type HttpRequest = {
  readonly id: string;
  readonly method: string;
  /** As in the address, still escaped, without the query. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  /** The parsed JSON body, or undefined where there was none. */
  readonly body: unknown;
  readonly header: (name: string) => string | undefined;
  readonly remoteAddress: string | undefined;
};

type Headers = Readonly<Record<string, string>>;
type JsonAnswer = { readonly kind: 'json'; readonly status: number; readonly body: unknown; readonly headers?: Headers };
export type HttpAnswer =
  | JsonAnswer
  | { readonly kind: 'bytes'; readonly status: number; readonly body: Uint8Array | string; readonly mediaType: string; readonly headers?: Headers }
  /** Stays open until the reader goes away, when what `open` gave back is called. */
  | { readonly kind: 'stream'; readonly headers: Headers; readonly open: (write: (chunk: string) => void) => () => void };
export type HttpHandler = (request: HttpRequest) => HttpAnswer | Promise<HttpAnswer>;

/** The method and the pattern of a path: `:name` stands for one part, a last `*` for everything that follows. */
export type HttpRoute = { readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'; readonly path: string };
type Options = { readonly bodyLimit?: number };

export type ListenRefusal = { readonly reason: 'port-taken'; readonly port: number };

export type HttpServer = {
  handle(route: HttpRoute, handler: HttpHandler, options?: Options): void;
  /** For the bot's adapter, which answers by itself. The body is parsed beforehand. */
  handleRaw(route: HttpRoute, handler: (request: Request, response: Response) => Promise<void>): void;
  /** Serves a built page under `mount`; an address without a file shows the page's index. */
  servePage(mount: `/${string}`, folder: string): void;
  /** @returns the port, which is a free one when 0 was asked for */
  listen(port: number, host: string): Promise<Outcome<number, ListenRefusal>>;
  /** Answers what has arrived, ends the streams and stops listening. */
  close(): Promise<void>;
};

const MEGABYTE = 1_048_576;
const REQUEST_ID = 'X-Request-Id';
const LONGEST_PARAMETER = 1_000;
const JSON_TYPE = 'application/json; charset=utf-8';

/** What a refused request answers with, whoever refuses it. */
export function refusal(status: number, reason: string, message: string, details?: unknown): JsonAnswer {
  return { kind: 'json', status, body: { reason, message, ...(details === undefined ? {} : { details }) } };
}

/**
 * The one server of the process. Every answer carries the security headers and a request id; a fault in a handler is logged and answered
 * with a neutral sentence and that id.
 * @param asked told the pattern of the route of every request that has one
 * @param allowedHosts the names by which this server may be called; every other is refused. Leave it out where a proxy sees to it.
 */
export function createHttpServer({ log, allowedHosts, asked }: { readonly log: Log; readonly allowedHosts?: readonly string[]; readonly asked?: (path: string) => void }): HttpServer {
  const server = restify.createServer({ name: '', maxParamLength: LONGEST_PARAMETER, ignoreTrailingSlash: true } as restify.ServerOptions);
  const streams = new Set<() => void>();

  server.pre((request, response, next) => {
    response.setHeader(REQUEST_ID, randomUUID());
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    if (!allowedHosts || allowedHosts.includes(hostNameOf(request))) return next();
    write(response, refusal(403, 'wrong-address', `Open this address on this machine, as http://${allowedHosts[0]}.`));
    return next(false);
  });

  server.on('restifyError', (request: Request, response: Response, error: { statusCode?: number }, done: () => void) => {
    const answer = UNROUTED[error.statusCode ?? 500] ?? faulted(response, error, { method: request.method ?? '', path: 'none' });
    // Only what restify itself has sent keeps it from answering a second time.
    response.sendRaw(answer.status, JSON.stringify(answer.body), { 'Content-Type': JSON_TYPE });
    done();
  });

  function faulted(response: Response, error: unknown, { method, path }: { readonly method: string; readonly path: string }): JsonAnswer {
    const id = idOf(response);
    log.fault('request failed', error, { request: id, method, path });
    return refusal(500, 'fault', `Something went wrong on our side. Try again. If it happens again, tell the board office and quote ${id}.`);
  }

  function register({ method, path }: HttpRoute, handler: (request: Request, response: Response) => Promise<void>): void {
    const verbs = { GET: 'get', POST: 'post', PUT: 'put', DELETE: 'del' } as const;
    server[verbs[method]](path, async (request: Request, response: Response) => {
      const elapsed = stopwatch();
      asked?.(path);
      try {
        await handler(request, response);
      } catch (error) {
        const answer = faulted(response, error, { method, path });
        if (response.headersSent) response.destroy();
        else write(response, answer);
      }
      log.info('request', { request: idOf(response), method, path, status: response.statusCode, ms: Math.round(elapsed()) });
    });
  }

  function handle(route: HttpRoute, handler: HttpHandler, { bodyLimit = MEGABYTE }: Options = {}): void {
    register(route, async (request, response) => {
      const body = await bodyOf(request, route, bodyLimit);
      write(response, body.ok ? await handler(requestOf(request, idOf(response), body.fact)) : body.refusal);
    });
  }

  function write(response: Response, answer: HttpAnswer): void {
    if (answer.kind === 'stream') {
      response.writeHead(200, answer.headers);
      const stop = answer.open((chunk) => { response.write(chunk); });
      const end = () => { streams.delete(end); stop(); response.end(); };
      streams.add(end);
      response.once('close', end);
      return;
    }
    const json = answer.kind === 'json';
    const body = json ? JSON.stringify(answer.body) ?? '' : answer.body;
    const mediaType = json ? JSON_TYPE : answer.mediaType;
    response.writeHead(answer.status, { 'Content-Type': mediaType, 'Content-Length': Buffer.byteLength(body), 'Cache-Control': 'no-store', ...answer.headers });
    response.end(body);
  }

  return {
    handle,
    handleRaw(route, handler) {
      register(route, async (request, response) => {
        const body = await bodyOf(request, route, MEGABYTE);
        if (!body.ok) return write(response, body.refusal);
        request.body = body.fact;
        await handler(request, response);
      });
    },
    servePage(mount, folder) {
      const answerFile = staticFiles(folder);
      const serve: HttpHandler = ({ params, header }) => answerFile(params['*'] ?? '', header('accept-encoding') ?? '');
      handle({ method: 'GET', path: mount }, serve);
      handle({ method: 'GET', path: `${mount}/*` }, serve);
    },
    listen(port, host) {
      return new Promise((resolve, reject) => {
        const failed = (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve({ ok: false, refusal: { reason: 'port-taken', port } }) : reject(error));
        server.once('error', failed);
        server.listen(port, host, () => {
          server.removeListener('error', failed);
          resolve({ ok: true, fact: (server.server.address() as AddressInfo).port });
        });
      });
    },
    close() {
      for (const end of streams) end();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.server.closeIdleConnections();
      });
    },
  };
}

const notFound = refusal(404, 'not-found', 'There is nothing at this address.');

/** Why a request never reached a handler, as the router tells it. */
const UNROUTED: Readonly<Record<number, JsonAnswer>> = {
  400: refusal(400, 'unreadable-address', 'The address cannot be read. Check it and try again.'),
  404: notFound,
  405: refusal(405, 'method-not-allowed', 'This address does not answer that kind of request.'),
};

async function bodyOf(request: Request, { method }: HttpRoute, limit: number): Promise<Outcome<unknown, HttpAnswer>> {
  if (method === 'GET') return { ok: true, fact: undefined };
  const read = await readJson(request, limit);
  return read.ok ? read : { ok: false, refusal: refusal(read.refusal.status, read.refusal.reason, read.refusal.message) };
}

function requestOf(request: Request, id: string, body: unknown): HttpRequest {
  const address = new URL(request.url ?? '/', 'http://localhost');
  return {
    id,
    method: request.method ?? 'GET',
    path: address.pathname,
    params: request.params as Record<string, string>,
    query: Object.fromEntries(address.searchParams),
    body,
    header: (name) => request.headers[name]?.toString(),
    remoteAddress: request.socket.remoteAddress,
  };
}

/** The name in the Host header, without its port. */
function hostNameOf(request: Request): string {
  return (request.headers.host ?? '').replace(/:\d+$/, '');
}

function idOf(response: Response): string {
  return String(response.getHeader(REQUEST_ID));
}
