import { arrangementsOf } from '../partnership/arrangements.ts';
import { may } from '../partnership/permission.ts';
import { holds, type Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import { escalationCard } from './escalation-card.ts';
import { escalations, type Escalation } from './escalation.ts';
import type { EscalationCardModel, EscalationsPage } from './escalations-page-model.ts';
import { isOpen, lastLetter } from './ladder.ts';

/**
 * Every concern that the viewer may see: those that wait for the chair first, then by date; closed ones newest first. An agency's
 * own people see a concern once it was escalated to them, not while the chair is still deciding.
 */
export function escalationsPage(snapshot: Snapshot, viewer: Viewer, today: Day): EscalationsPage {
  const seen = snapshot.all(escalations).filter((escalation) => maySee(snapshot, viewer, escalation));
  const cards = (of: readonly Escalation[]) => of.map((escalation) => escalationCardFor(snapshot, viewer, today, escalation));
  const open = cards(seen.filter(isOpen).sort((a, b) => (a.proposedAt < b.proposedAt ? -1 : 1)))
    .sort((a, b) => Number(b.status === 'proposed') - Number(a.status === 'proposed'));
  return { heading: headingOf(open, viewer), open, closed: cards(seen.filter((escalation) => !isOpen(escalation)).sort((a, b) => (a.proposedAt < b.proposedAt ? 1 : -1))) };
}

/** One concern with what this viewer may do about it. Ask `maySee` first. */
export function escalationCardFor(snapshot: Snapshot, viewer: Viewer, today: Day, escalation: Escalation): EscalationCardModel {
  const chairs = may(viewer, 'decide escalation', { group: arrangementsOf(snapshot).returnsGroup });
  return escalationCard(snapshot, today, escalation, { decide: chairs, close: chairs, reply: may(viewer, 'record escalation reply', { agency: escalation.agency }) });
}

export function maySee(snapshot: Snapshot, viewer: Viewer, escalation: Escalation): boolean {
  if (!may(viewer, 'see escalations', { agency: escalation.agency })) return false;
  return holds(viewer, 'chair') || holds(viewer, 'scrutineer') || holds(viewer, 'board-office') || lastLetter(snapshot, escalation.key) !== undefined;
}

function headingOf(open: readonly EscalationCardModel[], viewer: Viewer): string {
  const waiting = open.filter(({ status, rating }) => status === 'proposed' && rating === 'off-track').length;
  if (waiting > 0) return `${waiting === 1 ? '1 concern waits' : `${waiting} concerns wait`} for ${holds(viewer, 'chair') ? 'the chair’s decision' : 'the chair'}`;
  const replies = open.filter(({ status }) => status === 'escalated').length;
  if (replies > 0) return `${replies === 1 ? '1 reply is' : `${replies} replies are`} awaited`;
  return open.length === 0 ? 'No concern is open' : 'Nothing waits for the chair';
}
