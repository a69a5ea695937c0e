import { loggedActions } from '../action-log/logged-action.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Day } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import { escalationNotices } from './escalation-notices.ts';
import type { Notice } from './notice.ts';
import { isNews, returnNotices, tellOn } from './return-notices.ts';

/**
 * What should have been told, and to whom, by now: one notice a recipient, each with its natural key. It does not ask what has been
 * delivered; the ledger does (`plan-deliveries.ts`). A notice whose reason has gone is not among them, or says that it is superseded.
 */
export function decideNotices(snapshot: Snapshot, moment: Moment): readonly Notice[] {
  const { today } = moment;
  return [...returnNotices(snapshot, today), ...escalationNotices(snapshot, today), ...actionNotices(snapshot, today)].filter(({ dueOn }) => dueOn <= today);
}

/** An action is told to its owner, unless the owner added it. */
function actionNotices(snapshot: Snapshot, today: Day): readonly Notice[] {
  return [...snapshot.where(loggedActions, 'status', 'open'), ...snapshot.where(loggedActions, 'status', 'in-progress')]
    .filter((action) => action.owner !== action.addedBy && isNews(action.addedAt, today))
    .map((action): Notice => ({ key: `action-assigned.${action.key}`, kind: 'action-assigned', form: 'digest', recipient: action.owner, subject: action.key, dueOn: tellOn(action.addedAt) }));
}
