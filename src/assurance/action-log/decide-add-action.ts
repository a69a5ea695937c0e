import { refuseCaseData, tidyText } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { agencies } from '../partnership/agency.ts';
import { groups } from '../partnership/partnership.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import { seats } from '../partnership/person.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { isDay, longDate, type Day } from '../time/day.ts';
import { minutesBetween, type Moment } from '../time/instant.ts';
import type { NewAction } from './action-log-model.ts';
import type { ActionRefusal } from './action-refusal.ts';
import { loggedActions, type LoggedAction } from './logged-action.ts';

export type ActionAdded = { readonly key: string; readonly message: string };

/** The same action from the same person within this time is the same press of the button, come twice. */
const SAME_PRESS_MINUTES = 10;

/**
 * Adds an action under the next reference of the calendar year, such as `2026-14`. Two people adding at once may reach for the same
 * reference: the second insert is refused by the register and decided again with the one after. Refused without a real due date from
 * today on, and for an owner who could not update it.
 */
export function decideAddAction(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: NewAction): Outcome<Decision<ActionAdded>, ActionRefusal | NotPermitted> {
  const { agency, owner, group, dueOn, source, sourceKey } = request;
  if (!may(viewer, 'add action', { group })) return refuse(notPermitted('add action'));
  const [action, measure] = [tidyText(request.action).trim(), tidyText(request.measure).trim()];
  if (action === '') return refuse({ reason: 'words-missing', what: 'the action' });
  if (measure === '') return refuse({ reason: 'words-missing', what: 'how you will know it is done' });
  const ownerAgency = snapshot.get(agencies, agency);
  if (!ownerAgency) return refuse({ reason: 'unknown-choice', what: 'agency' });
  if (!snapshot.get(groups, group)) return refuse({ reason: 'unknown-choice', what: 'group' });
  if (!canOwn(snapshot, owner, agency, moment.today)) return refuse({ reason: 'owner-cannot-update', agencyName: ownerAgency.name });
  if (!isDay(dueOn)) return refuse({ reason: 'not-a-day' });
  if (dueOn < moment.today) return refuse({ reason: 'day-has-passed' });
  const caseData = refuseCaseData(action, 'The action') ?? refuseCaseData(measure, 'How you will know it is done');
  if (caseData) return refuse(caseData);
  const twin = samePress(snapshot, viewer, moment, { action, owner, group, dueOn });
  const key = twin?.key ?? nextReference(snapshot, moment.today);
  const row: LoggedAction = {
    key, status: 'open', action, measure, agency, owner, group, dueOn, dueMovedFrom: [], source, addedAt: moment.instant, addedBy: viewer.person,
    ...(sourceKey === undefined ? {} : { sourceKey }),
  };
  return accept({
    changes: twin ? [] : [insert(loggedActions, row)], what: `added action ${key}`,
    fact: { key, message: `Action ${key} is added and due on ${longDate(dueOn)}.` },
  });
}

/** The reference after the highest that the calendar year of `today` has; numbers are never used again. */
export function nextReference(snapshot: Snapshot, today: Day): string {
  const year = today.slice(0, 4);
  const numbers = snapshot.all(loggedActions).filter(({ key }) => key.startsWith(`${year}-`)).map(({ key }) => Number(key.slice(5))).filter(Number.isInteger);
  return `${year}-${Math.max(0, ...numbers) + 1}`;
}

/** The people who can own an action for an agency on a day, each once: those who sit for it on a group. */
export function ownersFor(snapshot: Snapshot, agency: string, today: Day): readonly string[] {
  const running = snapshot.where(seats, 'agency', agency).filter((seat) => seat.from <= today && (seat.to === undefined || today <= seat.to));
  return [...new Set(running.flatMap((seat) => [seat.representative, ...(seat.deputy === undefined ? [] : [seat.deputy])]))];
}

function canOwn(snapshot: Snapshot, owner: string, agency: string, today: Day): boolean {
  return ownersFor(snapshot, agency, today).includes(owner);
}

function samePress(snapshot: Snapshot, viewer: Viewer, moment: Moment, of: Pick<LoggedAction, 'action' | 'owner' | 'group' | 'dueOn'>): LoggedAction | undefined {
  return snapshot.where(loggedActions, 'owner', of.owner).find((known) => (
    known.addedBy === viewer.person && known.action === of.action && known.group === of.group && known.dueOn === of.dueOn
    && minutesBetween(known.addedAt, moment.instant) < SAME_PRESS_MINUTES
  ));
}
