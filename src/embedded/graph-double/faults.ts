import { refusal, type GraphCall, type Reply } from './exchange.ts';

export type Fault =
  /** Answers this; with `afterWrite` only once the request has been carried out. */
  | { readonly kind: 'answer'; readonly reply: Reply; readonly afterWrite?: boolean }
  /** Cuts the connection instead of answering. */
  | { readonly kind: 'reset'; readonly afterWrite?: boolean }
  /** Carries the request out and breaks off in the middle of the answer. */
  | { readonly kind: 'broken-body' };

/** Each from 0 to 1: what share of the requests meets it. */
export type FaultRates = {
  readonly throttled?: number;
  readonly unavailable?: number;
  /** 504, after the request has been carried out. */
  readonly lostAfterWrite?: number;
  readonly reset?: number;
  /** 429 for a single request inside a batch. */
  readonly throttledInside?: number;
};

type Where = 'outside' | 'inside';
type Planned = { readonly fault: Fault; readonly where: Where; readonly when: (call: GraphCall) => boolean };

export const throttledReply = (retryAfter = '1'): Reply => refusal(429, 'activityLimitReached', 'The app or user has been throttled.', { 'Retry-After': retryAfter });
export const unavailableReply = (retryAfter?: string): Reply => refusal(503, 'serviceNotAvailable', 'The service is not available. Try the request again after a delay.', retryAfter === undefined ? {} : { 'Retry-After': retryAfter });
export const timeoutReply = (): Reply => refusal(504, 'UnknownError', 'The gateway timed out.');

/** What goes wrong, and when: either planned for the next fitting request, or by chance of a given seed. */
export class Faults {
  rates: FaultRates = {};
  /** Milliseconds before each answer. */
  latency = 0;
  /** Seconds after which those who are throttled by chance are asked to come back. */
  retryAfter = '1';
  readonly #random: () => number;
  readonly #planned: Planned[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  /** The next request that fits meets this fault; several planned ones are met one after another. */
  next(fault: Fault, when: (call: GraphCall) => boolean = () => true, where: Where = 'outside'): void {
    this.#planned.push({ fault, where, when });
  }

  take(call: GraphCall, where: Where): Fault | undefined {
    const index = this.#planned.findIndex((each) => each.where === where && each.when(call));
    if (index >= 0) return this.#planned.splice(index, 1)[0]?.fault;
    const { throttled = 0, unavailable = 0, lostAfterWrite = 0, reset = 0, throttledInside = 0 } = this.rates;
    let drawn = this.#random();
    const hit = (rate: number) => (drawn -= rate) < 0;
    if (where === 'inside') return hit(throttledInside) ? { kind: 'answer', reply: throttledReply(this.retryAfter) } : undefined;
    if (hit(throttled)) return { kind: 'answer', reply: throttledReply(this.retryAfter) };
    if (hit(unavailable)) return { kind: 'answer', reply: unavailableReply() };
    if (hit(lostAfterWrite)) return { kind: 'answer', reply: timeoutReply(), afterWrite: true };
    if (hit(reset)) return { kind: 'reset', afterWrite: this.#random() < 0.5 };
    return undefined;
  }
}
