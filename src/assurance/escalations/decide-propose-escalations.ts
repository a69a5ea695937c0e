import { arrangementsOf } from '../partnership/arrangements.ts';
import { insert, update, type Change } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { isSubmitted, quarterlyReturns, returnRounds, type QuarterlyReturn, type ReturnRound } from '../returns/quarterly-return.ts';
import { longDate, type Day } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import { shortQuarter } from '../time/quarter.ts';
import { workingDaysBetween } from '../time/working-days.ts';
import { workingDays } from '../notices/delivery-words.ts';
import { escalationKey, escalationSteps, escalations, type Escalation } from './escalation.ts';
import { evidenceOf } from './evidence.ts';
import { agencyName, isOpen, stageAfter, stagesInOrder, stepsOf } from './ladder.ts';

/** What the product proposes to the chair, with the rows that record it. It never escalates by itself. */
export type Proposal = { readonly return: string; readonly sentence: string; readonly changes: readonly Change[]; readonly what: string };

/**
 * Every concern that should be before the chair by now and is not: a return overdue for longer than the arrangements allow, a wait
 * that has run out, a letter whose reply has not come. Of returns nobody has escalated yet only the latest round's are proposed;
 * a return that never came in an earlier quarter stays on the scoreboard as missed.
 */
export function decideProposeEscalations(snapshot: Snapshot, moment: Moment): readonly Proposal[] {
  const latest = snapshot.all(returnRounds).findLast(({ opensOn }) => opensOn <= moment.today);
  const ofLatest = latest === undefined ? [] : snapshot.where(quarterlyReturns, 'quarter', latest.quarter).map(({ key }) => key);
  const underWay = snapshot.all(escalations).filter(isOpen).map((escalation) => escalation.return);
  return [...new Set([...ofLatest, ...underWay])].flatMap((key) => proposalFor(snapshot, key, moment) ?? []);
}

/** The proposal due for one return, if there is one. */
export function proposalFor(snapshot: Snapshot, returnKey: string, moment: Moment): Proposal | undefined {
  const of = snapshot.get(quarterlyReturns, returnKey);
  const round = of && snapshot.get(returnRounds, of.quarter);
  const first = stagesInOrder(snapshot)[0];
  if (!of || !round || !first || isSubmitted(of) || of.status === 'excused') return undefined;
  if (of.lockExtendedTo !== undefined && moment.today <= of.lockExtendedTo) return undefined;
  const key = escalationKey(of.quarter, of.agency);
  const known = snapshot.get(escalations, key);
  const name = `${shortQuarter(of.quarter)} return of ${agencyName(snapshot, of.agency)}`;
  if (!known) {
    const overdue = workingDaysBetween(round.dueOn, moment.today);
    if (overdue <= arrangementsOf(snapshot).escalateWorkingDaysOverdue) return undefined;
    return proposal(snapshot, of, round, first.key, `The ${name} was due on ${longDate(round.dueOn)} and is overdue by ${workingDays(overdue)}.`, moment);
  }
  if (known.status === 'waiting' && moment.today > known.waitUntil) {
    return proposal(snapshot, of, round, known.proposedStage, `The ${name} has not come in the time that the chair gave, which ended on ${longDate(known.waitUntil)}.`, moment, known);
  }
  const next = known.status === 'escalated' ? stageAfter(snapshot, known.stage) : undefined;
  if (known.status === 'escalated' && next && isReplyOverdue(known, moment.today)) {
    return proposal(snapshot, of, round, next.key, `No reply about the ${name} came by ${longDate(known.replyDueOn)}. Next on the ladder: ${next.name}.`, moment, known);
  }
  return undefined;
}

/** Whether the clock of the letter has run out: from the day after the reply was due. */
export function isReplyOverdue(escalation: Extract<Escalation, { status: 'escalated' }>, today: Day): boolean {
  return today > escalation.replyDueOn;
}

function proposal(snapshot: Snapshot, of: QuarterlyReturn, round: ReturnRound, stage: string, sentence: string, moment: Moment, known?: Escalation): Proposal {
  const key = escalationKey(of.quarter, of.agency);
  const row = { key, return: of.key, quarter: of.quarter, agency: of.agency, proposedAt: moment.instant, proposedStage: stage, evidence: evidenceOf(snapshot, of.key, round), status: 'proposed' } as const;
  const step = { key: `${key}.s${stepsOf(snapshot, key).length + 1}`, escalation: key, step: 'proposed', at: moment.instant, by: 'system', stage, note: sentence } as const;
  return {
    return: of.key, sentence, what: known ? 'proposed the escalation again' : 'proposed an escalation',
    changes: [known ? update(snapshot, escalations, row) : insert(escalations, row), insert(escalationSteps, step)],
  };
}
