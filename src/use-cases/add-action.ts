import type { NewAction } from '../assurance/action-log/action-log-model.ts';
import { explainAction } from '../assurance/action-log/action-refusal.ts';
import { decideAddAction, type ActionAdded } from '../assurance/action-log/decide-add-action.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Adds an action to the log and answers with its reference. */
export async function addAction(work: Work, viewer: Viewer, request: NewAction): Promise<Outcome<ActionAdded, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideAddAction(snapshot, viewer, moment, request)), explainAction);
}
