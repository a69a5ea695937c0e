import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ResyncCode } from './delta.ts';
import { Drive } from './drive.ts';
import { refusal, type GraphCall, type Reply } from './exchange.ts';
import { Faults } from './faults.ts';
import { graphRoutes, type SentMail } from './graph-routes.ts';
import { Hands } from './hands.ts';
import { Site } from './site.ts';
import { Subscriptions } from './subscriptions.ts';
import { Throttle, unitsFor } from './throttle.ts';
import { TokenEndpoint, type AppRegistration } from './token-endpoint.ts';

export type GraphDoubleOptions = {
  readonly now: () => Date;
  /** From 0 to below 1: decides everything that happens by chance. */
  readonly random: () => number;
  readonly port?: number;
  /** Resource units a minute, beyond which it answers 429; left out: no limit. */
  readonly unitsPerMinute?: number;
  readonly hostname?: string;
  readonly sitePath?: string;
  readonly app?: Partial<AppRegistration>;
  /** Mailboxes that exist. */
  readonly mailboxes?: readonly string[];
  /** Told of every request when it has been answered. */
  readonly heard?: (request: LoggedRequest) => void;
};

export type LoggedRequest = {
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  readonly status: number;
  readonly units: number;
  /** Came inside a batch. */
  readonly inside: boolean;
  readonly userAgent: string;
  readonly authorised: boolean;
};

/** Microsoft Graph, the sign-in service and one SharePoint site on this machine, as strict as their documentation. */
export class GraphDouble {
  readonly app: AppRegistration;
  readonly site: Site;
  readonly hands: Hands;
  readonly drive: Drive;
  readonly subscriptions: Subscriptions;
  readonly tokens: TokenEndpoint;
  readonly faults: Faults;
  readonly throttle: Throttle;
  readonly mail: SentMail[] = [];
  /** Every request to Graph, those inside a batch included; the sign-in service's are counted in `tokens`. */
  readonly log: LoggedRequest[] = [];
  readonly #route: (call: GraphCall) => Promise<Reply>;
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  readonly #sockets = new Set<Socket>();
  readonly #heard: (request: LoggedRequest) => void;
  #resync: ResyncCode = 'resyncChangesApplyDifferences';

