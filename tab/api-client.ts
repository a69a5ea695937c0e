import type { z } from 'zod';
import { ROUTES, type RouteName } from '../src/api-contract/routes.ts';
import type { ApiError } from '../src/api-contract/route.ts';

type Table = typeof ROUTES;
/** A member that may be left out where the schema asks for nothing. */
type Given<Name extends string, Schema extends z.ZodType> = Record<never, never> extends z.input<Schema> ? { readonly [N in Name]?: z.input<Schema> } : { readonly [N in Name]: z.input<Schema> };
export type RequestTo<N extends RouteName> = Given<'params', Table[N]['params']> & Given<'query', Table[N]['query']> & Given<'body', Table[N]['body']>;
export type AnswerOf<N extends RouteName> = z.output<Table[N]['answer']>;

/**
 * Why there is no answer. *offline*: the server was not reached; *refused*: the viewer may not; *not-found*: no such thing;
 * *rejected*: the request cannot be met as it is, and the message says what to change; *failed*: a fault on our side.
 */
export type Failure = ApiError & { readonly kind: 'offline' | 'refused' | 'not-found' | 'rejected' | 'failed' };
export type Result<Answer> = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly failure: Failure };

export type ApiClient = ReturnType<typeof createApiClient>;

/**
 * The API as functions of its route table. `token` gives the bearer token of whoever is signed in; it is asked again once when the
 * server no longer takes the one it gave. Only reads are repeated after a failure, once.
 */
export function createApiClient(given: { readonly token: (how: { readonly renew: boolean }) => Promise<string> }) {
  async function send(method: string, path: string, body: unknown, renew = false): Promise<Response> {
    const token = await given.token({ renew });
    const response = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status === 401 && !renew ? send(method, path, body, true) : response;
  }

  async function sendPatiently(method: string, path: string, body: unknown): Promise<Response> {
    if (method !== 'GET') return send(method, path, body);
    const first = await send(method, path, body).catch(() => undefined);
    return first !== undefined && first.status < 500 ? first : send(method, path, body);
  }

  return {
    /** Calls a route and answers with what it says, parsed; never rejects. */
    async call<N extends RouteName>(name: N, request: RequestTo<N>): Promise<Result<AnswerOf<N>>> {
      const { method, path, answer } = ROUTES[name];
      const { params = {}, query = {}, body } = request as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
      const response = await sendPatiently(method, addressOf(path, params, query), method === 'POST' ? body ?? {} : undefined).catch(() => undefined);
      if (response === undefined) return { ok: false, failure: OFFLINE };
      const said: unknown = await response.json().catch(() => undefined);
      if (!response.ok) return { ok: false, failure: failureOf(response.status, said) };
      const parsed = answer.safeParse(said);
      return parsed.success ? { ok: true, answer: parsed.data as AnswerOf<N> } : { ok: false, failure: NOT_UNDERSTOOD };
    },

    /** A file of the API, for example a return as Word. */
    async download(path: string): Promise<Result<Blob>> {
      const response = await sendPatiently('GET', path, undefined).catch(() => undefined);
      if (response === undefined) return { ok: false, failure: OFFLINE };
      if (!response.ok) return { ok: false, failure: failureOf(response.status, await response.json().catch(() => undefined)) };
      return { ok: true, answer: await response.blob() };
    },

    token: given.token,
  };
}

const OFFLINE: Failure = { kind: 'offline', reason: 'offline', message: 'You are offline, or the server cannot be reached.' };
const NOT_UNDERSTOOD: Failure = { kind: 'failed', reason: 'not-understood', message: 'The server gave an answer that this page does not understand. Load the page again to get its newest version.' };

function addressOf(path: string, params: Record<string, string>, query: Record<string, unknown>): string {
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? filled : `${filled}?${new URLSearchParams(given)}`;
}

function failureOf(status: number, said: unknown): Failure {
  const error = readError(said);
  if (status === 401 || status === 403) return { kind: 'refused', ...(error ?? { reason: 'not-permitted', message: 'Your role does not include this.' }) };
  if (status === 404) return { kind: 'not-found', ...(error ?? { reason: 'not-found', message: 'There is nothing at this address.' }) };
  if (status < 500) return { kind: 'rejected', ...(error ?? { reason: 'rejected', message: 'The server could not accept this.' }) };
  return { kind: 'failed', reason: error?.reason ?? 'failed', message: error?.message ?? 'Something went wrong on the server.' };
}

function readError(said: unknown): ApiError | undefined {
  if (typeof said !== 'object' || said === null || !('reason' in said) || !('message' in said)) return undefined;
  const { reason, message } = said;
  if (typeof reason !== 'string' || typeof message !== 'string') return undefined;
  return { reason, message, ...('details' in said ? { details: said.details } : {}) };
}
