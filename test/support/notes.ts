import { z } from 'zod';
import { choice, dayField, instantField, json, keys, longText, numberField, numbers, optional, quarterField, reference, text, yesNo } from '../../src/assurance/records/field.ts';
import { record, recordWithStates, type RowOf } from '../../src/assurance/records/record.ts';
import { day } from '../../src/assurance/time/day.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { quarter } from '../../src/assurance/time/quarter.ts';

/** A list with a field of every kind, for what is true of all lists. It is in no product. */
export const notes = record('Test notes', { purpose: 'One field of every kind.' }, {
  title: text('Title', { indexed: true }),
  code: optional(text('Code', { unique: true })),
  body: longText('Body'),
  colour: choice('Colour', ['red', 'amber', 'green'], { indexed: true }),
  on: dayField('On'),
  at: instantField('At'),
  quarter: quarterField('Quarter'),
  about: optional(reference('About', { indexed: true })),
  count: numberField('Count'),
  urgent: yesNo('Urgent'),
  reviewed: optional(yesNo('Reviewed')),
  tags: keys('Tags'),
  counts: optional(numbers('Counts')),
  marks: json('Marks', z.array(z.object({ by: z.string(), mark: z.number() })).readonly()),
});
export type Note = RowOf<typeof notes>;

/** A list whose fields differ by state. */
export const tickets = recordWithStates('Test tickets', { purpose: 'A row with states.' }, { subject: text('Subject') }, {
  open: {},
  closed: { closedOn: dayField('Closed on'), remark: optional(longText('Remark')) },
});

/** A list of which history shows only who and when. */
export const secrets = record('Test secrets', { purpose: 'Its words stay out of history.', historyShows: ['savedBy'] }, {
  savedBy: reference('Saved by'),
  words: longText('Words'),
});

export const TEST_LISTS = [notes, tickets, secrets];

export function aNote(key: string, of: Partial<Note> = {}): Note {
  return {
    key, title: 'Minutes', body: 'Agreed.', colour: 'green', on: day('2026-10-01'), at: instant('2026-10-01T08:00:00.000Z'), quarter: quarter('2026-Q2'),
    count: 1, urgent: false, tags: [], marks: [], ...of,
  };
}
