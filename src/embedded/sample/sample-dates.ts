import type { Arrangements } from '../../assurance/partnership/arrangements.ts';
import { roundFor } from '../../assurance/returns/decide-open-rounds.ts';
import type { ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import { addDays, laterOf, type Day } from '../../assurance/time/day.ts';
import { instant, type Instant, type Moment } from '../../assurance/time/instant.ts';
import { addQuarters, lastDayOf, lastEndedQuarter } from '../../assurance/time/quarter.ts';
import { addWorkingDays, isWorkingDay } from '../../assurance/time/working-days.ts';

/** How long the current round is overdue: past the escalation limit and short of the lock. */
const OVERDUE_WORKING_DAYS = 10;
/** A round is not due sooner than this after its quarter, so that nobody reports on months that have not passed. */
const AFTER_QUARTER_WORKING_DAYS = 5;
const OPEN_WORKING_DAYS = 11;
export const PAST_ROUNDS = 8;

export type SampleRounds = {
  /** The eight rounds before the current one, the latest first, on their natural dates. */
  readonly past: readonly ReturnRound[];
  /** The round people work on. It fell due ten working days ago, whatever the day, and locks in five. */
  readonly current: ReturnRound;
  /** In the first weeks of a quarter, the round of the quarter that has only just ended: it opens when the current one locks. */
  readonly next: ReturnRound | undefined;
};

/** The rounds of the sample on a day. In them nothing happens before its quarter has ended, and the current round always looks the same. */
export function sampleRounds(today: Day, arrangements: Arrangements): SampleRounds {
  const dueOn = addWorkingDays(today, isWorkingDay(today) ? -OVERDUE_WORKING_DAYS : -OVERDUE_WORKING_DAYS - 1);
  const ended = lastEndedQuarter(today);
  const early = dueOn < addWorkingDays(lastDayOf(ended), AFTER_QUARTER_WORKING_DAYS);
  const quarter = early ? addQuarters(ended, -1) : ended;
  const current: ReturnRound = {
    ...roundFor(quarter, arrangements), dueOn, opensOn: laterOf(addDays(lastDayOf(quarter), 1), addWorkingDays(dueOn, -OPEN_WORKING_DAYS)),
    locksOn: addWorkingDays(dueOn, arrangements.locksWorkingDaysAfterDue),
  };
  return {
    past: Array.from({ length: PAST_ROUNDS }, (_, index) => roundFor(addQuarters(quarter, -1 - index), arrangements)),
    current,
    next: early ? nextRound(current, roundFor(ended, arrangements), arrangements) : undefined,
  };
}

function nextRound(current: ReturnRound, natural: ReturnRound, arrangements: Arrangements): ReturnRound {
  const opensOn = addWorkingDays(current.locksOn, 1);
  const dueOn = laterOf(natural.dueOn, addWorkingDays(opensOn, OPEN_WORKING_DAYS));
  return { ...natural, opensOn, dueOn, locksOn: addWorkingDays(dueOn, arrangements.locksWorkingDaysAfterDue) };
}

/** A moment of the sample. The sample takes London time for UTC, which nobody will notice in it. @param time `HH:MM` */
export function momentOn(on: Day, time: string): Moment {
  return { today: on, time, instant: instantOn(on, time) };
}

export function instantOn(on: Day, time: string): Instant {
  return instant(`${on}T${time}:00.000Z`);
}
