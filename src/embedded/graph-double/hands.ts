import { facetOf, type Column, type Facet } from './columns.ts';
import type { FieldValue, Fields } from './field-values.ts';
import type { ListStore, Row } from './list-store.ts';
import { dropColumn, replaceColumns } from './list-routes.ts';
import type { Site } from './site.ts';

/** Values as a hand leaves them; `null` empties a cell. Nothing is checked: people paste, and list settings let them. */
export type ByHand = Readonly<Record<string, FieldValue | null>>;

/** What a person does to the lists in SharePoint, past every rule of Graph. Lists go by title or id. */
export class Hands {
  readonly #site: Site;

  constructor(site: Site) {
    this.#site = site;
  }

  rows(list: string): readonly Row[] {
    return [...this.#site.list(list).rows.values()];
  }

  /** The row whose field has this value; the first where several do. */
  row(list: string, field: string, value: FieldValue): Row {
    const found = this.rows(list).find(({ fields }) => fields[field] === value);
    if (!found) throw new Error(`No row of ${list} has ${field} ${String(value)}`);
    return found;
  }

  /** Adds a row, also one whose unique value is there already, as happens when uniqueness was switched off for a while. */
  add(list: string, values: ByHand): Row {
    const store = this.#site.list(list);
    return this.#past(store, () => store.add(merged({}, values), this.#site.now()));
  }

  edit(list: string, id: number, values: ByHand): Row {
    const store = this.#site.list(list);
    const row = this.#row(store, id);
    return this.#past(store, () => store.change(row, merged(row.fields, values), this.#site.now()));
  }

  remove(list: string, id: number): void {
    const store = this.#site.list(list);
    this.#past(store, () => {
      store.remove(this.#row(store, id));
    });
  }

  renameColumn(list: string, name: string, displayName: string): void {
    this.#alter(list, name, (column) => ({ ...column, displayName }));
  }

  /** Deletes a column and puts one of another type in its place; what it held is gone. */
  retypeColumn(list: string, name: string, facet: Facet): void {
    const store = this.#site.list(list);
    const column = this.#column(store, name);
    dropColumn(store, column);
    const { [facetOf(column)]: _, ...rest } = column;
    store.columns = [...store.columns, { ...rest, [facet]: {}, indexed: false, enforceUniqueValues: false } as Column];
    store.reindex();
  }

  deleteColumn(list: string, name: string): void {
    const store = this.#site.list(list);
    dropColumn(store, this.#column(store, name));
  }

  removeIndex(list: string, name: string): void {
    this.#alter(list, name, (column) => ({ ...column, indexed: false, enforceUniqueValues: false }));
  }

  removeChoice(list: string, name: string, choice: string): void {
    this.#alter(list, name, (column) => ({ ...column, choice: { ...column.choice, choices: (column.choice?.choices ?? []).filter((each) => each !== choice) } }));
  }

  renameList(list: string, displayName: string): void {
    this.#site.list(list).displayName = displayName;
  }

  deleteList(list: string): void {
    this.#site.lists.delete(this.#site.list(list).id);
  }

  #past<T>(store: ListStore, work: () => T): T {
    const columns = store.columns;
    store.columns = columns.map((column) => ({ ...column, enforceUniqueValues: false }));
    store.reindex();
    try {
      return work();
    } finally {
      store.columns = columns;
      this.#reindexed(store);
      this.#site.changed(store);
    }
  }

  /** A column that now holds a value twice can no longer be unique. */
  #reindexed(store: ListStore): void {
    const unique = (column: Column) => column.enforceUniqueValues === true;
    for (const column of store.columns.filter(unique)) {
      const values = [...store.rows.values()].flatMap(({ fields }) => fields[column.name] === undefined ? [] : [String(fields[column.name]).toLowerCase()]);
      if (new Set(values).size < values.length) store.columns = store.columns.map((each) => each === column ? { ...each, enforceUniqueValues: false } : each);
    }
    store.reindex();
  }

  #alter(list: string, name: string, alter: (column: Column) => Column): void {
    const store = this.#site.list(list);
    const column = this.#column(store, name);
    replaceColumns(store, store.columns.map((each) => each === column ? alter(each) : each));
  }

  #column(store: ListStore, name: string): Column {
    const column = store.columns.find((each) => each.name === name);
    if (!column) throw new Error(`${store.displayName} has no column ${name}`);
    return column;
  }

  #row(store: ListStore, id: number): Row {
    const row = store.rows.get(id);
    if (!row) throw new Error(`${store.displayName} has no row ${id}`);
    return row;
  }
}

function merged(before: Fields, values: ByHand): Fields {
  return Object.fromEntries(Object.entries({ ...before, ...values }).filter((entry): entry is [string, FieldValue] => entry[1] !== null && entry[1] !== ''));
}
