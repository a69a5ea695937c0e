import type { By, Change, CommitOutcome } from '../assurance/records/change.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import type { Cell } from '../assurance/records/field.ts';
import type { Instant } from '../assurance/time/instant.ts';

/** One committed change of one row, as history keeps it. Cells are as stored; `null` stands for no row. */
export type HistoryEntry = By & {
  /** Position in the register's history; later is larger. */
  readonly sequence: number;
  /** Title of the list. */
  readonly list: string;
  readonly key: string;
  readonly before: Readonly<Record<string, Cell>> | null;
  readonly after: Readonly<Record<string, Cell>> | null;
};

export type HistoryQuestion = {
  /** Title of the list. */
  readonly list?: string;
  readonly key?: string;
  /** The newest entries are answered first; at most this many (1,000 when left out). */
  readonly limit?: number;
};

/** How fresh the snapshot of a register is whose store is elsewhere. */
export type RegisterHealth = {
  /** Until when everything that anybody wrote is known. */
  readonly asOf: Instant;
  readonly ageMs: number;
  /** What is wrong, in a sentence, while the store cannot be read. */
  readonly fault?: string;
};

/**
 * The partnership's records and everything that may be done with them. Implemented on SQLite and on Microsoft lists;
 * `test/register/register-contract.ts` says what both must keep.
 */
export type Register = {
  /** What is known now, from memory; the same object until something changes. */
  snapshot(): Snapshot;
  /**
   * Writes all the changes or tells which one could not be written. Either every acknowledged change is durable and in history,
   * or nothing was written.
   */
  commit(changes: readonly Change[], by: By): Promise<CommitOutcome>;
  history(question: HistoryQuestion): Promise<readonly HistoryEntry[]>;
  /** Takes in what other processes and people have changed. */
  refresh(): Promise<void>;
  /** Calls back after the snapshot has changed, by whoever's hand. Gives back a function that stops it. */
  onChange(listener: (changed: { readonly lists: ReadonlySet<string> }) => void): () => void;
  /** Only where the store is elsewhere and may be out of reach while the snapshot goes on being read. */
  health?(): RegisterHealth;
  close(): Promise<void>;
};

/** The store cannot be reached or is damaged: a fault, not an answer to a request. */
export class RegisterUnavailable extends Error {
  override readonly name = 'RegisterUnavailable';
}
