import { decideEscalation } from '../../assurance/escalations/decide-escalation.ts';
import { proposalFor } from '../../assurance/escalations/decide-propose-escalations.ts';
import { decideCloseEscalation, decideRecordReply } from '../../assurance/escalations/decide-reply.ts';
import { escalationKey } from '../../assurance/escalations/escalation.ts';
import { people } from '../../assurance/partnership/person.ts';
import { viewerOf, type Viewer } from '../../assurance/partnership/viewer.ts';
import type { Change } from '../../assurance/records/change.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import type { Outcome } from '../../assurance/outcome.ts';
import { quarterlyReturns, returnKey, type ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import type { Day } from '../../assurance/time/day.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import { makeToldOfEscalations } from './deliveries-made.ts';
import { chairOfReturns, signerFor, type Making } from './returns-made.ts';
import { momentOn } from './sample-dates.ts';

/** Working days after the due date on which the product proposes, with the limit of five. */
const PROPOSED = 6;

/** An escalation from the letter to the closing, of a return that came in the end. Made while the return is still open in the world. */
export function makeClosedEscalation(making: Making, round: ReturnRound, agency: string, cameAfter: number): void {
  const key = escalationKey(round.quarter, agency);
  const on = (workingDays: number) => addWorkingDays(round.dueOn, workingDays);
  const { reply, outcome } = making.sample.rounds.escalation;
  propose(making, returnKey(round.quarter, agency), on(PROPOSED));
  act(making, on(PROPOSED), '14:10', (snapshot, chair, moment) => decideEscalation(snapshot, chair, moment, { escalationKey: key, decision: 'escalate' }));
  makeToldOfEscalations(making.world, on(PROPOSED));
  act(making, on(cameAfter), '10:40', (snapshot, chair, moment) => decideRecordReply(snapshot, chair, moment, { escalationKey: key, reply, repliedBy: signerFor(making, agency, on(cameAfter)) }));
  act(making, on(cameAfter + 2), '09:25', (snapshot, chair, moment) => decideCloseEscalation(snapshot, chair, moment, { escalationKey: key, outcome }));
}

/** The agency that is overdue now: proposed some days ago, and the chair gave it until the last working day before today. */
export function makeWaitingEscalation(making: Making, round: ReturnRound, agency: string, today: Day): void {
  const proposedOn = addWorkingDays(round.dueOn, PROPOSED);
  propose(making, returnKey(round.quarter, agency), proposedOn);
  act(making, proposedOn, '15:30', (snapshot, chair, moment) => decideEscalation(snapshot, chair, moment, {
    escalationKey: escalationKey(round.quarter, agency), decision: 'wait', until: addWorkingDays(today, -1), reason: making.sample.rounds.waitReason,
  }));
}

function propose(making: Making, of: string, on: Day): void {
  const snapshot = making.world.snapshot();
  const proposal = proposalFor(snapshot, of, momentOn(on, '08:00'));
  if (!proposal) throw new Error(`The sample cannot propose an escalation of ${of}, which is ${snapshot.get(quarterlyReturns, of)?.status}`);
  making.world.take(proposal.changes);
  makeToldOfEscalations(making.world, on);
}

type Decide = (snapshot: Snapshot, chair: Viewer, moment: ReturnType<typeof momentOn>) => Outcome<{ readonly changes: readonly Change[] }, { readonly reason: string }>;

/** The chair does something through the product's own decision, so that the rows are those a real press writes. */
function act(making: Making, on: Day, time: string, decide: Decide): void {
  const snapshot = making.world.snapshot();
  const chair = snapshot.get(people, chairOfReturns(making, on));
  if (!chair) throw new Error('The sample has no chair');
  const decided = decide(snapshot, viewerOf(snapshot, chair, on), momentOn(on, time));
  if (!decided.ok) throw new Error(`The sample's chair was refused: ${decided.refusal.reason}`);
  making.world.take(decided.fact.changes);
}
