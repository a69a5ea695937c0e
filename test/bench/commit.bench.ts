import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { insert, update, type Change } from '../../src/assurance/records/change.ts';
import { observations, type Observation } from '../../src/assurance/indicators/observation.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { largeRegister } from './large-register.ts';
import { timesOf, type Bench, type Measure } from './measure.ts';

const ROWS = 20;
const BY = { person: 'system', at: instant('2026-10-20T08:00:00.000Z'), what: 'changed figures' };

export const bench: Bench = {
  name: `Commit ${ROWS} rows into a hundred thousand`,
  run: async (): Promise<readonly Measure[]> => {
    const folder = mkdtempSync(join(tmpdir(), 'bench-commit-'));
    try {
      const file = join(folder, 'register.db');
      copyFileSync(await largeRegister(), file);
      return await measured(file, join(folder, 'bare.db'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measured(file: string, bareFile: string): Promise<readonly Measure[]> {
  const register = new SqliteRegister(file, LISTS);
  const reader = new SqliteRegister(file, LISTS);
  const rows = register.snapshot().all(observations);
  const whole = await timesOf((run) => register.commit(changesOf(register, rows, run), BY));
  const bare = await bareTimes(bareFile, observations.encode(rows[0] as Observation));
  const snapshot = register.snapshot();
  const inMemory = await timesOf((run) => snapshot.with(changedRows(rows, run).map((row) => ({ definition: observations, key: row.key, stored: { row, version: '0' } }))));
  await reader.refresh();
  const idle = await timesOf(() => reader.refresh());
  await register.commit(changesOf(register, rows, 100_000), BY);
  const started = performance.now();
  await reader.refresh();
  const taken = performance.now() - started;
  await register.close();
  await reader.close();
  return [
    { what: 'commit, in the middle', value: whole.p50, unit: 'ms', baseline: { what: 'bare SQLite, 20 rows and history', value: bare.p50 } },
    { what: 'commit, worst of a hundred', value: whole.p99, unit: 'ms', baseline: { what: 'bare SQLite, 20 rows and history', value: bare.p99 } },
    { what: 'of which the next snapshot in memory, in the middle', value: inMemory.p50, unit: 'ms', atMost: 2 },
    { what: 'a refresh that finds nothing', value: idle.p99, unit: 'ms', atMost: 1 },
    { what: 'a refresh that finds 20 changed rows', value: taken, unit: 'ms' },
  ];
}

/** Half of the rows are changed, half are new; they lie all over the list. */
function changedRows(rows: readonly Observation[], run: number): readonly Observation[] {
  return Array.from({ length: ROWS }, (_, index) => {
    const row = rows[(run * 7_919 + index * 4_801) % rows.length] as Observation;
    return index % 2 === 0 ? { ...row, version: run } : { ...row, key: `${row.key}.${run}.${index}` };
  });
}

function changesOf(register: SqliteRegister, rows: readonly Observation[], run: number): readonly Change[] {
  const snapshot = register.snapshot();
  return changedRows(rows, run).map((row) => (snapshot.get(observations, row.key) ? update(snapshot, observations, row) : insert(observations, row)));
}

/** The least that could be asked: the same rows and their history into tables without indexes, as durably. */
function bareTimes(file: string, cells: Readonly<Record<string, unknown>>): Promise<{ readonly p50: number; readonly p99: number }> {
  const database = new DatabaseSync(file);
  const json = JSON.stringify(cells);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (key TEXT, cells TEXT); CREATE TABLE history (before TEXT, after TEXT)');
  const [row, history] = [database.prepare('INSERT INTO rows VALUES (?, ?)'), database.prepare('INSERT INTO history VALUES (?, ?)')];
  return timesOf((run) => {
    database.exec('BEGIN IMMEDIATE');
    for (let index = 0; index < ROWS; index += 1) {
      row.run(`${run}.${index}`, json);
      history.run(json, json);
    }
    database.exec('COMMIT');
  });
}
