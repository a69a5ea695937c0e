import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { returnKey } from '../../src/assurance/returns/quarterly-return.ts';
import { QUARTER } from '../support/world.ts';
import { largeRegister } from './large-register.ts';
import type { Bench, Measure } from './measure.ts';
import { WRITING } from './ten-years.ts';

const CONCURRENT = 50;
const REQUESTS = 2_000;
const WARM_UP = 200;
const PEOPLE = ['office', 'chair', `${WRITING}-rep`] as const;

const ROUTES: readonly (readonly [what: string, person: (typeof PEOPLE)[number], path: string])[] = [
  ['who am I', 'office', '/api/me'],
  ['my desk', `${WRITING}-rep`, '/api/my-desk'],
  ['returns tracker', 'office', '/api/returns'],
  ['reading view of a return', 'chair', `/api/returns/${returnKey(QUARTER, 'agency-20')}`],
  ['return form', `${WRITING}-rep`, `/api/returns/${returnKey(QUARTER, WRITING)}/form`],
  ['escalations', 'chair', '/api/escalations'],
  ['calendar', 'chair', '/api/calendar'],
  ['action log', 'office', '/api/actions'],
  ['deliveries and problems', 'office', '/api/deliveries'],
];

/** Over real HTTP, the client and the server each in a process of its own. */
export const bench: Bench = {
  name: `API on ten years, ${CONCURRENT} requests at once`,
  run: async (): Promise<readonly Measure[]> => {
    const child = fork(join(import.meta.dirname, 'api-child.ts'), [await largeRegister(), ...PEOPLE], { execArgv: ['--disable-warning=ExperimentalWarning'] });
    const [{ port, bare, tokens }] = (await once(child, 'message')) as [{ port: number; bare: number; tokens: readonly string[] }];
    const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENT });
    const measures: Measure[] = [];
    for (const [what, person, path] of ROUTES) {
      const ask = () => answered({ agent, port, path, headers: { Authorization: `Bearer ${tokens[PEOPLE.indexOf(person)]}` } });
      const { length } = await ask();
      const value = await worstOfAHundred(ask);
      const askBare = () => answered({ agent, port: bare, path: `/${length}`, headers: {} });
      measures.push({ what: `${what}, worst of a hundred`, value, unit: 'ms', atMost: 25, baseline: { what: `a bare server's ${Math.round(length / 1000)} kB`, value: await worstOfAHundred(askBare) } });
    }
    agent.destroy();
    child.kill();
    return measures;
  },
};

type Answer = { readonly milliseconds: number; readonly length: number };

async function worstOfAHundred(ask: () => Promise<Answer>): Promise<number> {
  await inFlight(WARM_UP, ask);
  const times = (await inFlight(REQUESTS, ask)).sort((a, b) => a - b);
  return times[Math.floor(times.length * 0.99)] ?? NaN;
}

async function inFlight(requests: number, ask: () => Promise<Answer>): Promise<number[]> {
  const times: number[] = [];
  let begun = 0;
  await Promise.all(Array.from({ length: CONCURRENT }, async () => {
    while (begun < requests) {
      begun += 1;
      times.push((await ask()).milliseconds);
    }
  }));
  return times;
}

/** How long one answer took and was. A refused request would be a fast one, so it is a fault. */
function answered(options: { readonly agent: Agent; readonly port: number; readonly path: string; readonly headers: Record<string, string> }): Promise<Answer> {
  return new Promise((done, failed) => {
    const started = performance.now();
    get({ host: '127.0.0.1', ...options }, (response) => {
      let length = 0;
      response.on('data', (chunk: Buffer) => { length += chunk.length; });
      response.on('end', () => (response.statusCode === 200 ? done({ milliseconds: performance.now() - started, length }) : failed(new Error(`${options.path} answered ${response.statusCode}`))));
    }).on('error', failed);
  });
}
