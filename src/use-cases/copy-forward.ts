import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideCopyForward } from '../assurance/returns/decide-draft-edits.ts';
import type { DraftSaved } from '../assurance/returns/return-form-model.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Puts last quarter's answers, or one of them, where there is none yet. */
export async function copyForward(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly onBehalf: boolean; readonly question?: string }): Promise<Outcome<DraftSaved, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideCopyForward(snapshot, viewer, moment, request)), explainReturnRefusal);
}
