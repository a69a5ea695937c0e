import { accept, refuse, type Outcome } from '../outcome.ts';
import { agencies } from '../partnership/agency.ts';
import { groups } from '../partnership/partnership.ts';
import { may, mayForSomething } from '../partnership/permission.ts';
import { people } from '../partnership/person.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotPermitted, type Refused } from '../refusals.ts';
import { longDate, type Day } from '../time/day.ts';
import { dayOfInstant } from '../time/instant.ts';
import { addWorkingDays } from '../time/working-days.ts';
import type { ActionLog, ActionRow } from './action-log-model.ts';
import { ownersFor } from './decide-add-action.ts';
import { loggedActions, updatesOf, type LoggedAction } from './logged-action.ts';

/** An action due within this many working days is at risk until it is complete. */
const SOON_WORKING_DAYS = 5;

/** The actions that the viewer may see: overdue first, then what waits to be verified, then the rest by due date, finished ones last. */
export function actionLog(snapshot: Snapshot, viewer: Viewer, today: Day): Outcome<ActionLog, Refused> {
  if (!mayForSomething(viewer, 'see actions')) return refuse({ reason: 'not-permitted', message: explainNotPermitted('see actions') });
  const soon = addWorkingDays(today, SOON_WORKING_DAYS);
  const actions = snapshot.all(loggedActions).filter(({ agency, group }) => may(viewer, 'see actions', { agency, group }));
  const rows = actions.toSorted((a, b) => order(a, today) - order(b, today) || compare(a.dueOn, b.dueOn) || numberOf(a.key) - numberOf(b.key))
    .map((action) => rowOf(snapshot, viewer, today, soon, action));
  const counts = {
    open: actions.filter(isUnfinished).length,
    overdue: rows.filter(({ overdue }) => overdue).length,
    mine: actions.filter((action) => isUnfinished(action) && action.owner === viewer.person).length,
    toVerify: actions.filter(({ status }) => status === 'complete').length,
  };
  const addable = snapshot.all(groups).filter(({ key }) => may(viewer, 'add action', { group: key }));
  return accept({ heading: heading(rows.length, counts), rows, counts, choices: choicesFor(snapshot, today, addable), canAdd: addable.length > 0 });
}

/** Whether the action is still to be done: the only time at which it can be overdue. */
export function isUnfinished(action: LoggedAction): boolean {
  return action.status === 'open' || action.status === 'in-progress';
}

/** Overdue from the day after the due date. */
export function isOverdue(action: LoggedAction, today: Day): boolean {
  return isUnfinished(action) && action.dueOn < today;
}

function order(action: LoggedAction, today: Day): number {
  if (isOverdue(action, today)) return 0;
  if (action.status === 'complete') return 1;
  return isUnfinished(action) ? 2 : 3;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `2026-14` counts as fourteen of 2026, so that it follows `2026-9`. */
function numberOf(key: string): number {
  return Number(key.slice(0, 4)) * 100_000 + Number(key.slice(5));
}

function rowOf(snapshot: Snapshot, viewer: Viewer, today: Day, soon: Day, action: LoggedAction): ActionRow {
  const subject = { agency: action.agency, group: action.group };
  const updates = updatesOf(snapshot, action.key);
  const overdue = isOverdue(action, today);
  const [mayUpdate, mayVerify] = [may(viewer, 'update action', subject), may(viewer, 'verify action', subject)];
  const lastNote = updates.at(-1)?.note;
  return {
    key: action.key, action: action.action, measure: action.measure, agency: action.agency, agencyName: snapshot.get(agencies, action.agency)?.name ?? action.agency,
    owner: action.owner, ownerName: nameOf(snapshot, action.owner), group: action.group, groupName: snapshot.get(groups, action.group)?.name ?? action.group,
    dueOn: action.dueOn, timesMoved: action.dueMovedFrom.length, status: action.status, state: stateWords(snapshot, action, today), overdue,
    rating: overdue ? 'off-track' : action.status === 'not-needed' ? 'not-known' : isUnfinished(action) && action.dueOn <= soon ? 'at-risk' : 'on-track',
    source: action.source,
    ...(lastNote === undefined ? {} : { lastNote }),
    ...(action.status === 'complete' || action.status === 'verified' ? { evidence: action.evidence } : {}),
    updates: updates.map(({ at, by, note }) => ({ at, byName: nameOf(snapshot, by), note })),
    can: {
      update: mayUpdate && isUnfinished(action),
      complete: mayUpdate && isUnfinished(action),
      verify: mayVerify && action.status === 'complete' && action.completedBy !== viewer.person,
      reopen: mayVerify && !isUnfinished(action),
    },
  };
}

function nameOf(snapshot: Snapshot, person: string): string {
  return snapshot.get(people, person)?.name ?? 'Somebody who has left';
}

function stateWords(snapshot: Snapshot, action: LoggedAction, today: Day): string {
  switch (action.status) {
    case 'open': return isOverdue(action, today) ? `Overdue since ${longDate(action.dueOn)}, not started` : 'Open';
    case 'in-progress': return isOverdue(action, today) ? `Overdue since ${longDate(action.dueOn)}, in progress` : 'In progress';
    case 'complete': return 'Complete, waits to be verified';
    case 'verified': return `Verified by ${nameOf(snapshot, action.verifiedBy)} on ${longDate(dayOfInstant(action.verifiedAt))}`;
    case 'not-needed': return `Not needed: ${action.closedReason}`;
  }
}

function choicesFor(snapshot: Snapshot, today: Day, addable: readonly { readonly key: string; readonly name: string }[]): ActionLog['choices'] {
  if (addable.length === 0) return { groups: [], agencies: [], owners: [] };
  const all = snapshot.all(agencies);
  return {
    groups: addable.map(({ key, name }) => ({ key, name })),
    agencies: all.map(({ key, name }) => ({ key, name })),
    owners: all.flatMap((agency) => ownersFor(snapshot, agency.key, today).map((key) => ({ key, name: nameOf(snapshot, key), agency: agency.key }))),
  };
}

function heading(total: number, { overdue, toVerify, open }: ActionLog['counts']): string {
  if (total === 0) return 'There are no actions yet';
  if (overdue === 0 && toVerify === 0) return open === 0 ? 'Every action is finished' : `No action is overdue, ${open} ${open === 1 ? 'is' : 'are'} open`;
  const late = overdue === 0 ? 'No action is overdue' : overdue === 1 ? '1 action is overdue' : `${overdue} actions are overdue`;
  return toVerify === 0 ? late : `${late}, ${toVerify} ${toVerify === 1 ? 'waits' : 'wait'} to be verified`;
}
