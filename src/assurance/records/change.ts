import type { Outcome } from '../outcome.ts';
import type { Instant } from '../time/instant.ts';
import type { AnyRecordDefinition, RecordDefinition } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** One row to write. Updates and removals carry the version that was read. */
export type Change =
  | { readonly kind: 'insert'; readonly definition: AnyRecordDefinition; readonly row: { readonly key: string } }
  | { readonly kind: 'update'; readonly definition: AnyRecordDefinition; readonly row: { readonly key: string }; readonly version: string }
  | { readonly kind: 'remove'; readonly definition: AnyRecordDefinition; readonly key: string; readonly version: string };

export function insert<Row extends { readonly key: string }>(definition: RecordDefinition<Row>, row: NoInfer<Row>): Change {
  return { kind: 'insert', definition, row };
}

/** @throws when the snapshot has no such row: an update is only ever decided from a row that was read. */
export function update<Row extends { readonly key: string }>(snapshot: Snapshot, definition: RecordDefinition<Row>, row: NoInfer<Row>): Change {
  return { kind: 'update', definition, row, version: versionIn(snapshot, definition, row.key) };
}

export function remove(snapshot: Snapshot, definition: AnyRecordDefinition, key: string): Change {
  return { kind: 'remove', definition, key, version: versionIn(snapshot, definition, key) };
}

function versionIn(snapshot: Snapshot, definition: AnyRecordDefinition, key: string): string {
  const version = snapshot.versionOf(definition, key);
  if (version === undefined) throw new Error(`No row ${key} in ${definition.title} to change`);
  return version;
}

/** Who made a change, when and why: what history says about it. */
export type By = {
  /** The key of a person, or `system` for what the product does on its own. */
  readonly person: string;
  readonly at: Instant;
  /** What happened, as a past-tense phrase: `submitted the return`. */
  readonly what: string;
  /** The person's own words, where the change asks for them. */
  readonly reason?: string;
};

export type CommitRefusal =
  /** Somebody else changed or removed the row since it was read. */
  | { readonly reason: 'changed-elsewhere'; readonly list: string; readonly key: string }
  /** A row with this key exists: what was to be created is already there. */
  | { readonly reason: 'already-there'; readonly list: string; readonly key: string };

export type Committed = { readonly snapshot: Snapshot };
export type CommitOutcome = Outcome<Committed, CommitRefusal>;
