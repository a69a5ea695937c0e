import { decideExtendCalendar } from '../../assurance/calendar/decide-extend-calendar.ts';
import { agencies } from '../../assurance/partnership/agency.ts';
import { arrangementsOf } from '../../assurance/partnership/arrangements.ts';
import type { Change } from '../../assurance/records/change.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import { quarterlyReturns, returnKey, returnRounds, type ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import { addDays, type Day } from '../../assurance/time/day.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import { makeActions } from './actions-made.ts';
import { makeCurrentRound } from './current-round.ts';
import { makeReminders, makeTold, waitedFor } from './deliveries-made.ts';
import { makeClosedEscalation, makeWaitingEscalation } from './escalations-made.ts';
import type { Sample } from './load-sample.ts';
import { makePastRounds } from './past-rounds.ts';
import type { Making } from './returns-made.ts';
import { sampleRounds } from './sample-dates.ts';
import { SampleWorld } from './sample-world.ts';

/** What should have been told on the last two working days is left for the first run of the notices, so that people find something new. */
const LEFT_TO_TELL_WORKING_DAYS = 2;

/**
 * Every row of the sample on a day. The same day always gives the same rows. What people did is made by the decisions of the product
 * itself, so that no row is there which the product could not have written.
 */
export function sampleRows(sample: Sample, today: Day): readonly Change[] {
  const making = startMaking(sample, today);
  makePast(making);
  makePresent(making, today);
  makeActions(making, today);
  making.world.take(decideExtendCalendar(making.asked, today).changes);
  return making.world.inserts();
}

/** The partnership with its rounds, in which nobody has done anything yet. */
export function startMaking(sample: Sample, today: Day): Making {
  const world = new SampleWorld(sample.partnership);
  const dates = sampleRounds(today, arrangementsOf(sample.partnership));
  const owing = owingReturns(sample.partnership);
  for (const round of [...dates.past, dates.current]) putRound(world, round, owing, 'open');
  if (dates.next) putRound(world, dates.next, owing, 'scheduled');
  return { sample, dates, world, asked: world.snapshot() };
}

function owingReturns(snapshot: Snapshot): readonly string[] {
  return snapshot.all(agencies).filter(({ owesReturn }) => owesReturn).map(({ key }) => key);
}

function putRound(world: SampleWorld, round: ReturnRound, owing: readonly string[], status: 'open' | 'scheduled'): void {
  world.put(returnRounds, round);
  for (const agency of owing) world.put(quarterlyReturns, { key: returnKey(round.quarter, agency), quarter: round.quarter, agency, status });
}

/** The eight rounds before the current one, and what became of the return that did not come in one of them. */
function makePast(making: Making): void {
  for (const told of making.sample.rounds.past) {
    const round = making.dates.past[told.back - 1];
    if (told.was !== 'escalated' || !round) continue;
    makeReminders(making.world, making.asked, addWorkingDays(round.dueOn, told.workingDays - 1), (key) => key === returnKey(round.quarter, told.agency));
    makeClosedEscalation(making, round, told.agency, told.workingDays);
  }
  makePastRounds(making, owingReturns(making.asked));
}

/** The current round with its drafts, queries, reminders and the escalation that waits for the chair. */
export function makePresent(making: Making, today: Day): void {
  const { sample, dates: { current }, world, asked } = making;
  const told = addDays(addWorkingDays(addDays(today, 1), -LEFT_TO_TELL_WORKING_DAYS), -1);
  makeCurrentRound(making, today);
  makeReminders(world, asked, told, waitedFor(world.snapshot(), current.quarter));
  for (const { agency } of sample.rounds.current.filter(({ is }) => is === 'overdue')) makeWaitingEscalation(making, current, agency, today);
  makeTold(world, told);
}
