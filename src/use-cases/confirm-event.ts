import { decideConfirmEvent, explainConfirm, type EventConfirmation } from '../assurance/calendar/decide-confirm-event.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The board office settles when an event is. */
export async function confirmEvent(work: Work, viewer: Viewer, request: EventConfirmation): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot) => decideConfirmEvent(snapshot, viewer, request)), explainConfirm);
}
