import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { largeRegister } from './large-register.ts';
import type { Bench, Measure } from './measure.ts';

const Told = z.object({ opened: z.number(), ready: z.number(), rows: z.number(), residentMegabytes: z.number(), peakMegabytes: z.number() });
const RUNS = 6;

/** Each run is a fresh process. The fastest is told: the file is then warm, and whatever else the machine does can only slow a run down. */
export const bench: Bench = {
  name: 'Start on ten years of 40 agencies and 60 figures',
  run: async (): Promise<readonly Measure[]> => {
    const file = await largeRegister();
    const register = fastest('register', file);
    const bare = fastest('bare', file);
    return [
      { what: 'rows', value: register.rows, unit: 'rows' },
      { what: 'open the register', value: register.opened, unit: 'ms', atMost: 2_000, baseline: { what: 'a bare SELECT of the rows', value: bare.opened } },
      { what: 'from the start of the process', value: register.ready, unit: 'ms', atMost: 2_000, baseline: { what: 'the same with a bare SELECT', value: bare.ready } },
      { what: 'memory once it is open', value: register.residentMegabytes, unit: 'MB', atMost: 400, baseline: { what: 'a bare SELECT', value: bare.residentMegabytes } },
      { what: 'most memory on the way', value: register.peakMegabytes, unit: 'MB', atMost: 400, baseline: { what: 'a bare SELECT', value: bare.peakMegabytes } },
    ];
  },
};

function fastest(how: 'register' | 'bare', file: string): z.infer<typeof Told> {
  const runs = Array.from({ length: RUNS }, () => Told.parse(JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'start-child.ts'), how, file], { encoding: 'utf8' }))));
  return runs.sort((a, b) => a.ready - b.ready)[0] as z.infer<typeof Told>;
}
