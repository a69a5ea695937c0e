import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { appointments, people, seats, type APPOINTMENT_ROLES, type Person, type Seat } from './person.ts';

/** The seat an agency has on a group on a day. */
export function seatOf(snapshot: Snapshot, group: string, agency: string, today: Day): Seat | undefined {
  return snapshot.where(seats, 'agency', agency).find((seat) => seat.group === group && seat.from <= today && (seat.to === undefined || today <= seat.to));
}

export function representativeOf(snapshot: Snapshot, group: string, agency: string, today: Day): Person | undefined {
  const seat = seatOf(snapshot, group, agency, today);
  return seat && snapshot.get(people, seat.representative);
}

export function deputyOf(snapshot: Snapshot, group: string, agency: string, today: Day): Person | undefined {
  const seat = seatOf(snapshot, group, agency, today);
  return seat?.deputy === undefined ? undefined : snapshot.get(people, seat.deputy);
}

/** Who holds a role on a day; for a chair of one group or a senior officer of one agency say which. */
export function holdersOf(snapshot: Snapshot, role: (typeof APPOINTMENT_ROLES)[number], today: Day, of: { readonly group?: string; readonly agency?: string } = {}): readonly Person[] {
  return snapshot.where(appointments, 'role', role)
    .filter((held) => held.from <= today && (held.to === undefined || today <= held.to))
    .filter((held) => (of.group === undefined || held.group === of.group) && (of.agency === undefined || held.agency === of.agency))
    .flatMap((held) => snapshot.get(people, held.person) ?? []);
}