  constructor(options: GraphDoubleOptions) {
    const { now, random } = options;
    this.#heard = options.heard ?? (() => undefined);
    this.app = { tenantId: randomUUID(), clientId: randomUUID(), secret: 'double-secret', secretExpired: false, roles: ['Sites.Selected', 'Mail.Send'], ...options.app };
    this.site = new Site(options.hostname ?? 'contoso.sharepoint.com', options.sitePath ?? '/sites/partnership', now);
    this.hands = new Hands(this.site);
    this.drive = new Drive(this.site, () => this.origin);
    this.subscriptions = new Subscriptions(this.site, this.app.tenantId);
    this.site.changed = (list) => this.subscriptions.changed(list);
    this.tokens = new TokenEndpoint(this.app, now);
    this.faults = new Faults(random);
    this.throttle = new Throttle(options.unitsPerMinute, now);
    this.#route = graphRoutes({
      site: this.site, drive: this.drive, subscriptions: this.subscriptions, mail: this.mail, mailboxes: options.mailboxes ?? ['safeguarding@contoso.example'], random,
      baseUrl: () => this.baseUrl, resync: () => this.#resync, inside: (call) => this.#inside(call),
    });
    this.#server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** For `GraphSettings.baseUrl`. */
  get baseUrl(): string {
    return `${this.origin}/v1.0`;
  }

  /** For `GraphSettings.authority`. */
  get authority(): string {
    return this.origin;
  }

  /** Resource units charged so far. */
  get units(): number {
    return this.throttle.total;
  }

  /** HTTP requests so far, a batch counting once. */
  get requests(): readonly LoggedRequest[] {
    return this.log.filter(({ inside }) => !inside);
  }

  /** From now on every delta token handed out so far is too old. */
  expireDeltaTokens(code: ResyncCode = 'resyncChangesApplyDifferences'): void {
    this.#resync = code;
    for (const list of this.site.lists.values()) list.tokenAge += 1;
  }

  async listen(port = 0): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await once(this.#server, 'close');
    await this.subscriptions.settled();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await bodyOf(request).catch(() => undefined);
    if (!bytes) return;
    const url = new URL(request.url ?? '/', this.origin);
    const signIn = /^\/([^/]+)\/oauth2\/v2\.0\/token$/.exec(url.pathname);
    if (signIn) return answer(response, request.method === 'POST' ? this.tokens.call(signIn[1] ?? '', new URLSearchParams(bytes.toString('utf8'))) : refusal(405, 'invalid_request', 'POST only'));
    const header = (name: string) => {
      const value = request.headers[name.toLowerCase()];
      return Array.isArray(value) ? value.join(', ') : value;
    };
    const upload = url.pathname.startsWith('/upload/');
    const path = upload ? url.pathname : decodeURIComponent(url.pathname.replace(/^\/v1\.0(?=\/)/, ''));
    const call: GraphCall = { method: request.method ?? 'GET', path, query: url.searchParams, header, bytes, body: upload || path.endsWith('/content') ? undefined : jsonOf(bytes, header('content-type')) };
    if (this.faults.latency > 0) await sleep(this.faults.latency);
    const fault = this.faults.take(call, 'outside');
    if (fault?.kind === 'reset' && fault.afterWrite !== true) return this.#cut(request, call, url);
    const instead = fault?.kind === 'answer' && fault.afterWrite !== true ? fault.reply : undefined;
    const reply = instead ?? (upload ? this.drive.upload(call) : await this.#graph(call, url));
    const told = fault?.kind === 'answer' ? fault.reply : reply;
    this.#note(call, url.pathname.replace(/^\/v1\.0/, '') + url.search, told.status, false);
    if (fault?.kind === 'reset') return void request.socket.resetAndDestroy();
    answer(response, told, fault?.kind === 'broken-body');
  }

  #cut(request: IncomingMessage, call: GraphCall, url: URL): void {
    this.#note(call, url.pathname.replace(/^\/v1\.0/, '') + url.search, 0, false);
    request.socket.resetAndDestroy();
  }

  async #graph(call: GraphCall, url: URL): Promise<Reply> {
    if (!url.pathname.startsWith('/v1.0/')) return refusal(404, 'BadRequest', 'Invalid version.');
    if (!this.tokens.accepts(call.header('authorization'))) return refusal(401, 'InvalidAuthenticationToken', 'Access token has expired or is not yet valid.');
    if (call.body === NOT_JSON) return refusal(400, 'BadRequest', 'Unable to read JSON request payload.');
    const { refused, headers } = this.throttle.charge(unitsFor(call));
    if (refused) return refused;
    const reply = await this.#route(call);
    return { ...reply, headers: { ...headers, ...reply.headers } };
  }

  async #inside(call: GraphCall): Promise<Reply> {
    const fault = this.faults.take(call, 'inside');
    const before = fault?.kind === 'answer' && fault.afterWrite !== true ? fault.reply : this.throttle.charge(unitsFor(call)).refused;
    const carriedOut = before ?? await this.#route(call);
    const reply = fault?.kind === 'answer' ? fault.reply : carriedOut;
    this.#note(call, `${call.path}${call.query.size > 0 ? `?${call.query}` : ''}`, reply.status, true);
    return reply;
  }

  #note(call: GraphCall, path: string, status: number, inside: boolean): void {
    const request: LoggedRequest = { method: call.method, path, status, units: path === '/$batch' ? 0 : unitsFor(call), inside, userAgent: call.header('user-agent') ?? '', authorised: call.header('authorization') !== undefined };
    this.log.push(request);
    this.#heard(request);
  }
}

/** Listens on a free port of this machine, or the one given. */
export async function startGraphDouble(options: GraphDoubleOptions): Promise<GraphDouble> {
  const double = new GraphDouble(options);
  await double.listen(options.port);
  return double;
}

const NOT_JSON = Symbol('not JSON');

function jsonOf(bytes: Buffer, contentType: string | undefined): unknown {
  if (bytes.length === 0 || !/^application\/json\b/i.test(contentType ?? '')) return undefined;
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown;
  } catch {
    return NOT_JSON;
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(response: ServerResponse, { status, headers, body, bytes }: Reply, broken = false): void {
  const content = bytes ?? (body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body)));
  response.writeHead(status, { ...(body === undefined ? {} : { 'Content-Type': 'application/json; charset=utf-8' }), 'request-id': '00000000-0000-0000-0000-000000000000', ...headers, ...(status === 204 ? {} : { 'Content-Length': content.length }) });
  if (!broken) return void response.end(content);
  response.write(content.subarray(0, Math.max(1, Math.floor(content.length / 2))), () => response.socket?.destroy());
}
