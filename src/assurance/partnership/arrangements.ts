import { z } from 'zod';
import { json, longText, numberField, reference, text } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Enter a time as hours and minutes, for example 08:30');

/** How this register's partnerships run their quarterly round, as their template says it. There is one row. */
export const arrangements = record('Arrangements', { purpose: 'When returns open, fall due, lock and escalate; when people may be written to.' }, {
  name: text('Name'),
  returnsGroup: reference('Returns group', { help: 'The group that reads the returns first; its seats answer them.' }),
  boardOfficeName: text('Board office'),
  boardOfficeMail: text('Board office e-mail', { personalData: 'contact' }),
  opensDaysAfterQuarterEnd: numberField('Opens, days after the quarter ends'),
  dueDayOfMonth: numberField('Due on this day of the month after the quarter', { help: 'Moved to the next working day when it is not one.' }),
  locksWorkingDaysAfterDue: numberField('Locks, working days after due'),
  remindBefore: json('Remind, working days before due', z.array(z.number().int().positive()).readonly()),
  remindAfter: json('Remind, working days overdue', z.array(z.number().int().positive()).readonly()),
  escalateWorkingDaysOverdue: numberField('Propose escalation, working days overdue'),
  workingHours: json('Working hours', z.object({ from: Time, to: Time }), { help: 'Nobody is written to outside these hours, London time.' }),
  figureNote: longText('Note shown with figures'),
});
export type Arrangements = RowOf<typeof arrangements>;

/** @throws when no template has been loaded: nothing can be decided without one. */
export function arrangementsOf(snapshot: Snapshot): Arrangements {
  const row = snapshot.all(arrangements)[0];
  if (!row) throw new Error('The register has no arrangements: load a partnership template first');
  return row;
}
