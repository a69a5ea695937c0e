import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { insert, update } from '../../src/assurance/records/change.ts';
import { numberField, optional, text } from '../../src/assurance/records/field.ts';
import { record } from '../../src/assurance/records/record.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { RegisterUnavailable } from '../../src/register/register.ts';
import { aNote, notes, TEST_LISTS } from '../support/notes.ts';
import { registerContract } from '../register/register-contract.ts';

const BY = { person: 'ana', at: instant('2026-10-01T08:00:00.000Z'), what: 'wrote a note' };

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'register-'));
  file = join(folder, 'register.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

function byHand(of: string, work: (database: DatabaseSync) => void): void {
  const database = new DatabaseSync(of);
  try {
    work(database);
  } finally {
    database.close();
  }
}

registerContract('the register in a SQLite file', 'lasting', async (lists) => {
  const own = join(mkdtempSync(join(tmpdir(), 'register-')), 'data', 'register.db');
  const register = new SqliteRegister(own, lists);
  return {
    register,
    dispose: async () => {
      await register.close();
      rmSync(join(own, '..', '..'), { recursive: true });
    },
    store: {
      openAgain: async () => new SqliteRegister(own, lists),
      editByHand: async (definition, key, field, cell) => byHand(own, (database) => {
        database.prepare(`UPDATE "${definition.name}" SET "${field}" = ? WHERE key = ?`).run(typeof cell === 'boolean' ? Number(cell) : cell, key);
      }),
      removeByHand: async (definition, key) => byHand(own, (database) => { database.prepare(`DELETE FROM "${definition.name}" WHERE key = ?`).run(key); }),
    },
  };
});

describe('a SQLite file', () => {
  const opened = async <T>(lists: typeof TEST_LISTS, work: (register: SqliteRegister) => Promise<T>): Promise<T> => {
    const register = new SqliteRegister(file, lists);
    try {
      return await work(register);
    } finally {
      await register.close();
    }
  };

  it('takes every list of the product', async () => {
    const register = new SqliteRegister(file, LISTS);
    await register.close();
    byHand(file, (database) => {
      const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all().map(({ name }) => name);
      expect(tables).toEqual(expect.arrayContaining(LISTS.map(({ name }) => name)));
    });
  });

  it('has who edited it by hand in history, also a changed key and a new row', async () => {
    await opened(TEST_LISTS, async (register) => {
      await register.commit([insert(notes, aNote('a', { urgent: true }))], BY);
      byHand(file, (database) => {
        database.exec(`UPDATE test_notes SET key = 'b'; INSERT INTO test_notes (key, title) VALUES ('c', 'Half a note')`);
      });
      await register.refresh();
      expect((await register.history({})).map(({ person, key, before, after }) => [person, key, before?.['urgent'], after?.['urgent']])).toEqual([
        ['by-hand', 'c', undefined, null], ['by-hand', 'b', undefined, true], ['by-hand', 'a', true, undefined], ['ana', 'a', undefined, true],
      ]);
      expect(register.snapshot().all(notes)).toEqual([aNote('b', { urgent: true })]);
      expect(register.snapshot().problems()).toHaveLength(1);
    });
  });

  it('opens although somebody typed a number too large to be exact, or emptied a key', async () => {
    await opened(TEST_LISTS, (register) => register.commit([insert(notes, aNote('a')), insert(notes, aNote('b'))], BY));
    byHand(file, (database) => database.exec(`UPDATE test_notes SET urgent = 9223372036854775807 WHERE key = 'a'; UPDATE test_notes SET key = '' WHERE key = 'b'`));
    await opened(TEST_LISTS, async (register) => {
      expect(register.snapshot().problems().map(({ key, faults }) => [key, faults.map(({ field }) => field)])).toEqual([['a', ['urgent']], ['', ['key']]]);
    });
  });

  it('does not let anybody rewrite history', async () => {
    await opened(TEST_LISTS, (register) => register.commit([insert(notes, aNote('a'))], BY));
    byHand(file, (database) => {
      expect(() => database.exec(`UPDATE history SET person = 'eve'`)).toThrow('only ever added to');
      expect(() => database.exec('DELETE FROM history')).toThrow('only ever added to');
    });
  });

  it('of an older program gets the lists, fields and indexes that came since, and keeps its rows', async () => {
    const older = record('Test plans', { purpose: 'As it was.' }, { title: text('Title') });
    const newer = record('Test plans', { purpose: 'As it is.' }, { title: text('Title', { indexed: true, unique: true }), order: optional(numberField('Order', { indexed: true })) });
    const before = new SqliteRegister(file, [older]);
    await before.commit([insert(older, { key: 'p', title: 'First' })], BY);
    await before.close();
    const after = new SqliteRegister(file, [newer, notes]);
    expect(after.snapshot().all(newer)).toEqual([{ key: 'p', title: 'First' }]);
    expect(await after.commit([update(after.snapshot(), newer, { key: 'p', title: 'First', order: 3 }), insert(notes, aNote('a'))], BY)).toMatchObject({ ok: true });
    expect(after.snapshot().where(newer, 'order', 3)).toHaveLength(1);
    expect(await after.commit([insert(newer, { key: 'q', title: 'First' })], BY)).toMatchObject({ ok: false, refusal: { reason: 'already-there' } });
    await after.close();
  });

  it('keeps what a newer program wrote into fields that this one does not know', async () => {
    const newer = record('Test plans', { purpose: 'As it will be.' }, { title: text('Title'), mood: text('Mood') });
    const older = record('Test plans', { purpose: 'As it is.' }, { title: text('Title') });
    const ahead = new SqliteRegister(file, [newer]);
    await ahead.commit([insert(newer, { key: 'p', title: 'First', mood: 'hopeful' })], BY);
    await ahead.close();
    const behind = new SqliteRegister(file, [older]);
    await behind.commit([update(behind.snapshot(), older, { key: 'p', title: 'Second' })], BY);
    await behind.close();
    const again = new SqliteRegister(file, [newer]);
    expect(again.snapshot().get(newer, 'p')).toEqual({ key: 'p', title: 'Second', mood: 'hopeful' });
    await again.close();
  });

  it.each<readonly [string, () => void, RegExp]>([
    ['of a newer program', () => byHand(file, (database) => database.exec(`CREATE TABLE register (name TEXT, value TEXT); INSERT INTO register VALUES ('layout', '2')`)), /newer version of this program.*Install the newer version/],
    ['of another program', () => byHand(file, (database) => database.exec('CREATE TABLE stamps (a)')), /something other than a register/],
    ['that is no database', () => writeFileSync(file, 'Dear diary'.repeat(1000)), /not a register/],
    ['in a place that is a file', () => { writeFileSync(join(folder, 'taken'), ''); file = join(folder, 'taken', 'register.db'); }, /folder .* cannot be made/],
  ])('%s is refused in words', (_, make, message) => {
    make();
    expect(() => new SqliteRegister(file, TEST_LISTS)).toThrow(RegisterUnavailable);
    expect(() => new SqliteRegister(file, TEST_LISTS)).toThrow(message);
  });

  it('that another program holds lets no commit through, says so, and takes it once let go', async () => {
    await opened(TEST_LISTS, async (register) => {
      const other = new DatabaseSync(file);
      other.exec('BEGIN IMMEDIATE');
      await expect(register.commit([insert(notes, aNote('a'))], BY)).rejects.toThrow(/in use by another program/);
      other.exec('ROLLBACK');
      other.close();
      expect(await register.commit([insert(notes, aNote('a'))], BY)).toMatchObject({ ok: true });
    });
  });

  it('that is damaged inside is refused in words', async () => {
    await opened(TEST_LISTS, (register) => register.commit(Array.from({ length: 200 }, (_, n) => insert(notes, aNote(`n${n}`, { body: 'x'.repeat(500) }))), BY));
    const { readFileSync } = await import('node:fs');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 4096 * 2, 4096 * 30);
    writeFileSync(file, bytes);
    expect(() => new SqliteRegister(file, TEST_LISTS)).toThrow(/is damaged.*Put back a copy/);
  });
});
