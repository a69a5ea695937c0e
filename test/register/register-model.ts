import fc from 'fast-check';
import type { Change } from '../../src/assurance/records/change.ts';
import type { Snapshot } from '../../src/assurance/records/snapshot.ts';
import { aNote, notes, type Note } from '../support/notes.ts';

type Wish = { readonly kind: Change['kind']; readonly key: string; readonly colour: 'red' | 'green'; readonly code: string | undefined; readonly title: string };
/** One commit: what is wished for, decided from a snapshot read so many commits ago. */
export type Step = { readonly wishes: readonly Wish[]; readonly readAgo: number };

const wish = fc.record<Wish>({
  kind: fc.constantFrom('insert', 'insert', 'update', 'update', 'remove'),
  key: fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5'),
  colour: fc.constantFrom('red', 'green'),
  code: fc.constantFrom(undefined, undefined, 'X1', 'X2'),
  title: fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => !/[\p{Cc}]/u.test(text)),
});

/** What a register does, said as plainly as can be: rows in a map, each with the number of the commit that wrote it. */
export class Model {
  #rows = new Map<string, { readonly row: Note; readonly writtenBy: number }>();
  #commits = 0;
  written = 0;

  static steps(): fc.Arbitrary<readonly Step[]> {
    const wishes = fc.uniqueArray(wish, { minLength: 1, maxLength: 3, selector: ({ key }) => key });
    return fc.array(fc.record({ wishes, readAgo: fc.constantFrom(0, 0, 0, 1, 2) }), { minLength: 1, maxLength: 12 });
  }

  rows(): readonly Note[] {
    return [...this.#rows.values()].map(({ row }) => row).sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** @param read the snapshot after each commit so far, the first before any */
  apply({ wishes, readAgo }: Step, read: readonly Snapshot[]): { readonly changes: readonly Change[]; readonly expected: 'written' | 'already-there' | 'changed-elsewhere' } {
    const readAt = Math.max(0, read.length - 1 - readAgo);
    const snapshot = read[readAt] as Snapshot;
    const next = new Map(this.#rows);
    const changes: Change[] = [];
    let expected: 'written' | 'already-there' | 'changed-elsewhere' = 'written';
    this.#commits += 1;
    for (const { kind, key, colour, code, title } of wishes) {
      const row = aNote(key, { colour, title, ...(code === undefined ? {} : { code }) });
      const version = snapshot.versionOf(notes, key) ?? '999999';
      changes.push(kind === 'remove' ? { kind, definition: notes, key, version } : kind === 'update' ? { kind, definition: notes, row, version } : { kind, definition: notes, row });
      if (expected !== 'written') continue;
      const known = next.get(key);
      if (kind === 'insert' && known) expected = 'already-there';
      else if (kind !== 'insert' && (!known || known.writtenBy > readAt || snapshot.get(notes, key) === undefined)) expected = 'changed-elsewhere';
      else if (kind === 'remove') next.delete(key);
      else if (code !== undefined && [...next.values()].some(({ row: other }) => other.key !== key && other.code === code)) expected = 'already-there';
      else next.set(key, { row, writtenBy: this.#commits });
    }
    if (expected === 'written') {
      this.#rows = next;
      this.written += changes.length;
    }
    return { changes, expected };
  }
}
