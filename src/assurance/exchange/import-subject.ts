import type { Viewer } from '../partnership/viewer.ts';
import type { Cell } from '../records/field.ts';
import type { AnyRecordDefinition } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Moment } from '../time/instant.ts';
import type { SubjectKey } from './exchange-model.ts';
import type { Finder, ReferenceTarget } from './find-reference.ts';

/** How the texts of a field are read. `own-form` is how the list itself writes it. */
export type Reading =
  | { readonly as: 'day' | 'instant' | 'quarter' | 'number' | 'own-form' }
  /** `naming` says whose key it becomes where the subject itself finds it. */
  | { readonly as: 'text'; readonly naming?: ReferenceTarget }
  | { readonly as: 'choice'; readonly alsoSaid?: Readonly<Record<string, string>> }
  | { readonly as: 'reference'; readonly to: ReferenceTarget };

export type SubjectField = {
  /** The record’s field, or `key`. */
  readonly name: string;
  readonly label: string;
  readonly help?: string;
  /** Whether a new row cannot do without it. */
  readonly required: boolean;
  readonly reading: Reading;
  /** Other headings under which people keep it. */
  readonly alsoCalled: readonly string[];
};

export type Cells = Readonly<Record<string, Cell>>;
type KnownRow = { readonly key: string };

/** What rows are read against. One is made for each reading of a sheet; it remembers what it has handed out. */
export type ImportContext = {
  readonly snapshot: Snapshot;
  readonly viewer: Viewer;
  readonly moment: Moment;
  readonly find: Finder;
  /** What history will say: `Imported from actions.xlsx`. */
  readonly reason: string;
};

/** A fault is a whole sentence. `explained` are the fields of which nothing more has to be said. */
export type Completed = { readonly cells: Cells; readonly faults: readonly string[]; readonly explained?: readonly string[] };

/** One kind of row that can be imported. */
export type ImportSubject = {
  readonly key: SubjectKey;
  readonly title: string;
  readonly help: string;
  readonly definition: AnyRecordDefinition;
  readonly fields: readonly SubjectField[];
  /** The row’s key from what could be read of it; a fault where it cannot be told. Asked in the order of the sheet. */
  readonly keyMaker: (context: ImportContext) => (given: Cells) => { readonly key: string } | { readonly fault: string };
  /** What a new row has where the sheet says nothing. */
  readonly defaults: (context: ImportContext) => Cells;
  /** Works out what follows from the cells, and what the partnership’s rules refuse. `known` is the row as it is, if there is one. */
  readonly complete: (context: ImportContext, cells: Cells, known: KnownRow | undefined) => Completed;
  /** What the row is about, in a few words. */
  readonly titleOf: (context: ImportContext, cells: Cells) => string;
};

export function textOf(cell: Cell | undefined): string {
  return cell === null || cell === undefined ? '' : String(cell);
}
