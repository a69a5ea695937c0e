import type { GraphError } from './graph-errors.ts';
import type { GraphMethod } from './graph-transport.ts';

export type BatchRequest = {
  /** The caller's own, unique within the call. */
  readonly id: string;
  readonly method: GraphMethod;
  /** Relative to Graph's base URL, or one of Graph's own absolute links. */
  readonly path: string;
  readonly body?: unknown;
  /** The eTag that the item must still have. */
  readonly ifMatch?: string;
  /** Sent only after these have succeeded. They come earlier in the list. */
  readonly dependsOn?: readonly string[];
};

export type BatchAnswer =
  | { readonly id: string; readonly ok: true; readonly status: number; readonly body: unknown }
  /** `not-attempted` and `throttled` were certainly not carried out; `uncertain` must be read back. */
  | { readonly id: string; readonly ok: false; readonly fault: GraphError };

const MOST_IN_ONE_BATCH = 20;

/**
 * The next requests that go into one envelope, from the front of those still to be sent. Graph takes up to twenty that are all independent, or
 * a chain in which each waits for the one before: where the pattern changes, an envelope ends. What has already succeeded is no longer waited for.
 */
export function nextEnvelope(waiting: readonly BatchRequest[], succeeded: ReadonlySet<string>): readonly BatchRequest[] {
  const envelope: BatchRequest[] = [];
  let chain: boolean | undefined;
  for (const request of waiting.slice(0, MOST_IN_ONE_BATCH)) {
    const dependsOn = (request.dependsOn ?? []).filter((id) => !succeeded.has(id));
    const previous = envelope.at(-1);
    if (previous) {
      const follows = dependsOn.length === 1 && dependsOn[0] === previous.id;
      if (!follows && dependsOn.length > 0) break;
      chain ??= follows;
      if (follows !== chain) break;
    }
    const { dependsOn: _, ...rest } = request;
    envelope.push(dependsOn.length > 0 && previous ? { ...rest, dependsOn } : rest);
  }
  return envelope;
}

/** Those that can no longer be sent, because something they wait for has failed for good. */
export function orphansOf(waiting: readonly BatchRequest[], failed: ReadonlySet<string>): readonly BatchRequest[] {
  const lost = new Set(failed);
  return waiting.filter(({ id, dependsOn = [] }) => {
    const orphan = dependsOn.some((each) => lost.has(each));
    if (orphan) lost.add(id);
    return orphan;
  });
}

/** @throws when an id comes twice, or something waits for what does not come before it: a mistake of the caller */
export function assertOrdered(requests: readonly BatchRequest[]): void {
  const seen = new Set<string>();
  for (const { id, dependsOn = [] } of requests) {
    if (seen.has(id)) throw new Error(`The id ${id} comes twice in a batch`);
    for (const each of dependsOn) if (!seen.has(each)) throw new Error(`${id} waits for ${each}, which does not come before it`);
    seen.add(id);
  }
}
