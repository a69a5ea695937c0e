import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { RegisterUnavailable } from '../register/register.ts';

/** How long a write waits for another program that holds the file; both server and job write for milliseconds only. */
const WAIT_MS = 2_000;

/** SQLite's primary result codes, from https://www.sqlite.org/rescode.html, that a person can do something about. */
const ADVICE: Readonly<Record<number, string>> = {
  5: 'is in use by another program that does not let go of it. Close programs that edit the file, then try again',
  6: 'is in use by another program that does not let go of it. Close programs that edit the file, then try again',
  8: 'may only be read. Let this user write to the file and its folder, then start again',
  10: 'cannot be read from or written to the disk. Check the disk, then start again',
  11: 'is damaged. Put back a copy from before, or start afresh with npm start -- --reset',
  13: 'cannot grow, because the disk is full. Free some space, then try again',
  14: 'cannot be opened. Check that the folder exists and that this user may write to it',
  26: 'is not a register. Name another file, or move this one away and start again',
};
const CONSTRAINT_UNIQUE = new Set([1555, 2067]);

/** Opens the file, creating it and its folder where needed. What has been committed survives a kill and a power cut. */
export function openSqliteFile(file: string): DatabaseSync {
  return explained(file, () => {
    makeFolder(file);
    const database = new DatabaseSync(file, { timeout: WAIT_MS });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
    return database;
  });
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw new RegisterUnavailable(`The register’s folder ${dirname(file)} cannot be made. Name another folder, or let this user write there`, { cause: error });
  }
}

/** Does the work, and says what SQLite cannot do in words that whoever runs the server can act on. */
export function explained<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    const advice = ADVICE[code & 0xff] ?? `cannot be used (${(error as Error).message})`;
    throw new RegisterUnavailable(`The register file ${file} ${advice}.`, { cause: error });
  }
}

export function isTaken(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && CONSTRAINT_UNIQUE.has(code);
}

/** Does the work in one transaction: all of it is written, or none, also where `keep` finds that the result is not to be kept. */
export function inTransaction<T>(database: DatabaseSync, kind: 'IMMEDIATE' | 'DEFERRED', work: () => T, keep: (result: T) => boolean = () => true): T {
  database.exec(`BEGIN ${kind}`);
  try {
    const result = work();
    database.exec(keep(result) ? 'COMMIT' : 'ROLLBACK');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function sqliteCode(error: unknown): number | undefined {
  const { code, errcode } = error as { code?: unknown; errcode?: unknown };
  return code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number' ? errcode : undefined;
}
