import { startGraphDouble as start, type GraphDouble, type GraphDoubleOptions } from '../../src/embedded/graph-double/graph-double.ts';
import { seededRandom } from './seeded-random.ts';

export type { GraphDouble } from '../../src/embedded/graph-double/graph-double.ts';

export type TestDoubleOptions = Partial<GraphDoubleOptions> & {
  /** Seed of everything that happens by chance. */
  readonly seed?: number;
};

/** The strict Graph on a free port of this machine, by the real clock unless told otherwise; what it does by chance is the same in every run. */
export async function startGraphDouble({ seed = 1, ...options }: TestDoubleOptions = {}): Promise<GraphDouble> {
  return await start({ now: () => new Date(), random: seededRandom(seed), ...options });
}
