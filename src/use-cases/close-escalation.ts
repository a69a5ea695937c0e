import { decideCloseEscalation } from '../assurance/escalations/decide-reply.ts';
import { explainEscalation } from '../assurance/escalations/escalation-answer.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The chair closes an escalation and says what came of it. */
export async function closeEscalation(
  work: Work, viewer: Viewer, request: { readonly escalationKey: string; readonly outcome: string },
): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideCloseEscalation(snapshot, viewer, moment, request)), explainEscalation);
}
