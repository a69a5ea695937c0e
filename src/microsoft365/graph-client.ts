import { z } from 'zod';
import type { Instant } from '../assurance/time/instant.ts';
import { faultOf, isSuccess, nameOf, parsed, type GraphAnswer } from './graph-answer.ts';
import type { BatchAnswer, BatchRequest } from './graph-batch.ts';
import { sendBatch } from './graph-batch-sending.ts';
import { createCircuit, type CircuitState } from './graph-circuit.ts';
import { GraphError, graphError } from './graph-errors.ts';
import { PATIENCE, resetOf, withRetries, type Patience } from './graph-retry.ts';
import { checkedUrl, type GraphSettings } from './graph-settings.ts';
import type { GraphTiming } from './graph-timing.ts';
import { createTokenSource } from './graph-token.ts';
import { createTransport, NetworkFault, type GraphMethod, type Outgoing } from './graph-transport.ts';
import { uploadInRanges, type UploadOptions } from './graph-upload.ts';
import { createPacer, resourceUnits, type Priority, type UnitsUsed } from './resource-units.ts';

export type { BatchAnswer, BatchRequest } from './graph-batch.ts';
export type { CircuitState } from './graph-circuit.ts';
export type { Priority, UnitsUsed } from './resource-units.ts';
export type { UploadOptions } from './graph-upload.ts';

export type CallOptions = Partial<Patience> & {
  readonly priority?: Priority;
  readonly headers?: Readonly<Record<string, string>>;
};

export type WriteOptions = CallOptions & {
  /** The eTag that the item must still have: else the answer is the fault `precondition` and nothing is changed. */
  readonly ifMatch?: string;
  /** Doing it twice is the same as doing it once, whatever happened in between: so an uncertain try may be repeated. */
  readonly repeatable?: boolean;
};

export type GraphPage<T> = {
  readonly items: readonly T[];
  readonly nextLink?: string;
  /** On the last page of a delta: where to ask for what changes from now on. */
  readonly deltaLink?: string;
};

/**
 * All of the product's traffic with Microsoft Graph. Paths are relative to the base URL (`/sites/…`), or one of Graph's own absolute links,
 * which is followed as it stands. Every answer is parsed by the schema that is handed in. All that can go wrong is a `GraphError`.
 *
 * Reads and deletions are repeated when Graph is throttled, failing or breaks off. Writes are repeated only when they were certainly not
 * carried out: after a 401, 423 or 429, or when no connection was made. A 503 counts as uncertain even with `Retry-After`, which Microsoft documents
 * for throttling but no simulator of it can promise; reading back costs one resource unit, and a doubled row costs trust.
 */
export type GraphClient = {
  get<T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T>;
  /** The next page is on its way while one is being worked on. @param schema of one item */
  pages<T>(path: string, schema: z.ZodType<T>, options?: CallOptions): AsyncGenerator<GraphPage<T>, void, undefined>;
  post<T>(path: string, body: unknown, schema: z.ZodType<T>, options?: WriteOptions): Promise<T>;
  patch<T>(path: string, body: unknown, schema: z.ZodType<T>, options?: WriteOptions): Promise<T>;
  /** Done also when it turns out to be gone after a try whose answer was lost. */
  delete(path: string, options?: WriteOptions): Promise<void>;
  /**
   * Any number of requests, sent twenty at a time in their order, and answered in the order of the requests. Those that Graph throttles, and
   * what waits for them, are sent again without those that succeeded. Faults are answered, never thrown.
   */
  batch(requests: readonly BatchRequest[], options?: CallOptions): Promise<readonly BatchAnswer[]>;
  getBytes(path: string, options?: CallOptions): Promise<Uint8Array>;
  /** Replaces what is there; up to 4 MB. */
  putBytes<T>(path: string, bytes: Uint8Array, schema: z.ZodType<T>, options?: WriteOptions & { readonly contentType?: string }): Promise<T>;
  /** For larger ones. @param path ends with `:/createUploadSession` or `/createUploadSession` */
  upload<T>(path: string, bytes: Uint8Array, schema: z.ZodType<T>, options?: CallOptions & UploadOptions): Promise<T>;
  /** Whether Graph is being asked at all, since when it has not been, and until when. */
  state(): CircuitState;
  used(): UnitsUsed;
  /** By how many milliseconds this machine's clock is ahead of Graph's, to the second; `undefined` before the first answer. */
  clockAhead(): number | undefined;
  readonly baseUrl: string;
};

