import { longText, numberField } from '../../src/assurance/records/field.ts';
import { record, type RowOf } from '../../src/assurance/records/record.ts';
import type { Snapshot } from '../../src/assurance/records/snapshot.ts';

/** A list whose one row counts transfers, and a list that has three rows of each of the last twenty: half a commit would show. */
export const balances = record('Test balances', { purpose: 'How many transfers there were.' }, { transfers: numberField('Transfers') });
export const entries = record('Test entries', { purpose: 'Three sides of each transfer.' }, {
  transfer: numberField('Transfer', { indexed: true }),
  words: longText('Words'),
});
export type Balance = RowOf<typeof balances>;
export type Entry = RowOf<typeof entries>;

/** How many sides are kept of how many transfers. */
export const KEPT = 20;

/** Rows of different lengths, some longer than a page of the file. */
export function entryOf(transfer: number, side: string): Entry {
  return { key: `${transfer}.${side}`, transfer, words: `${side}${transfer} `.repeat((transfer % 7) * 150) };
}

export function transfersIn(snapshot: Snapshot): number {
  return snapshot.get(balances, 'all')?.transfers ?? 0;
}
