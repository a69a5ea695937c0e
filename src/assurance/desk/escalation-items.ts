import { hasCome } from '../escalations/decide-reply.ts';
import { escalationStages, escalations, type Escalation } from '../escalations/escalation.ts';
import { escalationCardFor, maySee } from '../escalations/escalations-page.ts';
import { addresseesOf, agencyName, isOpen, lastLetter } from '../escalations/ladder.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { dayOfInstant } from '../time/instant.ts';
import { shortQuarter } from '../time/quarter.ts';
import type { DeskItem } from './my-desk-model.ts';
import { pageAddress } from './page-address.ts';
import type { DeskPart } from './return-items.ts';

/** Concerns: what the chair decides or closes, what a senior officer replies to, and for the others whose move it is. */
export function escalationItems(snapshot: Snapshot, viewer: Viewer, today: Day): DeskPart {
  const owed: DeskItem[] = [];
  const waiting: DeskItem[] = [];
  const chairs = may(viewer, 'decide escalation', { group: arrangementsOf(snapshot).returnsGroup });
  for (const escalation of snapshot.all(escalations).filter(isOpen)) {
    if (!maySee(snapshot, viewer, escalation)) continue;
    const { sentence } = escalationCardFor(snapshot, viewer, today, escalation);
    const main = (label: string) => ({ label, href: pageAddress.escalations(escalation.key) });
    const reply = replyOwedBy(snapshot, viewer, escalation);
    if (reply) owed.push({ id: escalation.key, kind: 'escalation-reply', sentence: `Reply to the chair about the ${shortQuarter(escalation.quarter)} return of ${agencyName(snapshot, escalation.agency)}`, detail: sentence, ...reply, main: main('Reply') });
    else if (chairs && (escalation.status === 'replied' || hasCome(snapshot, escalation))) owed.push({ id: escalation.key, kind: 'escalation-decision', sentence, main: main('Close') });
    else if (chairs && escalation.status === 'proposed') owed.push({ id: escalation.key, kind: 'escalation-decision', sentence, main: main('Decide') });
    else if (escalation.status === 'escalated') waiting.push({ id: escalation.key, kind: 'waiting', sentence, dueOn: escalation.replyDueOn, main: main('See it') });
    else if (escalation.status === 'waiting') waiting.push({ id: escalation.key, kind: 'waiting', sentence, dueOn: escalation.waitUntil, main: main('See it') });
    else waiting.push({ id: escalation.key, kind: 'waiting', sentence: `The chair decides: ${sentence}`, main: main('See it') });
  }
  return { owed, waiting };
}

/** The reply that the viewer owes, as the one to whom the latest letter went. */
function replyOwedBy(snapshot: Snapshot, viewer: Viewer, escalation: Escalation): { readonly dueOn?: Day } | undefined {
  const letter = lastLetter(snapshot, escalation.key);
  const stage = letter?.stage === undefined ? undefined : snapshot.get(escalationStages, letter.stage);
  if (!letter || !stage || escalation.status === 'replied' || hasCome(snapshot, escalation)) return undefined;
  const written = addresseesOf(snapshot, stage, escalation.agency, dayOfInstant(letter.at));
  if (!written.some(({ key }) => key === viewer.person)) return undefined;
  return escalation.status === 'escalated' ? { dueOn: escalation.replyDueOn } : {};
}

