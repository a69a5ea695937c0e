import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideRemoveAttachment } from '../assurance/returns/decide-attachments.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import type { DocumentStore } from '../ports/documents.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Takes away a file that was not submitted yet: the row first, so that no row is left pointing at nothing. */
export async function removeAttachment(
  work: Work & { readonly documents: DocumentStore }, viewer: Viewer, request: { readonly attachmentKey: string },
): Promise<Outcome<Done, Explained>> {
  const outcome = await decideAndCommit(work, viewer.person, (snapshot, moment) => decideRemoveAttachment(snapshot, viewer, moment, request));
  if (outcome.ok) await work.documents.remove(outcome.fact.document);
  return explainOutcome(outcome, explainReturnRefusal);
}
