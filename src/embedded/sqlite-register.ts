import type { DatabaseSync } from 'node:sqlite';
import type { By, Change, CommitOutcome, CommitRefusal } from '../assurance/records/change.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { RowProblem } from '../assurance/records/snapshot.ts';
import { MemorySnapshot, problemId, type RowChange } from '../register/memory-snapshot.ts';
import { prepareChanges, type PreparedChange } from '../register/prepared-change.ts';
import type { HistoryEntry, HistoryQuestion, Register } from '../register/register.ts';
import type { StoredRow } from '../register/table.ts';
import { SqliteHistory } from './sqlite-history.ts';
import { explained, inTransaction, isTaken, openSqliteFile } from './sqlite-file.ts';
import { SqliteList } from './sqlite-list.ts';
import { prepareTables } from './sqlite-tables.ts';

type Listener = (changed: { readonly lists: ReadonlySet<string> }) => void;
type Titles = ReadonlySet<string>;
type Written = RowChange & { readonly sequence: number };

/**
 * The register in one SQLite file. Several processes may have it open; each keeps its own snapshot and takes in what others wrote when
 * `refresh` is called or before it writes itself.
 *
 * Every change of a row, also one made by hand with another tool, has its entry in history, whose sequence is the row's version. So
 * `refresh` re-reads only the rows that history names since the last time, and costs one look at a counter when nothing changed.
 */
export class SqliteRegister implements Register {
  readonly #file: string;
  readonly #database: DatabaseSync;
  readonly #lists: ReadonlyMap<AnyRecordDefinition, SqliteList>;
  readonly #history: SqliteHistory;
  readonly #listeners = new Set<Listener>();
  #snapshot: MemorySnapshot;
  /** The last entry of history that the snapshot includes. */
  #sequence = 0;
  /** SQLite's counter of commits made by others. */
  #dataVersion: unknown;

  /**
   * @param file is created where it does not exist
   * @param lists `LISTS`, other than in tests
   * @throws RegisterUnavailable where the file is damaged, held by another program, from a newer version, or not a register
   */
  constructor(file: string, lists: readonly AnyRecordDefinition[]) {
    this.#file = file;
    this.#database = openSqliteFile(file);
    try {
      explained(file, () => prepareTables(this.#database, file, lists));
      this.#lists = new Map(lists.map((definition) => [definition, new SqliteList(this.#database, definition)]));
      this.#history = new SqliteHistory(this.#database, lists);
      this.#snapshot = explained(file, () => inTransaction(this.#database, 'DEFERRED', () => this.#load()));
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  snapshot(): MemorySnapshot {
    return this.#snapshot;
  }

  async commit(changes: readonly Change[], by: By): Promise<CommitOutcome> {
    const prepared = prepareChanges(changes);
    if (prepared.length === 0) return accept({ snapshot: this.#snapshot });
    const { written, others } = explained(this.#file, () => inTransaction(this.#database, 'IMMEDIATE', () => {
      const taken = this.#takeIn();
      return { written: this.#writeAll(prepared, by), others: taken };
    }, (result) => result.written.ok));
    if (written.ok) {
      this.#snapshot = this.#snapshot.with(written.fact);
      this.#sequence = Math.max(...written.fact.map(({ sequence }) => sequence));
    }
    this.#tell(written.ok ? new Set([...others, ...changes.map(({ definition }) => definition.title)]) : others);
    return written.ok ? accept({ snapshot: this.#snapshot }) : written;
  }

  async history(question: HistoryQuestion): Promise<readonly HistoryEntry[]> {
    return explained(this.#file, () => this.#history.answer(question));
  }

  async refresh(): Promise<void> {
    if (this.#dataVersionNow() === this.#dataVersion) return;
    this.#tell(explained(this.#file, () => inTransaction(this.#database, 'DEFERRED', () => this.#takeIn())));
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #load(): MemorySnapshot {
    this.#dataVersion = this.#dataVersionNow();
    this.#sequence = this.#history.lastSequence();
    const problems: RowProblem[] = [];
    const lists = Array.from(this.#lists, ([definition, list]) => {
      const rows: StoredRow[] = [];
      for (const read of list.read()) {
        if (read.kind === 'row') rows.push(read.stored);
        else problems.push(read.problem);
      }
      return [definition, rows] as const;
    });
    return MemorySnapshot.of(lists, problems);
  }

  /** Re-reads the rows that others have changed. @returns the titles of their lists */
  #takeIn(): Titles {
    const dataVersion = this.#dataVersionNow();
    if (dataVersion === this.#dataVersion) return new Set();
    const changed = this.#history.changedSince(this.#sequence);
    const rows: RowChange[] = [];
    const found: RowProblem[] = [];
    for (const { definition, key } of changed) {
      const read = this.#lists.get(definition)?.readOne(key);
      rows.push({ definition, key, stored: read?.kind === 'row' ? read.stored : undefined });
      if (read?.kind === 'problem') found.push(read.problem);
    }
    const ids = new Set(changed.map(({ definition, key }) => `${definition.title} ${key}`));
    const mended = this.#snapshot.problems().filter(({ list, key }) => ids.has(`${list} ${key}`)).map(problemId);
    this.#sequence = this.#history.lastSequence();
    this.#dataVersion = dataVersion;
    this.#snapshot = this.#snapshot.with(rows, { found, mended });
    return new Set(changed.map(({ definition }) => definition.title));
  }

  #writeAll(prepared: readonly PreparedChange[], by: By): Outcome<readonly Written[], CommitRefusal> {
    const written: Written[] = [];
    for (const { change, key, row } of prepared) {
      const { definition } = change;
      const known = this.#snapshot.get(definition, key) as { readonly key: string } | undefined;
      const list = definition.title;
      if (change.kind === 'insert' && known) return refuse({ reason: 'already-there', list, key });
      if (change.kind !== 'insert' && this.#snapshot.versionOf(definition, key) !== change.version) return refuse({ reason: 'changed-elsewhere', list, key });
      const sequence = this.#history.add(by, definition, key, known ? definition.encodeForHistory(known) : null, row ? definition.encodeForHistory(row) : null);
      try {
        if (!this.#write(change, row, sequence)) return refuse({ reason: 'changed-elsewhere', list, key });
      } catch (error) {
        if (!isTaken(error)) throw error;
        return refuse({ reason: 'already-there', list, key });
      }
      written.push({ definition, key, sequence, stored: row && { row, version: String(sequence) } });
    }
    return accept(written);
  }

  #write(change: Change, row: { readonly key: string } | undefined, version: number): boolean {
    const list = this.#lists.get(change.definition);
    if (!list) throw new Error(`The register keeps no list ${change.definition.title}`);
    if (change.kind === 'remove') return list.remove(change.key, change.version);
    if (change.kind === 'update') return list.update(change.row, change.version, version);
    list.insert(change.row, version);
    return true;
  }

  #dataVersionNow(): unknown {
    return explained(this.#file, () => this.#database.prepare('PRAGMA data_version').get()?.['data_version']);
  }

  #tell(lists: Titles): void {
    if (lists.size === 0) return;
    for (const listener of this.#listeners) listener({ lists });
  }
}
