import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideDraftEdits } from '../assurance/returns/decide-draft-edits.ts';
import type { DraftEdit, DraftSaved } from '../assurance/returns/return-form-model.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Keeps what somebody typed into a return; answers which edits met somebody else's. */
export async function saveDraft(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly onBehalf: boolean; readonly edits: readonly DraftEdit[] }): Promise<Outcome<DraftSaved, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideDraftEdits(snapshot, viewer, moment, request)), explainReturnRefusal);
}
