import type { AnyRecordDefinition, RecordDefinition } from '../assurance/records/record.ts';
import type { RowProblem, Snapshot } from '../assurance/records/snapshot.ts';
import { Table, type StoredRow } from './table.ts';

/** What happened to one row: its new content, or that it went. */
export type RowChange = { readonly definition: AnyRecordDefinition; readonly key: string; readonly stored: StoredRow | undefined };

/** A snapshot held in memory. `with` gives the next one and shares everything that did not change. */
export class MemorySnapshot implements Snapshot {
  readonly #tables: ReadonlyMap<string, Table>;
  /** By list and the row's own id in its store. */
  readonly #problems: ReadonlyMap<string, RowProblem>;

  private constructor(tables: ReadonlyMap<string, Table>, problems: ReadonlyMap<string, RowProblem>) {
    this.#tables = tables;
    this.#problems = problems;
  }

  static of(lists: Iterable<readonly [AnyRecordDefinition, readonly StoredRow[]]>, problems: Iterable<RowProblem> = []): MemorySnapshot {
    return new MemorySnapshot(
      new Map([...lists].map(([definition, rows]) => [definition.name, Table.of(definition, rows)])),
      new Map([...problems].map((problem) => [problemId(problem), problem])),
    );
  }

  get<Row extends { readonly key: string }>(definition: RecordDefinition<Row>, key: string): Row | undefined {
    return this.#table(definition).get(key)?.row as Row | undefined;
  }

  all<Row extends { readonly key: string }>(definition: RecordDefinition<Row>): readonly Row[] {
    return this.#table(definition).all() as readonly Row[];
  }

  where<Row extends { readonly key: string }, Name extends string & keyof Row>(definition: RecordDefinition<Row>, field: Name, value: Row[Name] & (string | boolean | number)): readonly Row[] {
    return this.#table(definition).where(field, value) as readonly Row[];
  }

  versionOf(definition: AnyRecordDefinition, key: string): string | undefined {
    return this.#table(definition).get(key)?.version;
  }

  problems(): readonly RowProblem[] {
    return [...this.#problems.values()];
  }

  /** @param mended ids of stored rows that can be read again or are gone, as `list/rowId` */
  with(changes: readonly RowChange[], problems: { readonly found: readonly RowProblem[]; readonly mended: readonly string[] } = { found: [], mended: [] }): MemorySnapshot {
    const byList = new Map<AnyRecordDefinition, Map<string, StoredRow | undefined>>();
    for (const { definition, key, stored } of changes) {
      const list = byList.get(definition) ?? new Map<string, StoredRow | undefined>();
      list.set(key, stored);
      byList.set(definition, list);
    }
    const tables = new Map(this.#tables);
    for (const [definition, list] of byList) tables.set(definition.name, this.#table(definition).with(list));
    const next = new Map(this.#problems);
    for (const id of problems.mended) next.delete(id);
    for (const problem of problems.found) next.set(problemId(problem), problem);
    return new MemorySnapshot(tables, next);
  }

  #table(definition: AnyRecordDefinition): Table {
    const table = this.#tables.get(definition.name);
    if (!table) throw new Error(`The register keeps no list ${definition.title}`);
    return table;
  }
}

export function problemId(problem: Pick<RowProblem, 'list' | 'rowId'>): string {
  return `${problem.list}/${problem.rowId}`;
}
