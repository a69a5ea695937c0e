import { decideEscalation as decide, type DecisionRequest } from '../assurance/escalations/decide-escalation.ts';
import { explainEscalation } from '../assurance/escalations/escalation-answer.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The chair escalates, waits or excuses. The letter and the notices that follow are the delivery job's. */
export async function decideEscalation(work: Work, viewer: Viewer, request: DecisionRequest): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decide(snapshot, viewer, moment, request)), explainEscalation);
}
