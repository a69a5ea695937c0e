import { refusal, type GraphCall, type Reply } from './exchange.ts';

const WINDOW = 60_000;

/** What Microsoft's page on throttling says a request costs. */
export function unitsFor({ method, path, query }: Pick<GraphCall, 'method' | 'path' | 'query'>): number {
  if (!path.startsWith('/sites/') && !path.startsWith('/drives/')) return 0;
  if (path.includes('/permissions') || (query.get('$expand') ?? '').includes('permissions')) return 5;
  if (method !== 'GET') return 2;
  if (/\/delta(?:\(.*\))?$/.test(path)) return query.has('token') || /token=/.test(path) ? 1 : 2;
  return /\/(?:items|lists|columns)$/.test(path) ? 2 : 1;
}

/** Counts resource units by the minute and refuses beyond the limit. What is refused counts as well. */
export class Throttle {
  /** `undefined`: no limit. */
  perMinute: number | undefined;
  total = 0;
  readonly #now: () => Date;
  #spent: { readonly at: number; readonly units: number }[] = [];

  constructor(perMinute: number | undefined, now: () => Date) {
    this.perMinute = perMinute;
    this.#now = now;
  }

  /** @returns what to answer instead, if the limit is reached, and the headers that tell how close it is */
  charge(units: number): { readonly refused?: Reply; readonly headers: Readonly<Record<string, string>> } {
    const now = this.#now().getTime();
    this.total += units;
    if (this.perMinute === undefined || units === 0) return { headers: {} };
    this.#spent = this.#spent.filter(({ at }) => at > now - WINDOW);
    const before = this.#spent.reduce((sum, each) => sum + each.units, 0);
    this.#spent.push({ at: now, units });
    const reset = Math.max(1, Math.ceil(((this.#spent[0]?.at ?? now) + WINDOW - now) / 1000));
    const remaining = Math.max(0, this.perMinute - before - units);
    const headers = before + units < this.perMinute * 0.8 ? {} : { 'RateLimit-Limit': String(this.perMinute), 'RateLimit-Remaining': String(remaining), 'RateLimit-Reset': String(reset) };
    if (before + units <= this.perMinute) return { headers };
    return { headers, refused: refusal(429, 'activityLimitReached', 'The request has been throttled.', { ...headers, 'Retry-After': String(reset) }) };
  }
}
