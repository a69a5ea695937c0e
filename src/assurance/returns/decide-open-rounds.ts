import { accept, type Outcome } from '../outcome.ts';
import { agencies } from '../partnership/agency.ts';
import { arrangementsOf, type Arrangements } from '../partnership/arrangements.ts';
import { insert, remove, update, type Change } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { addDays, dayOf, daysInMonth, partsOf, type Day } from '../time/day.ts';
import { addQuarters, lastDayOf, lastEndedQuarter, type Quarter } from '../time/quarter.ts';
import { addWorkingDays, workingDayOnOrAfter } from '../time/working-days.ts';
import { quarterlyReturns, returnKey, returnRounds, type ReturnRound } from './quarterly-return.ts';

/**
 * When a quarter's round opens, falls due and locks. Due is a day of the month after the quarter (the month's last day where it has no such
 * day), moved to the next working day; the lock is counted in working days from there.
 */
export function roundFor(quarter: Quarter, arrangements: Arrangements): ReturnRound {
  const ended = lastDayOf(quarter);
  const { year, month } = partsOf(addDays(ended, 1));
  const dueOn = workingDayOnOrAfter(dayOf({ year, month, day: Math.min(arrangements.dueDayOfMonth, daysInMonth(year, month)) }));
  return {
    key: quarter, quarter, group: arrangements.returnsGroup,
    opensOn: addDays(ended, arrangements.opensDaysAfterQuarterEnd), dueOn, locksOn: addWorkingDays(dueOn, arrangements.locksWorkingDaysAfterDue),
  };
}

/** How many returns were opened by this run, and for which quarters. */
export type RoundsOpened = { readonly opened: number; readonly quarters: readonly Quarter[] };

/**
 * Keeps the rounds going: there is always a round for the quarter that ended and one, scheduled, for the quarter that runs, each with a
 * return for every agency that owes one; a scheduled return opens on its day, or on the first run after it. Every row has a natural key,
 * so running it again, or in two places at once, adds nothing. Dates that the board office changed in a round stay as they are, and a
 * row that somebody broke by hand waits to be mended without holding up the others.
 */
export function decideOpenRounds(snapshot: Snapshot, today: Day): Outcome<Decision<RoundsOpened>, never> {
  const arrangements = arrangementsOf(snapshot);
  const owing = snapshot.all(agencies).filter((agency) => agency.owesReturn).map(({ key }) => key);
  const ended = lastEndedQuarter(today);
  const unreadable = new Set(snapshot.problems().map(({ key }) => key));
  const changes: Change[] = [];
  const opened = new Set<Quarter>();
  let count = 0;
  for (const quarter of [ended, addQuarters(ended, 1)]) {
    const known = snapshot.get(returnRounds, quarter);
    const round = known ?? roundFor(quarter, arrangements);
    if (unreadable.has(round.key)) continue;
    if (!known) changes.push(insert(returnRounds, round));
    const open = round.opensOn <= today;
    for (const agency of owing) {
      const key = returnKey(quarter, agency);
      if (unreadable.has(key) || snapshot.get(quarterlyReturns, key)) continue;
      changes.push(insert(quarterlyReturns, { key, quarter, agency, status: open ? 'open' : 'scheduled' }));
      if (open) { count += 1; opened.add(quarter); }
    }
  }
  for (const row of snapshot.where(quarterlyReturns, 'status', 'scheduled')) {
    const round = snapshot.get(returnRounds, row.quarter);
    if (!owing.includes(row.agency)) changes.push(remove(snapshot, quarterlyReturns, row.key));
    else if (round && round.opensOn <= today) {
      changes.push(update(snapshot, quarterlyReturns, { ...row, status: 'open' }));
      count += 1;
      opened.add(row.quarter);
    }
  }
  return accept({ changes, what: count === 0 ? 'scheduled the next round of returns' : 'opened the round of returns', fact: { opened: count, quarters: [...opened] } });
}
