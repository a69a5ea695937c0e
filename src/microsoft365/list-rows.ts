import type { RowProblem } from '../assurance/records/snapshot.ts';
import { problemId, type RowChange } from '../register/memory-snapshot.ts';
import type { BoundList, ListItem } from './list-items.ts';
import { cellsOf, COMMIT_COLUMN, fieldsOfNew, type ItemFields } from './list-schema.ts';

/** What taking in some items changes in a snapshot. */
export type Taken = { readonly changes: readonly RowChange[]; readonly found: readonly RowProblem[]; readonly mended: readonly string[] };

/** An item as it is kept between two runs of the program. */
export type KeptItem = { readonly id: string; readonly eTag: string; readonly fields: ItemFields; readonly webUrl?: string | undefined };

type Known = { readonly eTag: string; readonly key: string | undefined; readonly commit: string };

/**
 * Which items a list has, and which row each one is. The rows themselves are in the snapshot; kept here is what SharePoint calls them. An item
 * that is no row, because somebody edited it by hand, is a problem with a link; so is a second item with the key of another.
 */
export class ListRows {
  readonly list: BoundList;
  /** Where to ask for what changes from now on. */
  deltaLink: string | undefined;
  readonly #items = new Map<string, Known>();
  readonly #ids = new Map<string, string>();
  /** Items that are no rows, as they came. */
  readonly #broken = new Map<string, KeptItem>();

  constructor(list: BoundList) {
    this.list = list;
  }

  idOf(key: string): string | undefined {
    return this.#ids.get(key);
  }

  /** The commit that wrote the row last, as far as it says. */
  lastCommitOf(key: string): string {
    return this.#items.get(this.#ids.get(key) ?? '')?.commit ?? '';
  }

  /** @param all these are all the items there are, so that others have gone */
  takeIn(items: readonly ListItem[], all = false): Taken {
    const last = new Map(items.map((item) => [item.id, item]));
    const changes: RowChange[] = [];
    const found: RowProblem[] = [];
    const mended: string[] = [];
    if (all) for (const id of this.#items.keys()) if (!last.has(id)) last.set(id, { id, deleted: {} });
    for (const item of last.values()) {
      if (item.deleted) this.#forget(item.id, changes, mended);
      else this.#take(item, changes, found, mended);
    }
    for (const item of [...this.#broken.values()]) {
      const key = this.#items.get(item.id)?.key;
      if (key === undefined || this.#ids.has(key)) continue;
      this.#items.delete(item.id);
      this.#take(item, changes, found, mended);
    }
    return { changes, found: found.filter(({ rowId }) => this.#broken.has(rowId)), mended };
  }

  /** Takes note of what this program itself wrote. */
  wrote(key: string, item: { readonly id: string; readonly eTag: string; readonly commit: string } | undefined): void {
    if (item) {
      this.#items.set(item.id, { eTag: item.eTag, key, commit: item.commit });
      this.#ids.set(key, item.id);
      return;
    }
    const id = this.#ids.get(key);
    this.#ids.delete(key);
    if (id !== undefined) this.#items.delete(id);
  }

  /** Everything that is needed to go on from here in another process. @param rowOf the row that the snapshot has for a key */
  *kept(rowOf: (key: string) => { readonly key: string } | undefined): Generator<KeptItem> {
    for (const [id, { eTag, key, commit }] of this.#items) {
      const broken = this.#broken.get(id);
      const row = key === undefined ? undefined : rowOf(key);
      if (broken) yield broken;
      else if (row) yield { id, eTag, fields: fieldsOfNew(this.list.definition, this.list.definition.encode(row), commit) };
    }
  }

  #take(item: ListItem, changes: RowChange[], found: RowProblem[], mended: string[]): void {
    const { definition } = this.list;
    const eTag = item.eTag ?? '';
    const known = this.#items.get(item.id);
    if (known && known.eTag === eTag && eTag !== '') return;
    const cells = cellsOf(definition, item.fields ?? {});
    const decoded = definition.decode(cells);
    const key = typeof cells['key'] === 'string' ? cells['key'] : undefined;
    const holder = key === undefined ? undefined : this.#ids.get(key);
    const double = holder !== undefined && holder !== item.id;
    if (known?.key !== undefined && this.#ids.get(known.key) === item.id && (known.key !== key || !decoded.ok)) {
      this.#ids.delete(known.key);
      changes.push({ definition, key: known.key, stored: undefined });
    }
    this.#items.set(item.id, { eTag, key, commit: textOf(item.fields?.[COMMIT_COLUMN]) });
    if (decoded.ok && !double && key !== undefined) {
      this.#ids.set(key, item.id);
      if (this.#broken.delete(item.id)) mended.push(problemId({ list: definition.title, rowId: item.id }));
      changes.push({ definition, key, stored: { row: decoded.row as { readonly key: string }, version: eTag } });
      return;
    }
    this.#broken.set(item.id, { id: item.id, eTag, fields: item.fields ?? {}, ...(item.webUrl === undefined ? {} : { webUrl: item.webUrl }) });
    const faults = decoded.ok ? [{ field: 'key', label: 'Key', message: `Another row has the key ${key}. Delete the one that is wrong, or give it a key of its own` }] : decoded.faults;
    found.push({ list: definition.title, rowId: item.id, key, faults, ...(item.webUrl === undefined ? {} : { link: item.webUrl }) });
  }

  #forget(id: string, changes: RowChange[], mended: string[]): void {
    const known = this.#items.get(id);
    if (!known) return;
    this.#items.delete(id);
    if (this.#broken.delete(id)) mended.push(problemId({ list: this.list.definition.title, rowId: id }));
    if (known.key === undefined || this.#ids.get(known.key) !== id) return;
    this.#ids.delete(known.key);
    changes.push({ definition: this.list.definition, key: known.key, stored: undefined });
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
