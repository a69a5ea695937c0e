import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { z } from 'zod';
import type { By } from '../assurance/records/change.ts';
import type { Cell } from '../assurance/records/field.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { Instant } from '../assurance/time/instant.ts';
import type { HistoryEntry, HistoryQuestion } from '../register/register.ts';

type Cells = Readonly<Record<string, Cell>>;

const StoredCells = z.string().transform((text) => JSON.parse(text) as unknown).pipe(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))).nullable();
const StoredEntry = z.object({
  sequence: z.number(), at: Instant, person: z.string(), what: z.string(), reason: z.string().nullable(), list: z.string(), key: z.string(), before: StoredCells, after: StoredCells,
});

/** Answered when a question about history names no limit. */
const LIMIT = 1_000;

/** The table that every change of every row is added to, in the order in which they were written. */
export class SqliteHistory {
  readonly #byName: ReadonlyMap<string, AnyRecordDefinition>;
  readonly #byTitle: ReadonlyMap<string, AnyRecordDefinition>;
  readonly #database: DatabaseSync;
  readonly #add: StatementSync;
  readonly #since: StatementSync;

  constructor(database: DatabaseSync, lists: readonly AnyRecordDefinition[]) {
    this.#database = database;
    this.#byName = new Map(lists.map((definition) => [definition.name, definition]));
    this.#byTitle = new Map(lists.map((definition) => [definition.title, definition]));
    this.#add = database.prepare('INSERT INTO history (at, person, what, reason, list, key, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#since = database.prepare('SELECT DISTINCT list, key FROM history WHERE sequence > ?');
  }

  /** @returns the entry's sequence, which is also the version of the row it tells of */
  add(by: By, definition: AnyRecordDefinition, key: string, before: Cells | null, after: Cells | null): number {
    const added = this.#add.run(by.at, by.person, by.what, by.reason ?? null, definition.name, key, before && JSON.stringify(before), after && JSON.stringify(after));
    return Number(added.lastInsertRowid);
  }

  lastSequence(): number {
    return Number(this.#database.prepare('SELECT max(sequence) AS last FROM history').get()?.['last'] ?? 0);
  }

  /** The rows of known lists that changed after this entry, each once. */
  changedSince(sequence: number): readonly { readonly definition: AnyRecordDefinition; readonly key: string }[] {
    return this.#since.all(sequence).flatMap(({ list, key }) => {
      const definition = this.#byName.get(String(list));
      return definition ? [{ definition, key: String(key) }] : [];
    });
  }

  answer({ list, key, limit = LIMIT }: HistoryQuestion): readonly HistoryEntry[] {
    const conditions = [...(list === undefined ? [] : ['list = :list']), ...(key === undefined ? [] : ['key = :key'])];
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    return this.#database.prepare(`SELECT * FROM history ${where} ORDER BY sequence DESC LIMIT :limit`)
      .all({ limit, ...(list === undefined ? {} : { list: this.#byTitle.get(list)?.name ?? list }), ...(key === undefined ? {} : { key }) })
      .map((stored) => this.#entryOf(StoredEntry.parse(stored)));
  }

  #entryOf({ reason, list, before, after, ...entry }: z.infer<typeof StoredEntry>): HistoryEntry {
    const definition = this.#byName.get(list);
    return {
      ...entry, list: definition?.title ?? list, ...(reason === null ? {} : { reason }),
      before: before && withYesNo(definition, before), after: after && withYesNo(definition, after),
    };
  }
}

/** Edits by hand come from the table, where yes and no are 1 and 0. */
function withYesNo(definition: AnyRecordDefinition | undefined, cells: Cells): Cells {
  return Object.fromEntries(Object.entries(cells).map(([name, cell]) => {
    const yesNo = definition?.fields[name]?.column.kind === 'boolean' && (cell === 0 || cell === 1);
    return [name, yesNo ? cell === 1 : cell];
  }));
}
