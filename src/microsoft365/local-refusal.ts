import type { CommitRefusal } from '../assurance/records/change.ts';
import type { MemorySnapshot } from '../register/memory-snapshot.ts';
import type { PreparedChange } from '../register/prepared-change.ts';

/**
 * Why a commit cannot succeed by what is known already: spares the requests that would only tell the same. What this lets through
 * SharePoint may still refuse.
 */
export function refusedLocally(snapshot: MemorySnapshot, prepared: readonly PreparedChange[]): CommitRefusal | undefined {
  let next = snapshot;
  for (const { change, key, row } of prepared) {
    const { definition } = change;
    const about = { list: definition.title, key };
    const known = next.versionOf(definition, key);
    if (change.kind === 'insert' && known !== undefined) return { reason: 'already-there', ...about };
    // A row that somebody has written over, and that has not been read since, has no version.
    if (change.kind !== 'insert' && (known !== change.version || known === '')) return { reason: 'changed-elsewhere', ...about };
    next = next.with([{ definition, key, stored: row && { row, version: known ?? '' } }]);
    if (row && repeatsAValue(next, row, definition)) return { reason: 'already-there', ...about };
  }
  return undefined;
}

function repeatsAValue(snapshot: MemorySnapshot, row: { readonly key: string }, definition: PreparedChange['change']['definition']): boolean {
  return Object.entries(definition.fields).some(([name, { column }]) => {
    const value = (row as Readonly<Record<string, unknown>>)[name];
    return column.unique && value !== undefined && snapshot.where(definition, name, value as never).length > 1;
  });
}