/** A value for a `$filter`: quoted, with its quotes doubled and all else encoded. */
export function filterText(value: string): string {
  return `'${encodeURIComponent(value.replaceAll("'", "''"))}'`;
}

const Page = z.object({ 'value': z.array(z.unknown()), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });

type Call = {
  readonly method: GraphMethod;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Nothing changes by it, whatever its method: a batch of reads. */
  readonly reads?: boolean;
  readonly repeatable?: boolean;
  /** The answer is a file, whatever type it says it has. */
  readonly file?: boolean;
};
type Answered = GraphAnswer & { readonly bytes: Uint8Array; readonly request: string };
export type Send = (call: Call, options: CallOptions) => Promise<Answered>;

/** @throws {GraphSettingsRefused} for settings that would send a token where it does not belong */
export function createGraphClient(settings: GraphSettings, timing: GraphTiming): GraphClient {
  const transport = createTransport(settings, createTokenSource(settings, timing));
  const circuit = createCircuit(timing);
  const pacer = createPacer(settings.unitsPerMinute, timing);
  let ahead: number | undefined;

  /** @throws {GraphError} for a link that leads away from Graph */
  const placeOf = (method: string, path: string): { url: string; relative: string; request: string } => {
    const relative = path.startsWith(`${transport.baseUrl}/`) ? path.slice(transport.baseUrl.length) : path;
    const request = nameOf(method, relative);
    if (relative.startsWith('/')) return { url: path === relative ? transport.baseUrl + path : path, relative, request };
    if (URL.canParse(path) && transport.trusts(path)) return { url: path, relative: new URL(path).pathname.replace(/^\/v1\.0/, '') + new URL(path).search, request };
    throw graphError({ kind: 'invalid', request, status: 0, codes: [], said: 'The link leads away from Microsoft Graph and was not followed.' });
  };

  const send: Send = async (call, options) => {
    const { url, relative, request } = placeOf(call.method, call.path);
    const write = call.method !== 'GET' && call.reads !== true;
    const repeatable = !write || call.method === 'DELETE' || call.repeatable === true;
    const units = resourceUnits(call.method, relative);
    const paced = units > 0 || relative === '/$batch';
    const attempt = async (deadline: number) => {
      const rest = circuit.refusal();
      if (rest !== undefined) {
        throw graphError({ kind: 'unavailable', request, status: 0, codes: [], said: 'Microsoft Graph has been failing; nothing is sent for a while.', retryAfter: rest });
      }
      if (paced) await pacer.admit(request, units, options.priority ?? 'normal', deadline);
      try {
        const answer = await transport.send({ method: call.method, url, ...(call.headers ? { headers: call.headers } : {}), ...(call.body === undefined ? {} : { body: call.body }) });
        const reset = resetOf(answer.headers, timing.now());
        if (reset !== undefined && paced) pacer.hold(reset);
        ahead = clockAhead(answer.headers.get('date'), timing.now()) ?? ahead;
        return { ...answer, body: call.file === true && isSuccess(answer.status) ? undefined : jsonOf(answer), request };
      } catch (error) {
        if (error instanceof NetworkFault) {
          throw graphError({ kind: write && error.sent ? 'uncertain' : 'unavailable', request, status: 0, codes: [], said: error.message });
        }
        throw error;
      }
    };
    const judged = async (before: number, deadline: number) => {
      try {
        const answer = await attempt(deadline);
        if (isSuccess(answer.status) && answer.body !== BROKEN) return note(answer);
        if (answer.body === BROKEN) throw graphError({ kind: write ? 'uncertain' : 'unavailable', request, status: answer.status, codes: [], said: 'The answer broke off.' });
        if (before > 0 && call.method === 'DELETE' && answer.status === 404) return note(answer);
        throw faultOf(request, write, answer, timing.now());
      } catch (error) {
        if (error instanceof GraphError) noteFault(error);
        throw error;
      }
    };
    const note = <T>(answer: T): T => {
      circuit.succeeded();
      return answer;
    };
    const noteFault = ({ kind, fault }: GraphError) => {
      if (kind === 'throttled' && fault.status === 429 && fault.retryAfter !== undefined && paced) pacer.hold(fault.retryAfter);
      if (kind === 'uncertain' || (kind === 'unavailable' && fault.retryAfter === undefined) || fault.status >= 500) circuit.failed();
      else if (fault.status > 0) circuit.succeeded();
    };
    const mayRepeat = ({ kind, fault }: GraphError) =>
      kind === 'throttled' ? fault.status > 0
        : kind === 'unavailable' ? circuit.state().state === 'closed'
          : kind === 'uncertain' && repeatable && circuit.state().state === 'closed';
    const patience = { tries: options.tries ?? PATIENCE.tries, deadline: options.deadline ?? PATIENCE.deadline };
    return await withRetries(judged, mayRepeat, timing, patience);
  };

  const sendOpenly = async (request: Outgoing, what: string): Promise<GraphAnswer> => {
    checkedUrl('The upload address', request.url, settings.loopbackHttp);
    try {
      const answer = await transport.send({ ...request, anonymous: true });
      return { ...answer, body: jsonOf(answer) };
    } catch (error) {
      if (!(error instanceof NetworkFault)) throw error;
      throw graphError({ kind: 'uncertain', request: what, status: 0, codes: [], said: error.message });
    }
  };
  const read = (path: string, options: CallOptions = {}) => send({ method: 'GET', path, ...headersOf(options) }, options);
  const write = async <T>(method: GraphMethod, path: string, body: unknown, schema: z.ZodType<T>, options: WriteOptions = {}, headers: Record<string, string> = {}) => {
    const repeatable = options.repeatable === true ? { repeatable: true } : {};
    const answer = await send({ method, path, body, ...headersOf(options, headers), ...repeatable }, options);
    return parsed(schema, answer.request, true, answer);
  };
  return {
    baseUrl: transport.baseUrl,
    async get(path, schema, options) {
      const answer = await read(path, options);
      return parsed(schema, answer.request, false, answer);
    },
    async *pages(path, schema, options) {
      for (let coming: Promise<Answered> | undefined = read(path, options); coming !== undefined;) {
        const answer: Answered = await coming;
        const { value, '@odata.nextLink': nextLink, '@odata.deltaLink': deltaLink } = parsed(Page, answer.request, false, answer);
        coming = nextLink === undefined ? undefined : read(nextLink, options);
        // It fails when it is awaited; a caller who stops before that does not want to hear of it.
        coming?.catch(() => undefined);
        const items = value.map((item) => parsed(schema, answer.request, false, { status: answer.status, body: item }));
        yield { items, ...(nextLink === undefined ? {} : { nextLink }), ...(deltaLink === undefined ? {} : { deltaLink }) };
      }
    },
    post: (path, body, schema, options) => write('POST', path, body, schema, options),
    patch: (path, body, schema, options) => write('PATCH', path, body, schema, options),
    async delete(path, options = {}) {
      await send({ method: 'DELETE', path, ...headersOf(options) }, options);
    },
    batch: (requests, options = {}) => sendBatch(requests, options, { send, timing, relativePath: (method, path) => placeOf(method, path).relative, admit: pacer.admit, hold: pacer.hold }),
    async getBytes(path, options) {
      return (await send({ method: 'GET', path, file: true, ...headersOf(options ?? {}) }, options ?? {})).bytes;
    },
    putBytes: (path, bytes, schema, { contentType = 'application/octet-stream', ...options } = {}) =>
      write('PUT', path, bytes, schema, { repeatable: options.ifMatch === undefined, ...options }, { 'Content-Type': contentType }),
    upload: (path, bytes, schema, options = {}) => uploadInRanges(path, bytes, schema, options, { send, sendOpenly, timing }),
    state: circuit.state,
    used: pacer.used,
    clockAhead: () => ahead,
  };
}

function clockAhead(date: string | null, now: Instant): number | undefined {
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) ? undefined : Date.parse(now) - theirs;
}

const BROKEN = Symbol('an answer that says it is JSON and is not');

function jsonOf({ headers, bytes }: { readonly headers: Headers; readonly bytes: Uint8Array }): unknown {
  if (bytes.length === 0 || !/json/i.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return BROKEN;
  }
}

function headersOf({ headers, ifMatch }: WriteOptions, more: Record<string, string> = {}): { headers: Record<string, string> } {
  return { headers: { ...more, ...headers, ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }) } };
}
