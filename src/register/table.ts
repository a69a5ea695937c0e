import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { PersistentMap } from './persistent-map.ts';
import { byKey, SortedRows, type KeyedRow } from './sorted-rows.ts';

export type StoredRow = { readonly row: KeyedRow; readonly version: string };

/** By value of the field, as text: the rows that have it. */
type Index = PersistentMap<Indexed>;
type Indexed = { readonly value: string; readonly rows: SortedRows };

/** The rows of one list at one moment, by key and by every indexed field. Changing it gives a new table; this one stays as it is. */
export class Table {
  readonly #rows: PersistentMap<StoredRow>;
  readonly #all: SortedRows;
  readonly #indexes: ReadonlyMap<string, Index>;

  private constructor(rows: PersistentMap<StoredRow>, all: SortedRows, indexes: ReadonlyMap<string, Index>) {
    this.#rows = rows;
    this.#all = all;
    this.#indexes = indexes;
  }

  /** Where a key comes twice, the later row counts. */
  static of(definition: AnyRecordDefinition, stored: readonly StoredRow[]): Table {
    const rows = PersistentMap.of(stored, ({ row }) => row.key);
    const all = (rows.size === stored.length ? stored : rows.values()).map(({ row }) => row).sort(byKey);
    const indexed = Object.entries(definition.fields).filter(([, field]) => field.column.indexed).map(([name]) => name);
    return new Table(rows, SortedRows.of(all), new Map(indexed.map((name) => [name, indexOf(all, name)])));
  }

  get(key: string): StoredRow | undefined {
    return this.#rows.get(key);
  }

  /** Ordered by key. */
  all(): readonly KeyedRow[] {
    return this.#all.rows();
  }

  /** Ordered by key. */
  where(field: string, value: unknown): readonly KeyedRow[] {
    const index = this.#indexes.get(field);
    if (!index) throw new Error(`The field ${field} is not indexed`);
    return (index.get(String(value))?.rows ?? SortedRows.none).rows();
  }

  /** @param changes by key; `undefined` takes the row away */
  with(changes: ReadonlyMap<string, StoredRow | undefined>): Table {
    const all = this.#all.with(new Map(Array.from(changes, ([key, stored]) => [key, stored?.row])));
    const indexes = new Map(Array.from(this.#indexes, ([name, index]) => [name, this.#reindexed(name, index, changes)]));
    return new Table(this.#rows.with(changes), all, indexes);
  }

  #reindexed(name: string, index: Index, changes: ReadonlyMap<string, StoredRow | undefined>): Index {
    const byValue = new Map<string, Map<string, KeyedRow | undefined>>();
    const note = (value: string, key: string, row: KeyedRow | undefined) => {
      const noted = byValue.get(value) ?? new Map<string, KeyedRow | undefined>();
      byValue.set(value, noted.set(key, row));
    };
    for (const [key, stored] of changes) {
      const before = valueOf(this.#rows.get(key)?.row, name);
      const after = valueOf(stored?.row, name);
      if (before !== undefined && before !== after) note(before, key, undefined);
      if (after !== undefined) note(after, key, stored?.row);
    }
    return index.with(Array.from(byValue, ([value, rows]) => [value, { value, rows: (index.get(value)?.rows ?? SortedRows.none).with(rows) }]));
  }
}

function valueOf(row: KeyedRow | undefined, name: string): string | undefined {
  const value = (row as Readonly<Record<string, unknown>> | undefined)?.[name];
  return value === undefined ? undefined : String(value);
}

function indexOf(all: readonly KeyedRow[], name: string): Index {
  const building = new Map<string, KeyedRow[]>();
  for (const row of all) {
    const value = valueOf(row, name);
    if (value === undefined) continue;
    const held = building.get(value);
    if (held) held.push(row);
    else building.set(value, [row]);
  }
  return PersistentMap.of(Array.from(building, ([value, rows]) => ({ value, rows: SortedRows.of(rows) })), ({ value }) => value);
}
