import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { appointments, people, seats, type Person } from './person.ts';

/** What somebody is to the partnership today. Roles come from the register, never from a token. */
export type Role =
  | { readonly kind: 'representative' | 'deputy'; readonly agency: string; readonly group: string }
  | { readonly kind: 'senior-officer'; readonly agency: string }
  | { readonly kind: 'chair'; readonly group: string }
  | { readonly kind: 'scrutineer' }
  | { readonly kind: 'board-office' };
export type RoleKind = Role['kind'];

/** The person who looks or asks, with every role that person holds today. */
export type Viewer = {
  /** Key of the person. */
  readonly person: string;
  readonly name: string;
  readonly roles: readonly Role[];
};

function runsOn(term: { readonly from: Day; readonly to?: Day }, today: Day): boolean {
  return term.from <= today && (term.to === undefined || today <= term.to);
}

/** The roles of a person on a day, from seats and appointments whose term includes it. A person without any sees nothing. */
export function viewerOf(snapshot: Snapshot, person: Person, today: Day): Viewer {
  const roles: Role[] = [];
  for (const seat of snapshot.where(seats, 'representative', person.key)) {
    if (runsOn(seat, today)) roles.push({ kind: 'representative', agency: seat.agency, group: seat.group });
  }
  for (const seat of snapshot.where(seats, 'deputy', person.key)) {
    if (runsOn(seat, today)) roles.push({ kind: 'deputy', agency: seat.agency, group: seat.group });
  }
  for (const appointment of snapshot.where(appointments, 'person', person.key)) {
    if (!runsOn(appointment, today)) continue;
    if (appointment.role === 'chair' && appointment.group) roles.push({ kind: 'chair', group: appointment.group });
    if (appointment.role === 'senior-officer' && appointment.agency) roles.push({ kind: 'senior-officer', agency: appointment.agency });
    if (appointment.role === 'scrutineer') roles.push({ kind: 'scrutineer' });
    if (appointment.role === 'board-office') roles.push({ kind: 'board-office' });
  }
  return { person: person.key, name: person.name, roles };
}

/** The person whom a verified sign-in names, if the register knows them. */
export function personSignedIn(snapshot: Snapshot, identity: { readonly tenantId: string; readonly objectId: string }): Person | undefined {
  return snapshot.where(people, 'objectId', identity.objectId).find((person) => person.tenantId === identity.tenantId);
}

export function holds(viewer: Viewer, kind: RoleKind): boolean {
  return viewer.roles.some((role) => role.kind === kind);
}

/** The agencies for which the viewer sits as representative or deputy, each once. */
export function agenciesAnsweredBy(viewer: Viewer, group: string): readonly string[] {
  return [...new Set(viewer.roles.flatMap((role) => ((role.kind === 'representative' || role.kind === 'deputy') && role.group === group ? [role.agency] : [])))];
}
