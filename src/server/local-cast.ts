import { channelRecipient } from '../assurance/notices/delivery.ts';
import { agencies } from '../assurance/partnership/agency.ts';
import { arrangementsOf } from '../assurance/partnership/arrangements.ts';
import { holdersOf } from '../assurance/partnership/people-of.ts';
import { groups } from '../assurance/partnership/partnership.ts';
import { people, seats, type Person as RegisteredPerson } from '../assurance/partnership/person.ts';
import { viewerOf } from '../assurance/partnership/viewer.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import type { Day } from '../assurance/time/day.ts';
import type { Channel, Meeting, Person } from '../embedded/local-teams/local-teams.ts';

/** Who plays in Local Teams, and where they meet: the register's people, the chair's channel and the group's meeting. */
export type LocalCast = {
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
  readonly meetings: readonly Meeting[];
  /** The chair's channel, as deliveries name it. */
  readonly chairChannel: { readonly recipient: string; readonly channel: Channel };
};

export function localCast(snapshot: Snapshot, today: Day): LocalCast {
  const { returnsGroup } = arrangementsOf(snapshot);
  const group = snapshot.get(groups, returnsGroup);
  const seated = snapshot.where(seats, 'group', returnsGroup).map(({ representative }) => representative);
  const steering = [...holdersOf(snapshot, 'chair', today, { group: returnsGroup }), ...holdersOf(snapshot, 'scrutineer', today), ...holdersOf(snapshot, 'board-office', today)].map(({ key }) => key);
  const groupName = group?.name ?? returnsGroup;
  const channel: Channel = { id: `19:chair-${returnsGroup}@thread.tacv2`, name: 'Chair and board office', teamId: `19:team-${returnsGroup}@thread.tacv2`, teamName: groupName, memberKeys: [...new Set(steering)] };
  return {
    // Senior officers who sign nothing off are written to by e-mail, as in a real partnership.
    people: snapshot.all(people).flatMap((person) => (person.tenantId === undefined || person.objectId === undefined ? [] : [{
      key: person.key, name: person.name, jobTitle: [person.jobTitle, person.agency === undefined ? undefined : snapshot.get(agencies, person.agency)?.shortName].filter(Boolean).join(', '),
      aadObjectId: person.objectId, tenantId: person.tenantId, mail: person.mail, teamsId: `29:${person.objectId}`, hasApp: hasApp(snapshot, person, today),
    }])),
    channels: [channel],
    meetings: [{ id: `19:meeting_${returnsGroup}@thread.v2`, name: `${groupName} meeting`, memberKeys: [...new Set([...steering, ...seated])] }],
    chairChannel: { recipient: channelRecipient(returnsGroup), channel },
  };
}

function hasApp(snapshot: Snapshot, person: RegisteredPerson, today: Day): boolean {
  const { roles } = viewerOf(snapshot, person, today);
  return roles.some((role) => role.kind !== 'senior-officer' || snapshot.get(agencies, role.agency)?.executiveSignsOff === true);
}
