import type { RecordDefinition, AnyRecordDefinition } from './record.ts';

/**
 * Every record as it stood at one moment: synchronous, immutable, in memory. All views and decisions read from one of these.
 */
export type Snapshot = {
  /** The row with this key, if there is one. */
  get<Row extends { readonly key: string }>(definition: RecordDefinition<Row>, key: string): Row | undefined;
  /** All rows of the list, ordered by key. */
  all<Row extends { readonly key: string }>(definition: RecordDefinition<Row>): readonly Row[];
  /** The rows whose indexed field has this value, ordered by key. A field that is not indexed is a fault of the program. */
  where<Row extends { readonly key: string }, Name extends string & keyof Row>(definition: RecordDefinition<Row>, field: Name, value: Row[Name] & (string | boolean | number)): readonly Row[];
  /** The version to hand back with an update, so that a change made elsewhere in the meantime is noticed. */
  versionOf(definition: AnyRecordDefinition, key: string): string | undefined;
  /** Rows that cannot be read, because somebody edited them by hand. They are in no other answer. */
  problems(): readonly RowProblem[];
};

export type RowProblem = {
  /** Title of the list. */
  readonly list: string;
  /** The row's own id in its store, when the key itself is unreadable. */
  readonly rowId: string;
  readonly key: string | undefined;
  readonly faults: readonly { readonly field: string; readonly label: string; readonly message: string }[];
  /** Where a person can mend it, when the store has pages for people. */
  readonly link?: string;
};
