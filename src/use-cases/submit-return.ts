import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideSubmission, type SubmitRequest } from '../assurance/returns/decide-submission.ts';
import type { Receipt } from '../assurance/returns/return-form-model.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Submits a return, or the next version of it, and answers the receipt. */
export async function submitReturn(work: Work, viewer: Viewer, request: SubmitRequest): Promise<Outcome<Receipt, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideSubmission(snapshot, viewer, moment, request)), explainReturnRefusal);
}
