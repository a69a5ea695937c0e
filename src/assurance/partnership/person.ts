import { choice, dayField, optional, reference, text } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

/**
 * An officer. Signed-in people are recognised by tenant id and object id, never by name or e-mail address;
 * both are empty until the person has signed in or the board office has filled them in.
 */
export const people = record('People', { purpose: 'The officers who take part, and how to reach them.' }, {
  name: text('Name', { personalData: 'contact' }),
  jobTitle: text('Job title'),
  mail: text('E-mail', { personalData: 'contact', unique: true }),
  agency: optional(reference('Agency', { indexed: true })),
  tenantId: optional(text('Tenant id')),
  objectId: optional(text('Object id', { indexed: true })),
});
export type Person = RowOf<typeof people>;

export const SEAT_CAPACITIES = ['member', 'co-opted', 'observer'] as const;

/** An agency's place on a group, with the representative who fills it and the deputy who stands in [PAAG 4]. */
export const seats = record('Seats', { purpose: 'Each agency’s place on each group: representative and deputy.' }, {
  group: reference('Group', { indexed: true }),
  agency: reference('Agency', { indexed: true }),
  representative: reference('Representative', { indexed: true }),
  deputy: optional(reference('Deputy', { indexed: true })),
  capacity: choice('Capacity', SEAT_CAPACITIES),
  from: dayField('From'),
  to: optional(dayField('To', { help: 'The last day of the term; empty while it runs.' })),
});
export type Seat = RowOf<typeof seats>;

export const APPOINTMENT_ROLES = ['chair', 'scrutineer', 'board-office', 'senior-officer'] as const;

/** A role that is not a seat: a group's chair, the independent scrutineer, the board office, an agency's senior officer [PAAG 2-3, 7]. */
export const appointments = record('Appointments', { purpose: 'Chairs, the independent scrutineer, the board office and each agency’s senior officer.' }, {
  role: choice('Role', APPOINTMENT_ROLES, { indexed: true }),
  person: reference('Person', { indexed: true }),
  group: optional(reference('Group', { help: 'For a chair.' })),
  agency: optional(reference('Agency', { help: 'For a senior officer.' })),
  from: dayField('From'),
  to: optional(dayField('To', { help: 'The last day of the appointment; empty while it runs.' })),
});
export type Appointment = RowOf<typeof appointments>;
