import { Table, type StoredRow } from '../../src/register/table.ts';
import { aNote, notes } from '../support/notes.ts';
import { seededRandom } from '../support/seeded-random.ts';

const COLOURS = ['red', 'amber', 'green'] as const;

/** The same kept as plainly as can be: everything found by looking at every row. */
function answersOf(rows: ReadonlyMap<string, StoredRow>) {
  const all = [...rows.values()].map(({ row }) => row).sort((a, b) => (a.key < b.key ? -1 : 1));
  return { all, ...Object.fromEntries(COLOURS.map((colour) => [colour, all.filter((row) => (row as { colour?: string }).colour === colour)])) };
}

function told(table: Table) {
  return { all: table.all(), ...Object.fromEntries(COLOURS.map((colour) => [colour, table.where('colour', colour)])) };
}

describe('a table of many rows', () => {
  it('answers what looking at every row would, after hundreds of changes that nobody looked at in between', () => {
    const random = seededRandom(7);
    const rows = new Map<string, StoredRow>();
    const kept: { table: Table; rows: ReadonlyMap<string, StoredRow> }[] = [];
    let table = Table.of(notes, []);
    for (let commit = 0; commit < 700; commit += 1) {
      const changes = new Map<string, StoredRow | undefined>();
      for (let change = 0; change < 5; change += 1) {
        const key = `n${Math.floor(random() * 2_000)}`;
        const colour = COLOURS[Math.floor(random() * 3)] ?? 'red';
        changes.set(key, random() < 0.2 ? undefined : { row: aNote(key, { colour }), version: String(commit) });
      }
      table = table.with(changes);
      for (const [key, stored] of changes) {
        if (stored) rows.set(key, stored);
        else rows.delete(key);
      }
      if (commit % 150 === 100) kept.push({ table, rows: new Map(rows) });
    }
    for (const then of [...kept, { table, rows }]) {
      expect(told(then.table)).toEqual(answersOf(then.rows));
      for (let number = 0; number < 2_000; number += 1) expect(then.table.get(`n${number}`)).toBe(then.rows.get(`n${number}`));
      expect(told(Table.of(notes, [...then.rows.values()]))).toEqual(told(then.table));
    }
  });

  it('counts the later of two rows with one key', () => {
    const table = Table.of(notes, [{ row: aNote('a', { title: 'First' }), version: '1' }, { row: aNote('a', { title: 'Second' }), version: '2' }]);
    expect(table.all()).toEqual([aNote('a', { title: 'Second' })]);
    expect(table.where('title', 'First')).toEqual([]);
  });
});
