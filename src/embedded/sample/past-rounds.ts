import { quarterlyReturns, returnKey, type QuarterlyReturn, type ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import { whole } from './chance.ts';
import type { PastReturn } from './sample-schema.ts';
import { acceptReturn, boardOfficer, submitReturn, usualDay, type Making } from './returns-made.ts';

/** The eight rounds before the current one: accepted, but for what the sample says was late, nil, on behalf, excused or missed. */
export function makePastRounds(making: Making, owing: readonly string[]): void {
  making.dates.past.forEach((round, index) => {
    for (const agency of owing) {
      const of: QuarterlyReturn = { key: returnKey(round.quarter, agency), quarter: round.quarter, agency, status: 'open' };
      makePastReturn(making, of, round, index + 1, making.sample.rounds.past.find((past) => past.agency === agency && past.back === index + 1));
    }
  });
}

function makePastReturn(making: Making, of: QuarterlyReturn, round: ReturnRound, back: number, told: PastReturn | undefined): void {
  const came = (on: Parameters<typeof submitReturn>[3]) => {
    const row = submitReturn(making, of, round, on);
    acceptReturn(making, row, addWorkingDays(row.firstSubmittedOn, whole(`accepted/${of.key}`, 3, 9)));
  };
  const late = (workingDays: number) => addWorkingDays(round.dueOn, workingDays);
  switch (told?.was) {
    case undefined: return came({ back, on: usualDay(of, round) });
    case 'nil': return came({ back, on: usualDay(of, round), nil: true });
    case 'late': return came({ back, on: late(told.workingDays) });
    case 'on-behalf': return came({ back, on: late(told.workingDays), onBehalf: true });
    case 'escalated': return came({ back, on: late(told.workingDays) });
    case 'missed': return making.world.put(quarterlyReturns, of);
    case 'excused': {
      const on = late(-5);
      const { key, quarter, agency } = of;
      return making.world.put(quarterlyReturns, { key, quarter, agency, status: 'excused', excusedOn: on, excusedBy: boardOfficer(making, on), excusedReason: told.reason });
    }
  }
}
