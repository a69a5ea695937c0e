import type { By, Change, CommitOutcome } from '../../src/assurance/records/change.ts';
import type { Cell } from '../../src/assurance/records/field.ts';
import type { AnyRecordDefinition } from '../../src/assurance/records/record.ts';
import { accept, refuse } from '../../src/assurance/outcome.ts';
import { LISTS } from '../../src/register/lists.ts';
import { MemorySnapshot, type RowChange } from '../../src/register/memory-snapshot.ts';
import type { HistoryEntry, HistoryQuestion, Register } from '../../src/register/register.ts';

/** One row of one list, for stocking a register in a test. */
export type Stocked = readonly [AnyRecordDefinition, { readonly key: string }];

/** A snapshot of exactly these rows; each is encoded and decoded first, so that a test cannot hold a row that no list could. */
export function snapshotOf(rows: readonly Stocked[]): MemorySnapshot {
  const lists = new Map(LISTS.map((definition) => [definition, [] as { row: { key: string }; version: string }[]]));
  for (const [definition, row] of rows) {
    const decoded = definition.decode(definition.encode(row));
    if (!decoded.ok) throw new Error(`${definition.title} ${row.key}: ${decoded.faults.map((fault) => fault.message).join('; ')}`);
    lists.get(definition)?.push({ row: decoded.row as { key: string }, version: '1' });
  }
  return MemorySnapshot.of(lists);
}

/** A register that lives as long as the test. It passes the same contract suite as the real ones. */
export function memoryRegister(rows: readonly Stocked[] = []): Register {
  let snapshot = snapshotOf(rows);
  let version = 1;
  const history: HistoryEntry[] = [];
  const listeners = new Set<(changed: { readonly lists: ReadonlySet<string> }) => void>();
  const cellsOf = (definition: AnyRecordDefinition, key: string): Record<string, Cell> | null => {
    const row = snapshot.get(definition, key) as { key: string } | undefined;
    return row ? definition.encodeForHistory(row) : null;
  };
  return {
    snapshot: () => snapshot,
    async commit(changes: readonly Change[], by: By): Promise<CommitOutcome> {
      const rowChanges: RowChange[] = [];
      const entries: HistoryEntry[] = [];
      const touched = new Set<string>();
      for (const change of changes) {
        const { definition } = change;
        const key = change.kind === 'remove' ? change.key : change.row.key;
        const known = snapshot.versionOf(definition, key);
        const id = `${definition.name}/${key}`;
        if (change.kind === 'insert' && (known !== undefined || touched.has(id))) return refuse({ reason: 'already-there', list: definition.title, key });
        if (change.kind !== 'insert' && known !== change.version) return refuse({ reason: 'changed-elsewhere', list: definition.title, key });
        touched.add(id);
        const after = change.kind === 'remove' ? null : definition.encode(change.row);
        const decoded = after && definition.decode(after);
        if (decoded && !decoded.ok) throw new Error(`${definition.title} ${key}: ${decoded.faults.map((fault) => fault.message).join('; ')}`);
        version += 1;
        rowChanges.push({ definition, key, stored: decoded?.ok ? { row: decoded.row as { key: string }, version: String(version) } : undefined });
        entries.push({ ...by, sequence: history.length + entries.length + 1, list: definition.title, key, before: cellsOf(definition, key), after: change.kind === 'remove' ? null : definition.encodeForHistory(change.row) });
      }
      snapshot = snapshot.with(rowChanges);
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
