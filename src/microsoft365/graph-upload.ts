import { z } from 'zod';
import { faultOf, isSuccess, parsed, type GraphAnswer } from './graph-answer.ts';
import type { CallOptions, Send } from './graph-client.ts';
import { graphError } from './graph-errors.ts';
import { PATIENCE, withRetries } from './graph-retry.ts';
import type { GraphTiming } from './graph-timing.ts';
import type { Outgoing } from './graph-transport.ts';

export type UploadOptions = {
  /** What happens when a file of this name is there. */
  readonly conflict?: 'fail' | 'replace' | 'rename';
};

type Tools = {
  readonly send: Send;
  /** Sends without the token: the upload address is its own key, and refuses a request that carries another. */
  readonly sendOpenly: (request: Outgoing, what: string) => Promise<GraphAnswer>;
  readonly timing: GraphTiming;
};

/** Microsoft takes ranges that are multiples of 320 KiB and less than 60 MiB. */
const RANGE = 16 * 327_680;
const Session = z.object({ uploadUrl: z.url() });
const Progress = z.object({ nextExpectedRanges: z.array(z.string()).min(1) });

/** See `GraphClient.upload`. A range whose answer is lost is never sent blindly again: the session is asked what it still expects. */
export async function uploadInRanges<T>(
  path: string, bytes: Uint8Array, schema: z.ZodType<T>, { conflict = 'replace', ...options }: CallOptions & UploadOptions, { send, sendOpenly, timing }: Tools,
): Promise<T> {
  const session = await send({ method: 'POST', path, repeatable: true, body: { item: { '@microsoft.graph.conflictBehavior': conflict } } }, options);
  const { uploadUrl } = parsed(Session, session.request, true, session);
  const what = `PUT a range of ${session.request.slice('POST '.length)}`;
  const patience = { tries: options.tries ?? PATIENCE.tries, deadline: options.deadline ?? PATIENCE.deadline };

  const askedAgain = async (): Promise<number> => {
    const answer = await sendOpenly({ method: 'GET', url: uploadUrl }, what);
    if (answer.status === 404) throw graphError({ kind: 'not-attempted', request: what, status: 404, codes: [], said: 'The upload session has ended.' });
    if (!isSuccess(answer.status)) throw faultOf(what, true, answer, timing.now());
    return startOf(parsed(Progress, what, false, answer));
  };
  const putFrom = async (expected: number, before: number): Promise<{ readonly done: T } | { readonly next: number }> => {
    const start = before === 0 ? expected : await askedAgain();
    const end = Math.min(start + RANGE, bytes.length);
    const headers = { 'Content-Range': `bytes ${start}-${end - 1}/${bytes.length}`, 'Content-Type': 'application/octet-stream' };
    const answer = await sendOpenly({ method: 'PUT', url: uploadUrl, headers, body: bytes.subarray(start, end) }, what);
    if (answer.status === 202) return { next: startOf(parsed(Progress, what, true, answer)) };
    if (isSuccess(answer.status)) return { done: parsed(schema, what, true, answer) };
    throw faultOf(what, true, answer, timing.now());
  };
  for (let expected = 0; ;) {
    let lost = false;
    try {
      const step = await withRetries((before) => putFrom(expected, before), ({ kind, fault }) => {
        lost ||= kind === 'uncertain';
        return kind === 'throttled' || kind === 'unavailable' || kind === 'uncertain' || fault.status === 416;
      }, timing, patience);
      if ('done' in step) return step.done;
      expected = step.next;
    } catch (error) {
      // The session ends when the last range arrives: without its answer nobody knows whether the file is there.
      if (lost) throw graphError({ kind: 'uncertain', request: what, status: 0, codes: [], said: 'The answer to a range was lost.' });
      throw error;
    }
  }
}

function startOf({ nextExpectedRanges }: z.infer<typeof Progress>): number {
  return Number.parseInt(nextExpectedRanges[0] ?? '0', 10);
}
