import { explainAction } from '../assurance/action-log/action-refusal.ts';
import { decideChangeAction, type ActionChanged, type ActionChangeRequest } from '../assurance/action-log/decide-change-action.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Updates, moves, completes, verifies, re-opens or closes an action. */
export async function changeAction(work: Work, viewer: Viewer, request: ActionChangeRequest): Promise<Outcome<ActionChanged, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideChangeAction(snapshot, viewer, moment, request)), explainAction);
}
