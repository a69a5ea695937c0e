/** One line of the table. */
export type Measure = {
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'MB' | 'kB' | 'rows' | 'requests' | 'units';
  /** The bar: more than this is reported as missed. */
  readonly atMost?: number;
  /** The same work done bare, measured beside it in the same run: the table shows how many times as much this took. */
  readonly baseline?: { readonly what: string; readonly value: number; readonly atMostTimes?: number };
};

/** What every `*.bench.ts` exports under the name `bench`. */
export type Bench = { readonly name: string; readonly run: () => Promise<readonly Measure[]> };

/** How long the work takes, in milliseconds, in the middle and at the worst one of a hundred; the first runs only warm up. */
export async function timesOf(work: (run: number) => unknown, runs = 200, warmUp = 10): Promise<{ readonly p50: number; readonly p99: number }> {
  const times: number[] = [];
  for (let run = 0; run < runs + warmUp; run += 1) {
    const started = performance.now();
    await work(run);
    if (run >= warmUp) times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
