import type { ListInfo } from '@microsoft/microsoft-graph-types';
import { randomUUID } from 'node:crypto';
import type { Column } from './columns.ts';
import { Refused } from './exchange.ts';
import type { FieldValue, Fields } from './field-values.ts';

export type Row = {
  readonly id: number;
  readonly guid: string;
  readonly version: number;
  readonly fields: Fields;
  readonly created: Date;
  readonly modified: Date;
  /** What it was before the last change. */
  readonly previous?: Row;
};

export type UniqueViolation = 'conflict' | 'invalid-request';

/** One SharePoint list: its columns, its rows, and what changed in which order. */
export class ListStore {
  readonly id = randomUUID();
  readonly created: Date;
  readonly info: ListInfo;
  displayName: string;
  description: string;
  columns: Column[];
  /** Ordered by id. */
  readonly rows = new Map<number, Row>();
  /** The id of the row that each change was to, in the order of the changes. */
  readonly changes: number[] = [];
  /** Counts how often all delta tokens were thrown away. */
  tokenAge = 0;
  readonly #unique = new Map<string, Map<string, number>>();
  #lastId = 0;

  constructor(displayName: string, description: string, info: ListInfo, columns: Column[], created: Date) {
    this.displayName = displayName;
    this.description = description;
    this.info = info;
    this.columns = columns;
    this.created = created;
    this.reindex();
  }

  /** @throws {Refused} when another row has one of its unique values */
  add(fields: Fields, at: Date, violation: UniqueViolation = 'conflict'): Row {
    this.#refuseDuplicates(fields, undefined, violation);
    this.#lastId += 1;
    const row: Row = { id: this.#lastId, guid: randomUUID(), version: 1, fields, created: at, modified: at };
    this.#keep(row);
    return row;
  }

  change(before: Row, fields: Fields, at: Date, violation: UniqueViolation = 'conflict'): Row {
    this.#refuseDuplicates(fields, before.id, violation);
    const { previous: _, ...earlier } = before;
    const row: Row = { ...before, version: before.version + 1, fields, modified: at, previous: earlier };
    this.#forget(before);
    this.#keep(row);
    return row;
  }

  remove(row: Row): void {
    this.#forget(row);
    this.rows.delete(row.id);
    this.changes.push(row.id);
  }

  /** After the columns have changed. @throws {Refused} when a column is to be unique and its values are not */
  reindex(): void {
    this.#unique.clear();
    for (const { name, enforceUniqueValues } of this.columns) {
      if (enforceUniqueValues !== true) continue;
      const values = new Map<string, number>();
      for (const row of this.rows.values()) {
        const value = row.fields[name];
        if (value === undefined) continue;
        if (values.has(folded(value))) throw new Refused(400, 'invalidRequest', `The column '${name}' holds duplicate values.`);
        values.set(folded(value), row.id);
      }
      this.#unique.set(name, values);
    }
  }

  #keep(row: Row): void {
    this.rows.set(row.id, row);
    this.changes.push(row.id);
    for (const [name, values] of this.#unique) {
      const value = row.fields[name];
      if (value !== undefined) values.set(folded(value), row.id);
    }
  }

  #forget(row: Row): void {
    for (const [name, values] of this.#unique) {
      const value = row.fields[name];
      if (value !== undefined) values.delete(folded(value));
    }
  }

  #refuseDuplicates(fields: Fields, id: number | undefined, violation: UniqueViolation): void {
    for (const [name, values] of this.#unique) {
      const value = fields[name];
      const holder = value === undefined ? undefined : values.get(folded(value));
      if (holder === undefined || holder === id) continue;
      const message = `The list item could not be added or updated because duplicate values were found in the following field(s) in the list: [${name}].`;
      throw violation === 'conflict' ? new Refused(409, 'nameAlreadyExists', message) : new Refused(400, 'invalidRequest', message);
    }
  }
}

/** SharePoint compares texts without regard to case. */
export function folded(value: FieldValue): string {
  return String(value).toLowerCase();
}

export function etagOf({ guid, version }: Row): string {
  return `"${guid},${version}"`;
}
