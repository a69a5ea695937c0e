export type KeyedRow = { readonly key: string };
export type RowChanges = ReadonlyMap<string, KeyedRow | undefined>;

/** So many commits are gathered before their changes are taken in although nobody has asked. */
const GATHERED = 256;

/**
 * Rows ordered by key, as lists answer them. Changes are taken in when somebody asks for the rows: most commits touch long answers that
 * nobody reads before the next commit, and copying a hundred thousand rows each time would be the dearest part of a commit.
 */
export class SortedRows {
  static readonly none = new SortedRows([], []);

  #rows: readonly KeyedRow[];
  #pending: readonly RowChanges[];

  private constructor(rows: readonly KeyedRow[], pending: readonly RowChanges[]) {
    this.#rows = rows;
    this.#pending = pending;
  }

  /** @param ordered by key, without doubles; it is kept, so the caller lets go of it */
  static of(ordered: readonly KeyedRow[]): SortedRows {
    return new SortedRows(ordered, []);
  }

  /** The same array until something changes. */
  rows(): readonly KeyedRow[] {
    if (this.#pending.length > 0) {
      this.#rows = merged(this.#rows, new Map(this.#pending.flatMap((changes) => [...changes])));
      this.#pending = [];
    }
    return this.#rows;
  }

  /** @param changes by key; `undefined` takes the row away */
  with(changes: RowChanges): SortedRows {
    if (this.#pending.length >= GATHERED) this.rows();
    return new SortedRows(this.#rows, [...this.#pending, changes]);
  }
}

export function byKey(a: KeyedRow, b: KeyedRow): number {
  return a.key < b.key ? -1 : 1;
}

/** Unchanged stretches are copied as blocks, which is many times faster than row by row. */
function merged(rows: readonly KeyedRow[], pending: RowChanges): readonly KeyedRow[] {
  const blocks: KeyedRow[][] = [];
  let read = 0;
  for (const [key, row] of [...pending].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = positionOf(rows, key, read);
    if (at > read) blocks.push(rows.slice(read, at));
    read = rows[at]?.key === key ? at + 1 : at;
    if (row) blocks.push([row]);
  }
  blocks.push(rows.slice(read));
  return ([] as KeyedRow[]).concat(...blocks);
}

/** Where in the ordered rows, from `from` on, the key is or would be. */
function positionOf(rows: readonly KeyedRow[], key: string, from: number): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((rows[middle] as KeyedRow).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
