import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import { decideAttachReport } from '../assurance/returns/decide-attachments.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import type { DocumentStore } from '../ports/documents.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

export type AttachRequest = { readonly returnKey: string; readonly onBehalf: boolean; readonly fileName: string; readonly bytes: Uint8Array };

/**
 * Adds a file to a return. The bytes are stored before the row that names them, so that a row never points at nothing;
 * bytes whose row was refused after all are taken away again.
 */
export async function attachReport(
  work: Work & { readonly documents: DocumentStore }, viewer: Viewer, request: AttachRequest,
): Promise<Outcome<Done & { readonly attachment: string }, Explained>> {
  const moment = work.now();
  const decide = (snapshot: Snapshot) => decideAttachReport(snapshot, viewer, moment, request);
  const first = decide(work.register.snapshot());
  if (!first.ok || first.fact.changes.length === 0) return explainOutcome(first.ok ? { ok: true, fact: first.fact.fact } : first, explainReturnRefusal);
  const stored = first.fact.fact.document;
  await work.documents.put(stored, request.bytes);
  const outcome = await decideAndCommit(work, viewer.person, decide);
  if (!outcome.ok) await work.documents.remove(stored);
  else if (outcome.fact.document !== stored) {
    await work.documents.put(outcome.fact.document, request.bytes);
    await work.documents.remove(stored);
  }
  return explainOutcome(outcome, explainReturnRefusal);
}
