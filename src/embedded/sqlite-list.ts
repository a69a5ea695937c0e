import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Cell } from '../assurance/records/field.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { RowProblem } from '../assurance/records/snapshot.ts';
import type { StoredRow } from '../register/table.ts';
import { quoted } from './sqlite-tables.ts';

/** What a row of the table turned out to be. */
export type ReadRow = { readonly kind: 'row'; readonly stored: StoredRow } | { readonly kind: 'problem'; readonly problem: RowProblem };

/** The table of one list: reads rows into records, and writes records into rows. */
export class SqliteList {
  readonly definition: AnyRecordDefinition;
  readonly #database: DatabaseSync;
  readonly #columns: readonly string[];
  readonly #select: string;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync, definition: AnyRecordDefinition) {
    this.#database = database;
    this.definition = definition;
    this.#columns = ['key', ...Object.keys(definition.fields)];
    const columns = this.#columns.map((name) => (definition.fields[name]?.column.kind === 'boolean' ? readable(name) : quoted(name)));
    this.#select = `SELECT row_id, ${readable('row_version')}, ${columns.join(', ')} FROM ${quoted(definition.name)}`;
  }

  /** Every row. One object of cells is filled anew for each: reading is half as fast where every row makes its own. */
  *read(): Generator<ReadRow> {
    const names = ['row_id', 'row_version', ...this.#columns];
    const repeats = names.map((name) => this.definition.fields[name]?.column.indexed === true);
    const held = new Map<SQLOutputValue, SQLOutputValue>();
    const cells: Record<string, SQLOutputValue> = {};
    const statement = this.#database.prepare(this.#select);
    statement.setReturnArrays(true);
    for (const values of statement.iterate() as unknown as Iterable<readonly SQLOutputValue[]>) {
      for (let index = 0; index < names.length; index += 1) {
        const cell = values[index] ?? null;
        cells[names[index] as string] = repeats[index] ? heldOnce(held, cell) : cell;
      }
      yield this.#decoded(cells);
    }
  }

  readOne(key: string): ReadRow | undefined {
    const cells = this.#statement(`${this.#select} WHERE key = ?`).get(key);
    return cells && this.#decoded(cells);
  }

  insert(row: { readonly key: string }, version: number): void {
    this.#statement(`INSERT INTO ${quoted(this.definition.name)} (row_version, ${this.#columns.map(quoted).join(', ')}) VALUES (?${', ?'.repeat(this.#columns.length)})`)
      .run(version, ...this.#values(row));
  }

  /** @returns false where the row no longer has the version that was read */
  update(row: { readonly key: string }, read: string, version: number): boolean {
    return this.#statement(`UPDATE ${quoted(this.definition.name)} SET row_version = ?, ${this.#columns.map((name) => `${quoted(name)} = ?`).join(', ')} WHERE key = ? AND row_version = ?`)
      .run(version, ...this.#values(row), row.key, Number(read)).changes === 1;
  }

  /** @returns false where the row no longer has the version that was read */
  remove(key: string, read: string): boolean {
    const marked = this.#statement(`UPDATE ${quoted(this.definition.name)} SET row_version = 0 WHERE key = ? AND row_version = ?`).run(key, Number(read)).changes === 1;
    return marked && this.#statement(`DELETE FROM ${quoted(this.definition.name)} WHERE key = ?`).run(key).changes === 1;
  }

  #values(row: { readonly key: string }): SQLInputValue[] {
    const cells: Readonly<Record<string, Cell>> = this.definition.encode(row);
    return this.#columns.map((name) => {
      const cell = cells[name] ?? null;
      return typeof cell === 'boolean' ? Number(cell) : cell;
    });
  }

  #decoded(cells: Readonly<Record<string, unknown>>): ReadRow {
    const decoded = this.definition.decode(cells as Readonly<Record<string, Cell>>);
    if (decoded.ok) return { kind: 'row', stored: { row: decoded.row as { key: string }, version: String(cells['row_version']) } };
    return { kind: 'problem', problem: { list: this.definition.title, rowId: String(cells['row_id']), key: decoded.key, faults: decoded.faults } };
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}

/** A whole number typed by hand may be larger than JavaScript can hold exactly, which must not stop the reading: as a REAL it cannot. */
function readable(name: string): string {
  return `iif(typeof(${quoted(name)}) = 'integer', ${quoted(name)} + 0.0, ${quoted(name)}) AS ${quoted(name)}`;
}

/** Indexed cells repeat by the thousand; holding each text once keeps memory down. */
function heldOnce(held: Map<SQLOutputValue, SQLOutputValue>, cell: SQLOutputValue): SQLOutputValue {
  const known = held.get(cell);
  if (known !== undefined) return known;
  held.set(cell, cell);
  return cell;
}
