import { actionUpdates, loggedActions, type LoggedAction } from '../../assurance/action-log/logged-action.ts';
import { seatOf } from '../../assurance/partnership/people-of.ts';
import type { Day } from '../../assurance/time/day.ts';
import { addWorkingDays, workingDayOnOrAfter } from '../../assurance/time/working-days.ts';
import { boardOfficer, timeOfDay, type Making } from './returns-made.ts';
import { instantOn } from './sample-dates.ts';
import type { SampleAction } from './sample-schema.ts';

/** The action log, numbered within each calendar year in the order in which the actions were added. */
export function makeActions(making: Making, today: Day): void {
  const numbers = new Map<string, number>();
  for (const told of [...making.sample.actions.actions].sort((a, b) => a.added - b.added)) {
    const year = addWorkingDays(today, told.added).slice(0, 4);
    const number = (numbers.get(year) ?? 0) + 1;
    numbers.set(year, number);
    makeAction(making, `${year}-${number}`, told, today);
  }
}

function makeAction(making: Making, key: string, told: SampleAction, today: Day): void {
  const on = (workingDays: number) => addWorkingDays(today, workingDays);
  const at = (workingDays: number, what: string) => instantOn(on(workingDays), timeOfDay(`${what}/${key}/${workingDays}`));
  const owner = seatOf(making.asked, told.group, told.agency, today)?.representative;
  if (owner === undefined) throw new Error(`${told.agency} has no seat on ${told.group}`);
  const office = boardOfficer(making, today);
  const common = {
    key, action: told.action, measure: told.measure, agency: told.agency, owner, group: told.group, dueOn: workingDayOnOrAfter(on(told.due)),
    dueMovedFrom: told.moved.map((day) => workingDayOnOrAfter(on(day))), source: told.source, addedAt: at(told.added, 'added'), addedBy: office,
  };
  const finished = told.due - 2;
  making.world.put(loggedActions, stateOf(told, common, { owner, office, doneAt: at(finished, 'done'), laterAt: at(finished + 5, 'verified') }));
  const updates = [...told.updates.map(({ day, by, note }) => ({ day, by: by === 'owner' ? owner : office, note })), ...closingUpdates(told, owner, office, finished)];
  updates.forEach(({ day, by, note }, index) => making.world.put(actionUpdates, { key: `${key}.u${index + 1}`, action: key, at: at(day, `update${index}`), by, note }));
}

type Finish = { readonly owner: string; readonly office: string; readonly doneAt: ReturnType<typeof instantOn>; readonly laterAt: ReturnType<typeof instantOn> };

function stateOf(told: SampleAction, common: Omit<Extract<LoggedAction, { status: 'open' }>, 'status'>, { owner, office, doneAt, laterAt }: Finish): LoggedAction {
  switch (told.is) {
    case 'open':
    case 'in-progress': return { ...common, status: told.is };
    case 'complete': return { ...common, status: 'complete', completedAt: doneAt, completedBy: owner, evidence: told.evidence };
    case 'verified': return { ...common, status: 'verified', completedAt: doneAt, completedBy: owner, evidence: told.evidence, verifiedAt: laterAt, verifiedBy: office };
    case 'not-needed': return { ...common, status: 'not-needed', closedAt: doneAt, closedBy: office, closedReason: told.reason };
  }
}

function closingUpdates(told: SampleAction, owner: string, office: string, finished: number): readonly { day: number; by: string; note: string }[] {
  switch (told.is) {
    case 'open':
    case 'in-progress': return [];
    case 'complete': return [{ day: finished, by: owner, note: `Completed. Evidence: ${told.evidence}` }];
    case 'verified': return [{ day: finished, by: owner, note: `Completed. Evidence: ${told.evidence}` }, { day: finished + 5, by: office, note: 'Verified.' }];
    case 'not-needed': return [{ day: finished, by: office, note: `Closed as not needed: ${told.reason}` }];
  }
}
