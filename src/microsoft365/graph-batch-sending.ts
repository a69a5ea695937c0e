import { z } from 'zod';
import { faultOf, isSuccess, nameOf } from './graph-answer.ts';
import { assertOrdered, nextEnvelope, orphansOf, type BatchAnswer, type BatchRequest } from './graph-batch.ts';
import type { CallOptions, Send } from './graph-client.ts';
import { GraphError, graphError } from './graph-errors.ts';
import { delayBeforeNext, PATIENCE } from './graph-retry.ts';
import type { GraphTiming } from './graph-timing.ts';
import { resourceUnits, type Pacer } from './resource-units.ts';

type Tools = {
  readonly send: Send;
  readonly timing: GraphTiming;
  /** @throws {GraphError} for a link that leads away from Graph */
  readonly relativePath: (method: string, path: string) => string;
  readonly admit: Pacer['admit'];
  readonly hold: Pacer['hold'];
};

const Inner = z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.coerce.string()).nullish(), body: z.unknown().optional() });
const Envelope = z.object({ responses: z.array(Inner) });

const MOST_ROUNDS_WITHOUT_PROGRESS = 20;

/** See `GraphClient.batch`. */
export async function sendBatch(requests: readonly BatchRequest[], options: CallOptions, tools: Tools): Promise<readonly BatchAnswer[]> {
  assertOrdered(requests);
  const { timing } = tools;
  const deadline = timing.monotonic() + (options.deadline ?? PATIENCE.deadline);
  const answers = new Map<string, BatchAnswer>();
  const succeeded = new Set<string>();
  const failed = new Set<string>();
  const settle = (answer: BatchAnswer) => {
    answers.set(answer.id, answer);
    (answer.ok ? succeeded : failed).add(answer.id);
  };
  let waiting = requests;
  let failures = 0;
  while (waiting.length > 0) {
    for (const orphan of orphansOf(waiting, failed)) settle({ id: orphan.id, ok: false, fault: notAttempted(orphan) });
    waiting = waiting.filter(({ id }) => !answers.has(id));
    const envelope = nextEnvelope(waiting, succeeded);
    if (envelope.length === 0) break;
    const received = await answersTo(envelope, { ...options, deadline: deadline - timing.monotonic() }, tools);
    const again = received.filter((answer) => isWorthAnother(answer, envelope, received));
    const wait = again.length === 0 ? 0 : delayBeforeNext(failures += 1, longestWait(again), timing.random);
    const late = timing.monotonic() + wait > deadline || failures > MOST_ROUNDS_WITHOUT_PROGRESS;
    const repeated = new Set(late ? [] : again.map(({ id }) => id));
    for (const answer of received) if (!repeated.has(answer.id)) settle(answer);
    if (repeated.size < received.length) failures = 0;
    if (repeated.size > 0) await timing.sleep(wait);
    waiting = waiting.filter(({ id }) => !answers.has(id));
  }
  return requests.map(({ id }) => answers.get(id) as BatchAnswer);
}

/** One envelope, there and back. What the envelope as a whole met is told of each request in it. */
async function answersTo(envelope: readonly BatchRequest[], options: CallOptions, tools: Tools): Promise<readonly BatchAnswer[]> {
  const reads = envelope.every(({ method }) => method === 'GET');
  try {
    const paths = envelope.map(({ method, path }) => tools.relativePath(method, path));
    const units = envelope.reduce((sum, { method }, index) => sum + resourceUnits(method, paths[index] ?? ''), 0);
    await tools.admit('POST /$batch', units, options.priority ?? 'normal', tools.timing.monotonic() + (options.deadline ?? PATIENCE.deadline));
    const answer = await tools.send({ method: 'POST', path: '/$batch', reads, body: { requests: envelope.map((request, index) => wireForm(request, paths[index] ?? '')) } }, options);
    const received = Envelope.safeParse(answer.body).data?.responses ?? [];
    const byId = new Map(received.map((each) => [each.id, each]));
    return envelope.map((request) => innerAnswer(request, byId.get(request.id), tools));
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return envelope.map((request) => ({ id: request.id, ok: false, fault: retold(error, request) }));
  }
}

function wireForm({ id, method, body, ifMatch, dependsOn }: BatchRequest, url: string): object {
  const headers = { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }) };
  return { id, method, url, ...(Object.keys(headers).length > 0 ? { headers } : {}), ...(body === undefined ? {} : { body }), ...(dependsOn ? { dependsOn } : {}) };
}

function innerAnswer(request: BatchRequest, inner: z.infer<typeof Inner> | undefined, { timing, hold }: Tools): BatchAnswer {
  const { id } = request;
  const what = nameOf(request.method, request.path);
  if (!inner) return { id, ok: false, fault: graphError({ kind: request.method === 'GET' ? 'unavailable' : 'uncertain', request: what, status: 0, codes: [], said: 'The batch came back without an answer to it.' }) };
  if (isSuccess(inner.status)) return { id, ok: true, status: inner.status, body: inner.body };
  const headers = new Headers(inner.headers ?? {});
  const fault = faultOf(what, request.method !== 'GET', { status: inner.status, headers, body: inner.body }, timing.now());
  if (fault.kind === 'throttled' && fault.fault.status === 429 && fault.fault.retryAfter !== undefined) hold(fault.fault.retryAfter);
  return { id, ok: false, fault };
}

/** Throttled, a read that met a failing server, or left out because of one of these. */
function isWorthAnother(answer: BatchAnswer, envelope: readonly BatchRequest[], received: readonly BatchAnswer[]): boolean {
  if (answer.ok || answer.fault.fault.status === 0) return false;
  const { kind } = answer.fault;
  if (kind === 'throttled' || kind === 'unavailable') return true;
  if (kind !== 'not-attempted') return false;
  const dependsOn = envelope.find(({ id }) => id === answer.id)?.dependsOn ?? [];
  return received.some((each) => dependsOn.includes(each.id) && isWorthAnother(each, envelope, received));
}

function longestWait(answers: readonly BatchAnswer[]): number | undefined {
  const asked = answers.flatMap((answer) => answer.ok || answer.fault.fault.retryAfter === undefined ? [] : [answer.fault.fault.retryAfter]);
  return asked.length === 0 ? undefined : Math.max(...asked);
}

function retold({ fault }: GraphError, request: BatchRequest): GraphError {
  const kind = fault.kind === 'uncertain' && request.method === 'GET' ? 'unavailable' : fault.kind;
  return graphError({ ...fault, kind, request: `${nameOf(request.method, request.path)} in a batch`, status: 0 });
}

function notAttempted(request: BatchRequest): GraphError {
  return graphError({ kind: 'not-attempted', request: nameOf(request.method, request.path), status: 424, codes: [], said: 'What it waits for failed.' });
}
