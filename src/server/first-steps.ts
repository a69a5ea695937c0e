import { agencies, type Agency } from '../assurance/partnership/agency.ts';
import { arrangementsOf } from '../assurance/partnership/arrangements.ts';
import { holdersOf, representativeOf } from '../assurance/partnership/people-of.ts';
import type { Person } from '../assurance/partnership/person.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import { quarterlyReturns, returnRounds } from '../assurance/returns/quarterly-return.ts';
import type { Day } from '../assurance/time/day.ts';
import { addWorkingDays } from '../assurance/time/working-days.ts';

/** A representative whose agency has not begun its return and may submit it alone: the person to be first. */
export function firstToBe(snapshot: Snapshot, today: Day): { readonly person: Person; readonly agency: Agency } | undefined {
  const { returnsGroup } = arrangementsOf(snapshot);
  const round = snapshot.all(returnRounds).filter(({ opensOn }) => opensOn <= today).sort((a, b) => (a.opensOn < b.opensOn ? 1 : -1))[0];
  if (!round) return undefined;
  for (const { agency: key } of snapshot.where(quarterlyReturns, 'quarter', round.quarter).filter(({ status }) => status === 'open')) {
    const agency = snapshot.get(agencies, key);
    const person = representativeOf(snapshot, returnsGroup, key, today);
    if (agency?.executiveSignsOff === false && person) return { person, agency };
  }
  return undefined;
}

/** What a newcomer is told to try, with the names of the sample's own people. One line each. @param sharePoint whether it runs on this machine's own SharePoint */
export function firstSteps(snapshot: Snapshot, today: Day, sharePoint: boolean): readonly string[] {
  const { returnsGroup, boardOfficeName } = arrangementsOf(snapshot);
  const first = firstToBe(snapshot, today);
  const chair = holdersOf(snapshot, 'chair', today, { group: returnsGroup })[0];
  return [
    ...(first ? [`Be ${first.person.name} (${first.agency.name}): write "my returns" to the bot and answer the card.`] : []),
    `Be somebody of ${boardOfficeName} in a second window: the tab beside the chat shows the return as it comes in.`,
    ...(chair ? [`Be ${chair.name} (chair): ask the bot "who are we waiting for".`] : []),
    `In another terminal run: npm run tick -- --on ${addWorkingDays(today, 1)} --at 10:00${sharePoint ? ' --sharepoint' : ''}\n    The next working day’s reminders go out, and a return that never came is put before the chair in the chair’s channel.`,
  ];
}
