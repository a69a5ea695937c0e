import { decideRemindNow, explainDelivery } from '../assurance/notices/decide-delivery.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The board office reminds an agency today, beside the reminders that come by themselves. */
export async function remindNow(work: Work, viewer: Viewer, request: { readonly returnKey: string }): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideRemindNow(snapshot, viewer, moment, request)), explainDelivery);
}
