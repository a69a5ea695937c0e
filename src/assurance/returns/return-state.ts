import { longDate, weekdayDate, type Day } from '../time/day.ts';
import { workingDaysBetween } from '../time/working-days.ts';
import { isSubmitted, timelinessOf, type ReturnRound } from './quarterly-return.ts';
import type { ReturnCase } from './return-case.ts';
import type { TrackerRow } from './returns-tracker-model.ts';

/** How much of a draft is there: parts are its sections and, where figures are owed, the figures together. */
export type Progress = { readonly done: number; readonly of: number };

function workingDays(count: number): string {
  return count === 1 ? '1 working day' : `${count} working days`;
}

function lateBy(round: ReturnRound, on: Day): string {
  return `${workingDays(Math.max(1, workingDaysBetween(round.dueOn, on)))} late`;
}

/** Where a return stands, in words: "Submitted 2 working days late", "6 of 9 parts answered, overdue by 3 working days". */
export function stateInWords({ row, round }: ReturnCase, today: Day, progress: Progress | undefined): string {
  if (row.status === 'excused') return `Excused on ${longDate(row.excusedOn)}`;
  if (row.status === 'scheduled') return `Opens on ${longDate(round.opensOn)}`;
  if (isSubmitted(row)) {
    const when = row.firstSubmittedOn <= round.dueOn ? 'on time' : lateBy(round, row.firstSubmittedOn);
    switch (row.status) {
      case 'submitted': return `Submitted ${when}`;
      case 'queried': return `Submitted ${when}, queried`;
      case 'resubmitted': return `Submitted ${when}, version ${row.version} waits to be read`;
      case 'accepted': return `Accepted, submitted ${when}`;
    }
  }
  const written = row.status === 'awaiting-sign-off' ? 'Waiting for sign-off' : progress && progress.done > 0 ? `${progress.done} of ${progress.of} parts answered` : 'Not started';
  switch (timelinessOf(row, round, today)) {
    case 'missed': return `${written}, locked without a return`;
    case 'overdue': return `${written}, overdue by ${workingDays(Math.max(1, workingDaysBetween(round.dueOn, today)))}`;
    default: return `${written}, due on ${weekdayDate(round.dueOn)}`;
  }
}

/** Within this many working days of the due day, a return that nobody has begun is at risk. */
const SOON = 5;

/** How worried one should be, as a word: the tab draws its shape and colour from it. */
export function ratingOf({ row, round }: ReturnCase, today: Day, progress: Progress | undefined): TrackerRow['rating'] {
  if (row.status === 'excused' || row.status === 'scheduled') return 'not-known';
  if (isSubmitted(row)) return row.status === 'queried' ? 'at-risk' : 'on-track';
  if (today > round.dueOn) return 'off-track';
  const begun = (progress?.done ?? 0) > 0 || row.status === 'awaiting-sign-off';
  return !begun && workingDaysBetween(today, round.dueOn) <= SOON ? 'at-risk' : 'on-track';
}
