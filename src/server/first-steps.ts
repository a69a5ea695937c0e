import { agencies } from '../assurance/partnership/agency.ts';
import { arrangementsOf } from '../assurance/partnership/arrangements.ts';
import { holdersOf, representativeOf } from '../assurance/partnership/people-of.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import { quarterlyReturns, returnRounds } from '../assurance/returns/quarterly-return.ts';
import type { Day } from '../assurance/time/day.ts';

/** What a newcomer is told to try, with the names of the sample's own people. One line each. */
export function firstSteps(snapshot: Snapshot, today: Day): readonly string[] {
  const { returnsGroup, boardOfficeName } = arrangementsOf(snapshot);
  const round = snapshot.all(returnRounds).filter(({ opensOn }) => opensOn <= today).sort((a, b) => (a.opensOn < b.opensOn ? 1 : -1))[0];
  const waiting = round && snapshot.where(quarterlyReturns, 'quarter', round.quarter)
    .filter(({ status }) => status === 'open')
    .map(({ agency }) => ({ agency: snapshot.get(agencies, agency), representative: representativeOf(snapshot, returnsGroup, agency, today) }))
    .find(({ agency, representative }) => agency?.executiveSignsOff === false && representative !== undefined);
  const chair = holdersOf(snapshot, 'chair', today, { group: returnsGroup })[0];
  return [
    ...(waiting?.representative ? [`Be ${waiting.representative.name} (${waiting.agency?.name}): write "my returns" to the bot and answer the card.`] : []),
    ...(chair ? [`Be ${chair.name} (chair) in a second window: ask the bot "who are we waiting for", and look into the chair's channel.`] : []),
    `Be somebody of ${boardOfficeName}: the tab beside the chat shows every return as it comes in.`,
  ];
}
