import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { CountingChild } from './counting-child.ts';
import { accountOf, COUNTED_LISTS, type Account } from './contended-counter.ts';
import { gateTo, heldTime, settingsFor } from './graph-gate.ts';
import { seededRandom } from './seeded-random.ts';
import { provisionedSite } from './sharepoint.ts';

const LEASE = 4_000;
/** Larger commits are given longer. */
const PER_ROW = 10_000;

export type KilledCounting = { readonly account: Account; readonly acknowledged: readonly string[]; readonly kills: number; readonly left: number };

/** Two processes count up in one register for so long; every moment or two one of them is killed and another takes its place. */
export async function killedCounting(folder: string, node: string, milliseconds: number, seed: number): Promise<KilledCounting> {
  const random = seededRandom(seed);
  const { double, open } = await provisionedSite(COUNTED_LISTS);
  const settings = settingsFor(double, { unitsPerMinute: 1e9 });
  const acknowledged: string[] = [];
  let born = 0;
  const start = () => {
    born += 1;
    const child: CountingChild = { settings, siteId: double.site.id, who: `p${born}`, seed: born, lease: LEASE };
    return new Counter(spawn(node, [join(folder, 'counting-child.ts'), JSON.stringify(child)], { stdio: ['ignore', 'pipe', 'pipe'] }), acknowledged);
  };
  const counters = [start(), start()];
  try {
    let kills = 0;
    for (let passed = 0; passed < milliseconds;) {
      await Promise.all(counters.map(({ ready }) => ready));
      const pause = 200 + random() * 900;
      await wait(pause);
      passed += pause;
      const victim = random() < 0.5 ? 0 : 1;
      await (counters[victim] as Counter).kill();
      counters[victim] = start();
      kills += 1;
    }
    await Promise.all(counters.map((counter) => counter.kill()));
    const left = double.hands.rows('History').filter(({ fields }) => fields['State'] !== 'done').length;
    const time = heldTime();
    const register = await open({ timing: time, client: gateTo(double, time), lease: LEASE });
    await register.refresh();
    time.pass(LEASE + PER_ROW);
    await register.refresh();
    await register.refresh();
    return { account: await accountOf(register), acknowledged, kills, left };
  } finally {
    await Promise.all(counters.map((counter) => counter.kill()));
    await double.close();
  }
}

class Counter {
  readonly ready: Promise<void>;
  readonly #child: ChildProcess;
  readonly #gone: Promise<void>;
  #killed = false;

  constructor(child: ChildProcess, acknowledged: string[]) {
    this.#child = child;
    let printed = '';
    let complaint = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => { complaint += text; });
    this.#gone = new Promise((gone) => { child.once('close', () => gone()); });
    this.ready = new Promise((ready, failed) => {
      child.stdout?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (printed + text).split('\n');
        printed = lines.pop() ?? '';
        for (const line of lines) {
          if (line === 'ready') ready();
          else acknowledged.push(line);
        }
      });
      child.once('exit', (code) => { if (!this.#killed) failed(new Error(`The process ended on its own with ${code}: ${complaint}`)); });
    });
  }

  async kill(): Promise<void> {
    this.#killed = true;
    this.#child.kill('SIGKILL');
    await this.#gone;
  }
}
