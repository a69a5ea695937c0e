import type { By, Change, CommitOutcome } from '../../src/assurance/records/change.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import { accept, refuse } from '../../src/assurance/outcome.ts';
import { LISTS } from '../../src/register/lists.ts';
import { MemorySnapshot } from '../../src/register/memory-snapshot.ts';
import { prepareChanges } from '../../src/register/prepared-change.ts';
import type { HistoryEntry, HistoryQuestion, Register } from '../../src/register/register.ts';

/** One row of one list, for stocking a register in a test. */
export type Stocked = readonly [AnyRecordDefinition, { readonly key: string }];

/** A snapshot of exactly these rows; each is encoded and decoded first, so that a test cannot hold a row that no list could. */
export function snapshotOf(rows: readonly Stocked[], definitions: readonly AnyRecordDefinition[] = LISTS): MemorySnapshot {
  const lists = new Map(definitions.map((definition) => [definition, [] as { row: { key: string }; version: string }[]]));
  for (const [definition, row] of rows) {
    const decoded = definition.decode(definition.encode(row));
    if (!decoded.ok) throw new Error(`${definition.title} ${row.key}: ${decoded.faults.map((fault) => fault.message).join('; ')}`);
    lists.get(definition)?.push({ row: decoded.row as { key: string }, version: '1' });
  }
  return MemorySnapshot.of(lists);
}

function isUnique(snapshot: MemorySnapshot, definition: AnyRecordDefinition, row: { readonly key: string }): boolean {
  return Object.entries(definition.fields).every(([name, { column }]) => {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    return !column.unique || value === undefined || snapshot.where(definition, name, value as never).length === 1;
  });
}

/** A register that lives as long as the test. It passes the same contract suite as the real ones. */
export function memoryRegister(rows: readonly Stocked[] = [], definitions: readonly AnyRecordDefinition[] = LISTS): Register {
  let snapshot = snapshotOf(rows, definitions);
  let version = 1;
  const history: HistoryEntry[] = [];
  const listeners = new Set<(changed: { readonly lists: ReadonlySet<string> }) => void>();
  return {
    snapshot: () => snapshot,
    async commit(changes: readonly Change[], by: By): Promise<CommitOutcome> {
      const entries: HistoryEntry[] = [];
      let next = snapshot;
      for (const { change, key, row } of prepareChanges(changes)) {
        const { definition } = change;
        const known = next.get(definition, key) as { key: string } | undefined;
        if (change.kind === 'insert' && known) return refuse({ reason: 'already-there', list: definition.title, key });
        if (change.kind !== 'insert' && next.versionOf(definition, key) !== change.version) return refuse({ reason: 'changed-elsewhere', list: definition.title, key });
        version += 1;
        next = next.with([{ definition, key, stored: row && { row, version: String(version) } }]);
        if (row && !isUnique(next, definition, row)) return refuse({ reason: 'already-there', list: definition.title, key });
        entries.push({
          ...by, sequence: history.length + entries.length + 1, list: definition.title, key,
          before: known ? definition.encodeForHistory(known) : null, after: row ? definition.encodeForHistory(row) : null,
        });
      }
      if (entries.length === 0) return accept({ snapshot });
      snapshot = next;
      history.push(...entries);
      const lists = new Set(changes.map(({ definition }) => definition.title));
      for (const listener of listeners) listener({ lists });
      return accept({ snapshot });
    },
    async history({ list, key, limit = 1000 }: HistoryQuestion) {
      return history.filter((entry) => (list === undefined || entry.list === list) && (key === undefined || entry.key === key)).toReversed().slice(0, limit);
    },
    async refresh() {},
    onChange(listener) {
      listeners.add(listener);
      return () => { listeners.delete(listener); };
    },
    async close() {},
  };
}
