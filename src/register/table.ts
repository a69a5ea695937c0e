import { Map as ImmutableMap } from 'immutable';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';

type Row = { readonly key: string };
export type StoredRow = { readonly row: Row; readonly version: string };
type Index = ImmutableMap<unknown, ImmutableMap<string, Row>>;

/** The rows of one list at one moment, by key and by every indexed field. Changing it gives a new table; this one stays as it is. */
export class Table {
  readonly #rows: ImmutableMap<string, StoredRow>;
  readonly #indexes: ReadonlyMap<string, Index>;
  readonly #answers = new Map<string, readonly Row[]>();

  private constructor(rows: ImmutableMap<string, StoredRow>, indexes: ReadonlyMap<string, Index>) {
    this.#rows = rows;
    this.#indexes = indexes;
  }

  static of(definition: AnyRecordDefinition, stored: Iterable<StoredRow>): Table {
    const indexed = Object.entries(definition.fields).filter(([, field]) => field.column.indexed).map(([name]) => name);
    const rows = ImmutableMap<string, StoredRow>().asMutable();
    const building = new Map(indexed.map((name) => [name, new Map<unknown, ImmutableMap<string, Row>>()]));
    for (const entry of stored) {
      rows.set(entry.row.key, entry);
      for (const [name, index] of building) {
        const value = (entry.row as Record<string, unknown>)[name];
        if (value === undefined) continue;
        const existing = index.get(value);
        if (existing) existing.set(entry.row.key, entry.row);
        else index.set(value, ImmutableMap([[entry.row.key, entry.row]]).asMutable());
      }
    }
    const indexes = new Map([...building].map(([name, index]) => {
      for (const held of index.values()) held.asImmutable();
      return [name, ImmutableMap(index) as Index];
    }));
    return new Table(rows.asImmutable(), indexes);
  }

  get(key: string): StoredRow | undefined {
    return this.#rows.get(key);
  }

  all(): readonly Row[] {
    return this.#answered('', () => [...this.#rows.values()].map(({ row }) => row));
  }

  where(field: string, value: unknown): readonly Row[] {
    const index = this.#indexes.get(field);
    if (!index) throw new Error(`The field ${field} is not indexed`);
    return this.#answered(`${field}=${String(value)}`, () => [...(index.get(value)?.values() ?? [])]);
  }

  /** @param changes by key; `undefined` takes the row away */
  with(changes: ReadonlyMap<string, StoredRow | undefined>): Table {
    const rows = this.#rows.withMutations((mutable) => {
      for (const [key, stored] of changes) {
        if (stored) mutable.set(key, stored);
        else mutable.delete(key);
      }
    });
    const indexes = new Map([...this.#indexes].map(([name, index]) => [name, index.withMutations((mutable) => {
      for (const [key, stored] of changes) {
        const before = (this.#rows.get(key)?.row as Record<string, unknown> | undefined)?.[name];
        const after = (stored?.row as Record<string, unknown> | undefined)?.[name];
        if (before !== undefined && before !== after) mutable.update(before, (held) => held?.delete(key) ?? ImmutableMap());
        if (stored && after !== undefined) mutable.update(after, (held) => (held ?? ImmutableMap<string, Row>()).set(key, stored.row));
      }
    })]));
    return new Table(rows, indexes);
  }

  /** Answers are ordered by key and kept, because the table never changes. */
  #answered(question: string, find: () => Row[]): readonly Row[] {
    const known = this.#answers.get(question);
    if (known) return known;
    const rows = find().sort((a, b) => (a.key < b.key ? -1 : 1));
    this.#answers.set(question, rows);
    return rows;
  }
}
