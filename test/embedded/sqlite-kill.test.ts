import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { balances, entries, entryOf, KEPT, transfersIn } from '../support/ledger.ts';
import { seededRandom } from '../support/seeded-random.ts';

const KILLS = 100;
const CHILD = join(__dirname, '..', 'support', 'committing-child.ts');
/** Run by the same Node as the product, which takes TypeScript as it is. */
const NODE = join(__dirname, '..', '..', 'node_modules', '.bin', 'node');

describe('a process that is killed while it commits', () => {
  it(`loses no acknowledged commit and leaves none half written, ${KILLS} times`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'register-kill-'));
    try {
      const unacknowledged = await Promise.all([1, 2].map((lane) => killedOverAndOver(join(folder, `${lane}.db`), KILLS / 2, seededRandom(lane), join(folder, 'compiled'))));
      // Were it always so, the acknowledgement would come too late to be worth anything.
      for (const count of unacknowledged) expect(count).toBeLessThan(KILLS / 2);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 600_000);
});

/** @returns how many commits were found whole although the kill came before their acknowledgement */
async function killedOverAndOver(file: string, kills: number, random: () => number, compiled: string): Promise<number> {
  let written = 0;
  let unacknowledged = 0;
  for (let kill = 0; kill < kills; kill += 1) {
    const acknowledged = await killedAt(file, written, random, compiled);
    written = await inspect(file, acknowledged);
    expect([acknowledged, acknowledged + 1]).toContain(written);
    unacknowledged += written - acknowledged;
  }
  expect(written).toBeGreaterThan(kills);
  expect(await inspect(file, 0)).toBe(written);
  return unacknowledged;
}

/**
 * Kills a committing process at a random moment: a tenth of them while it opens the file, the others some commits later.
 * @returns the number of the last transfer that is known to have been acknowledged, counting earlier runs on the file
 */
async function killedAt(file: string, before: number, random: () => number, compiled: string): Promise<number> {
  const child = spawn(NODE, [CHILD, file], { stdio: ['ignore', 'pipe', 'pipe'], env: { NODE_COMPILE_CACHE: compiled } });
  let printed = '';
  let complaint = '';
  const commits = random() < 0.1 ? 0 : 1 + Math.floor(random() * 12);
  const last = () => printed.slice(0, printed.lastIndexOf('\n') + 1).trimEnd().split('\n').at(-1);
  await new Promise<void>((reached, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed.split('\n').length > commits) reached();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => { complaint += text; });
    child.once('exit', (code) => failed(new Error(`The process ended on its own with ${code}: ${complaint}`)));
    if (commits === 0) setTimeout(reached, random() * 150);
  });
  await wait(random() * 5);
  const gone = new Promise((resolve) => child.removeAllListeners('exit').once('close', resolve));
  child.kill('SIGKILL');
  await gone;
  return Number(last() || before);
}

/**
 * Every transfer up to the last is whole in rows, and in history from transfer `since` on, and nothing of any other is there.
 * @returns the last one's number
 */
async function inspect(file: string, since: number): Promise<number> {
  const register = new SqliteRegister(file, [balances, entries]);
  try {
    const written = transfersIn(register.snapshot());
    const kept = Array.from({ length: Math.min(written, KEPT) }, (_, index) => written - index);
    const expected = kept.flatMap((number) => ['a', 'b', 'c'].map((side) => entryOf(number, side)));
    expect(register.snapshot().problems()).toEqual([]);
    expect([...register.snapshot().all(entries)].sort(byTransfer)).toEqual(expected.sort(byTransfer));
    const recent = Array.from({ length: written - since + 1 }, (_, index) => written - index).filter((number) => number > 0);
    const changes = recent.map((number) => (number > KEPT ? 7 : 4));
    const told = await register.history({ limit: changes.reduce((sum, count) => sum + count, 0) });
    expect(told.map(({ what }) => what)).toEqual(recent.flatMap((number, index) => Array.from({ length: changes[index] ?? 0 }, () => `transfer ${number}`)));
    return written;
  } finally {
    await register.close();
  }
}

function byTransfer(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}
