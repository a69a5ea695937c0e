import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insert, type Change } from '../../src/assurance/records/change.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { tenYears } from './ten-years.ts';

const CHUNK = 5_000;

/**
 * A register file of ten years, 40 agencies and 60 figures a quarter. It is made once and kept in the machine's temporary folder under a
 * digest of what it is made from. Do not write to it: copy it first.
 */
export async function largeRegister(): Promise<string> {
  const file = join(tmpdir(), `partnership-assurance-ten-years-${digest()}.db`);
  if (existsSync(file)) return file;
  const unfinished = `${file}.${process.pid}`;
  const register = new SqliteRegister(unfinished, LISTS);
  const changes: readonly Change[] = tenYears().map(([definition, row]) => insert(definition, row as never));
  const by = { person: 'system', at: instant('2026-10-01T08:00:00.000Z'), what: 'made ten years up' };
  for (let from = 0; from < changes.length; from += CHUNK) {
    const outcome = await register.commit(changes.slice(from, from + CHUNK), by);
    if (!outcome.ok) throw new Error(`${outcome.refusal.reason}: ${outcome.refusal.list} ${outcome.refusal.key}`);
  }
  await register.close();
  renameSync(unfinished, file);
  for (const suffix of ['-wal', '-shm']) rmSync(`${unfinished}${suffix}`, { force: true });
  return file;
}

function digest(): string {
  const hash = createHash('sha256').update(readFileSync(join(import.meta.dirname, 'ten-years.ts')));
  for (const { name, fields } of LISTS) hash.update(JSON.stringify([name, Object.entries(fields).map(([field, { column }]) => [field, column])]));
  return hash.digest('hex').slice(0, 16);
}
