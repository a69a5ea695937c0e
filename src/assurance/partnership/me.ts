import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { agencies } from './agency.ts';
import { arrangementsOf } from './arrangements.ts';
import type { Me } from './me-model.ts';
import { groups } from './partnership.ts';
import { mayForSomething, type Capability } from './permission.ts';
import { agenciesAnsweredBy, type Role, type Viewer } from './viewer.ts';

/** Who the viewer is to the partnership today, and which pages they have. Nobody is refused: a person without a role has only their desk. */
export function me(snapshot: Snapshot, viewer: Viewer, today: Day): Me {
  const held = arrangementsOf(snapshot);
  const has = (capability: Capability) => mayForSomething(viewer, capability);
  return {
    person: viewer.person,
    name: viewer.name,
    roles: viewer.roles.map((role) => ({ kind: role.kind, words: roleWords(snapshot, role) })),
    answersFor: agenciesAnsweredBy(viewer, held.returnsGroup).map((agency) => ({ agency, name: snapshot.get(agencies, agency)?.name ?? agency })),
    pages: [
      'my-desk',
      ...(has('see return states') ? ['returns' as const] : []),
      ...(has('see escalations') ? ['escalations' as const] : []),
      ...(has('see calendar') ? ['calendar' as const] : []),
      ...(has('see actions') ? ['action-log' as const] : []),
      ...(has('see deliveries') ? ['deliveries' as const] : []),
      ...(has('export register') ? ['exchange' as const] : []),
    ],
    today,
    boardOffice: { name: held.boardOfficeName, mail: held.boardOfficeMail },
  };
}

/** A role as people say it: Representative of Moor Police, Chair of the Audit and Assurance Group. */
export function roleWords(snapshot: Snapshot, role: Role): string {
  const agencyName = (key: string) => snapshot.get(agencies, key)?.name ?? key;
  switch (role.kind) {
    case 'representative': return `Representative of ${agencyName(role.agency)}`;
    case 'deputy': return `Deputy for ${agencyName(role.agency)}`;
    case 'senior-officer': return `Senior officer of ${agencyName(role.agency)}`;
    case 'chair': return `Chair of the ${snapshot.get(groups, role.group)?.name ?? role.group}`;
    case 'scrutineer': return 'Independent scrutineer';
    case 'board-office': return 'Board office';
  }
}
