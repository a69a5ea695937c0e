import type { Change } from '../../assurance/records/change.ts';
import type { AnyRecordDefinition, RecordDefinition } from '../../assurance/records/record.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import { LISTS } from '../../register/lists.ts';
import { MemorySnapshot } from '../../register/memory-snapshot.ts';

type Row = { readonly key: string };

/** The rows of the sample while it is being made. What is put later takes the place of what was there, as it does when people work. */
export class SampleWorld {
  readonly #lists = new Map<AnyRecordDefinition, Map<string, Row>>(LISTS.map((definition) => [definition, new Map()]));

  put<R extends Row>(definition: RecordDefinition<R>, row: NoInfer<R>): void {
    this.#list(definition).set(row.key, row);
  }

  /** Takes in what a decision of the product would write. */
  take(changes: readonly Change[]): void {
    for (const change of changes) {
      if (change.kind === 'remove') this.#list(change.definition).delete(change.key);
      else this.#list(change.definition).set(change.row.key, change.row);
    }
  }

  /** Everything as it stands now; rows put afterwards are not in it. */
  snapshot(): Snapshot {
    return MemorySnapshot.of([...this.#lists].map(([definition, rows]) => [definition, [...rows.values()].map((row) => ({ row, version: '1' }))]));
  }

  /** Every row as an insert into an empty register. */
  inserts(): readonly Change[] {
    return [...this.#lists].flatMap(([definition, rows]) => [...rows.values()].map((row): Change => ({ kind: 'insert', definition, row })));
  }

  #list(definition: AnyRecordDefinition): Map<string, Row> {
    const list = this.#lists.get(definition);
    if (!list) throw new Error(`The register keeps no list ${definition.title}`);
    return list;
  }
}
