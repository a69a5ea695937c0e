import type { Arrangements } from '../partnership/arrangements.ts';
import { addWorkingDays, isWorkingDay } from '../time/working-days.ts';
import type { Day } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';

/** Whether people may be written to now: on a working day, from the first minute of the working hours until the last. London time. */
export function mayWriteNow({ workingHours }: Pick<Arrangements, 'workingHours'>, { today, time }: Pick<Moment, 'today' | 'time'>): boolean {
  return isWorkingDay(today) && workingHours.from <= time && time < workingHours.to;
}

/** The day on which something asked for now goes out. */
export function nextWritingDay(arrangements: Pick<Arrangements, 'workingHours'>, moment: Pick<Moment, 'today' | 'time'>): Day {
  return isWorkingDay(moment.today) && moment.time < arrangements.workingHours.to ? moment.today : addWorkingDays(moment.today, 1);
}
