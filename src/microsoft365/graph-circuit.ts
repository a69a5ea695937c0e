import type { Instant } from '../assurance/time/instant.ts';
import { after, type GraphTiming } from './graph-timing.ts';

export type CircuitState =
  | { readonly state: 'closed' }
  /** Nothing is sent until `until`. `since` is when Graph began to fail. */
  | { readonly state: 'open'; readonly since: Instant; readonly until: Instant }
  /** One request is sent to see whether Graph is back. */
  | { readonly state: 'half-open'; readonly since: Instant };

export type Circuit = {
  readonly state: () => CircuitState;
  /** Asks to send one request: `undefined` means go ahead, a number is how many milliseconds nothing is sent. */
  readonly refusal: () => number | undefined;
  readonly succeeded: () => void;
  readonly failed: () => void;
};

const FAILURES_THAT_OPEN = 5;
const FIRST_REST = 15_000;
const LONGEST_REST = 300_000;
/** A probe that never comes back must not keep the circuit half-open for good. */
const PROBE_MAY_TAKE = 120_000;

/** Stops sending after five failures in a row; then lets one request through after 15 s, 30 s, … up to 5 minutes. */
export function createCircuit(timing: Pick<GraphTiming, 'monotonic' | 'now'>): Circuit {
  let failures = 0;
  let failingSince: Instant | undefined;
  let rest = FIRST_REST;
  let closedUntil: number | undefined;
  let probeSentAt: number | undefined;

  const open = () => {
    closedUntil = timing.monotonic() + rest;
    rest = Math.min(rest * 2, LONGEST_REST);
    probeSentAt = undefined;
  };
  return {
    state() {
      if (closedUntil === undefined) return { state: 'closed' };
      const since = failingSince ?? timing.now();
      const left = closedUntil - timing.monotonic();
      return left > 0 ? { state: 'open', since, until: after(timing.now(), left) } : { state: 'half-open', since };
    },
    refusal() {
      if (closedUntil === undefined) return undefined;
      const now = timing.monotonic();
      if (now < closedUntil) return closedUntil - now;
      if (probeSentAt !== undefined && now < probeSentAt + PROBE_MAY_TAKE) return FIRST_REST;
      probeSentAt = now;
      return undefined;
    },
    succeeded() {
      failures = 0;
      failingSince = undefined;
      rest = FIRST_REST;
      closedUntil = undefined;
      probeSentAt = undefined;
    },
    failed() {
      failures += 1;
      failingSince ??= timing.now();
      if (closedUntil !== undefined ? timing.monotonic() >= closedUntil : failures >= FAILURES_THAT_OPEN) open();
    },
  };
}
