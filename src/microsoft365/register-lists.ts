import { choice, instantField, longText, numberField, optional, text, type Field } from '../assurance/records/field.ts';
import { record, type RowOf } from '../assurance/records/record.ts';
import { z } from 'zod';

/** A plain column of several lines holds no more than 63,999 characters; this leaves room for what counting differently may add. */
export const PART_LENGTH = 60_000;

function partText(label: string): Field<string> {
  return { ...longText(label), schema: z.string().max(PART_LENGTH), accepts: (value) => typeof value === 'string' && value.length <= PART_LENGTH };
}

/**
 * Who changed what, when and why: a row for each commit, or several where its changes do not fit into one. It is also the intent of a commit
 * that is under way, written before anything else: what a crash leaves half done is finished from it.
 */
export const historyRows = record('History', { purpose: 'Who changed what, when and why. It is only ever added to: do not edit it.' }, {
  commit: text('Commit'),
  part: numberField('Part'),
  parts: numberField('Parts'),
  state: choice('State', ['writing', 'withdrawing', 'done'], { indexed: true }),
  at: instantField('At', { indexed: true }),
  person: text('Person'),
  what: longText('What'),
  reason: optional(longText('Reason')),
  rows: partText('Rows changed'),
  changes: partText('Changes'),
});
export type HistoryRow = RowOf<typeof historyRows>;

/** What the product has to remember about the site itself. */
export const registerSettings = record('Register settings', { purpose: 'Which lists belong to the product. Do not edit it.' }, {
  value: partText('Value'),
});
