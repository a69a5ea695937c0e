import type { Change } from '../../assurance/records/change.ts';
import type { AnyRecordDefinition, RecordDefinition } from '../../assurance/records/record.ts';
import { LISTS } from '../../register/lists.ts';
import { MemorySnapshot, type RowChange } from '../../register/memory-snapshot.ts';

type Row = { readonly key: string };

/** The rows of the sample while it is being made. What is put later takes the place of what was there, as it does when people work. */
export class SampleWorld {
  #written: MemorySnapshot;
  readonly #pending = new Map<string, RowChange>();

  /** @param start what is there before anything is put */
  constructor(start: MemorySnapshot = MemorySnapshot.of(LISTS.map((definition) => [definition, []]))) {
    this.#written = start;
  }

  put<R extends Row>(definition: RecordDefinition<R>, row: NoInfer<R>): void {
    this.#note(definition, row.key, row);
  }

  /** Takes in what a decision of the product would write. */
  take(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'remove') this.#note(change.definition, change.key, undefined);
      else this.#note(change.definition, change.row.key, change.row);
    }
  }

  /** Everything as it stands now; rows put afterwards are not in it. */
  snapshot(): MemorySnapshot {
    this.#written = this.#written.with([...this.#pending.values()]);
    this.#pending.clear();
    return this.#written;
  }

  /** Every row as an insert into an empty register. */
  inserts(): readonly Change[] {
    const snapshot = this.snapshot();
    return LISTS.flatMap((definition) => snapshot.all(definition).map((row): Change => ({ kind: 'insert', definition, row })));
  }

  #note(definition: AnyRecordDefinition, key: string, row: Row | undefined): void {
    this.#pending.set(`${definition.name}/${key}`, { definition, key, stored: row && { row, version: '1' } });
  }
}
