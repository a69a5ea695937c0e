import { ROUTES, type RouteName } from '../../src/api-contract/routes.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import { createLocalIssuer } from '../../src/embedded/local-issuer.ts';
import type { DocumentStore } from '../../src/ports/documents.ts';
import type { Register } from '../../src/register/register.ts';
import { serveApi } from '../../src/server/api/api.ts';
import { createHttpServer } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';
import { createSignIn, localIssuer } from '../../src/server/sign-in.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { at, objectIdOf, TENANT } from '../support/world.ts';

const APP = '22222222-2222-4333-8444-555555555555';

export type Reply = { readonly status: number; readonly body: { readonly reason?: string; readonly message?: string; readonly details?: unknown } & Record<string, unknown>; readonly text: string; readonly headers: Headers };
export type Request = { readonly params?: { readonly key: string }; readonly query?: Readonly<Record<string, string>>; readonly body?: unknown };

/** The API over real HTTP on a free port. Give it another register at any time: the next request sees it. */
export type ApiServer = {
  readonly address: string;
  stock(rows: readonly Stocked[]): Register;
  setMoment(moment: Moment): void;
  readonly documents: DocumentStore;
  /** Lines of the log so far. */
  readonly log: readonly string[];
  token(person: string): Promise<string>;
  call(person: string, name: RouteName, request?: Request): Promise<Reply>;
  fetch(person: string | undefined, method: string, path: string, body?: unknown): Promise<Reply>;
  close(): Promise<void>;
};

export async function startApi(): Promise<ApiServer> {
  let moment = at('2026-10-15');
  let current = memoryRegister();
  const stored = new Map<string, Uint8Array>();
  const documents: DocumentStore = {
    async put(id, bytes) { stored.set(id, bytes); },
    async get(id) { return stored.get(id); },
    async remove(id) { stored.delete(id); },
  };
  const register: Register = {
    snapshot: () => current.snapshot(), commit: (changes, by) => current.commit(changes, by), history: (question) => current.history(question),
    refresh: () => current.refresh(), onChange: (listener) => current.onChange(listener), close: () => current.close(),
  };
  const log: string[] = [];
  const issuer = await createLocalIssuer({ audience: APP });
  const server = createHttpServer({ log: createLog('info', { write: (line) => { log.push(line); } }) });
  serveApi(server, { register, documents, now: () => moment, signIn: createSignIn([localIssuer(issuer, TENANT, APP)]) });
  const listening = await server.listen(0, '127.0.0.1');
  if (!listening.ok) throw new Error('No free port');
  const address = `http://127.0.0.1:${listening.fact}`;
  const tokens = new Map<string, Promise<string>>();

  function token(person: string): Promise<string> {
    const known = tokens.get(person) ?? issuer.tokenFor({ tenantId: TENANT, objectId: objectIdOf(person) }, Date.parse(at('2026-10-15').instant) / 1000);
    tokens.set(person, known);
    return known;
  }

  async function send(person: string | undefined, method: string, path: string, body?: unknown): Promise<Reply> {
    const authorization: Record<string, string> = person === undefined ? {} : { Authorization: `Bearer ${await token(person)}` };
    const response = await fetch(address + path, {
      method, headers: { ...authorization, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.startsWith('application/json') ? (JSON.parse(text) as Reply['body']) : {};
    return { status: response.status, body: json, text, headers: response.headers };
  }

  return {
    address, documents, log, token, fetch: send,
    stock(rows) { current = memoryRegister(rows); return current; },
    setMoment(to) { moment = to; },
    call(person, name, { params, query = {}, body } = {}) {
      const { method, path } = ROUTES[name];
      return send(person, method, addressOf(path, params?.key, query), method === 'POST' ? body ?? {} : undefined);
    },
    close: () => server.close(),
  };
}

export function addressOf(path: string, key = '', query: Readonly<Record<string, string>> = {}): string {
  const filled = path.replace(':key', encodeURIComponent(key));
  return Object.keys(query).length === 0 ? filled : `${filled}?${new URLSearchParams(query)}`;
}
