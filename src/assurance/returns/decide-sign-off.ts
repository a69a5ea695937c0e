import type { CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import type { Moment } from '../time/instant.ts';
import { missingParts } from './completeness.ts';
import { isSubmitted, quarterlyReturns } from './quarterly-return.ts';
import { closedFor, requiredWords, returnFor, signerOf, type Done } from './return-access.ts';
import { findReturn } from './return-case.ts';
import { askedOf, writingOf } from './return-content.ts';
import { returnDrafts, type ReturnDraft } from './return-draft.ts';
import type { ClosedRefusal, SignOffRefusal, SubmissionRefusal, WordsRefusal } from './return-refusal.ts';

export const REASON_LENGTH = 1_000;

/**
 * Hands a complete draft to the agency's senior officer, where the agency has said that its executive signs off. Until the return is
 * submitted or sent back nobody changes it. Asking again while it waits changes nothing.
 */
export function decideAskSignOff(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string },
): Outcome<Decision<Done>, NotFound | NotPermitted | ClosedRefusal | SignOffRefusal | SubmissionRefusal> {
  const found = returnFor(snapshot, viewer, request.returnKey, 'submit return');
  if (!found.ok) return found;
  const { row, agency } = found.fact;
  if (!agency.executiveSignsOff) return refuse({ reason: 'no-sign-off-needed' });
  const signer = signerOf(snapshot, row.agency, moment.today);
  if (!signer) return refuse({ reason: 'no-senior-officer' });
  const fact = { message: `${signer.name} has been asked to sign off the return.` };
  const what = 'asked for sign-off';
  const writing = writingOf(snapshot, row, false);
  if (row.status === 'awaiting-sign-off' || writing.draft?.signOffAskedAt !== undefined) return accept({ changes: [], what, fact });
  const closed = closedFor(snapshot, found.fact, false, moment.today, writing);
  if (closed) return refuse(closed);
  const missing = missingParts(snapshot, askedOf(snapshot, row), row.quarter, writing.content);
  if (missing.length > 0) return refuse({ reason: 'incomplete', missing });
  const cleared = writing.draft && withoutSignOff(writing.draft);
  if (row.status === 'open' || row.status === 'draft') {
    const started = row.status === 'draft' ? { startedAt: row.startedAt, startedBy: row.startedBy } : { startedAt: moment.instant, startedBy: viewer.person };
    const waiting = update(snapshot, quarterlyReturns, { ...row, ...started, status: 'awaiting-sign-off', requestedAt: moment.instant, requestedBy: viewer.person, signer: signer.key });
    return accept({ changes: [waiting, ...(writing.draft?.sentBackBy !== undefined && cleared ? [update(snapshot, returnDrafts, cleared)] : [])], what, fact });
  }
  if (!cleared) return refuse({ reason: 'nothing-changed' });
  return accept({ changes: [update(snapshot, returnDrafts, { ...cleared, signOffAskedAt: moment.instant, signOffAskedBy: viewer.person })], what, fact });
}

/**
 * Sends a return back to be changed: the senior officer declines to sign it, or its own representative takes it back. The reason stays
 * with the draft, so that only the agency reads it.
 */
export function decideDeclineSignOff(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly reason: string },
): Outcome<Decision<Done>, NotFound | NotPermitted | SignOffRefusal | WordsRefusal | CaseDataRefused> {
  const found = findReturn(snapshot, request.returnKey);
  if (!found) return refuse(NOT_FOUND);
  const { row } = found;
  const subject = { agency: row.agency };
  if (!may(viewer, 'sign off return', subject) && !may(viewer, 'write draft', subject)) return refuse(notPermitted('sign off return'));
  const reason = requiredWords(request.reason, 'a reason', 'The reason', REASON_LENGTH);
  if (!reason.ok) return reason;
  const { draft } = writingOf(snapshot, row, false);
  const what = 'sent the return back instead of signing it off';
  const fact = { message: 'The return has been sent back to be changed.' };
  if (row.status !== 'awaiting-sign-off' && draft?.signOffAskedAt === undefined) {
    const replayed = draft?.sentBackBy === viewer.person && draft.sentBackReason === reason.fact;
    return replayed ? accept({ changes: [], what, fact }) : refuse({ reason: 'sign-off-not-asked' });
  }
  const sentBack = draft && update(snapshot, returnDrafts, { ...withoutSignOff(draft), sentBackBy: viewer.person, sentBackReason: reason.fact });
  if (isSubmitted(row) || row.status !== 'awaiting-sign-off') return accept({ changes: sentBack ? [sentBack] : [], what, fact });
  const { requestedAt: _at, requestedBy: _by, signer: _signer, ...rest } = row;
  return accept({ changes: [update(snapshot, quarterlyReturns, { ...rest, status: 'draft' }), ...(sentBack ? [sentBack] : [])], what, fact });
}

/** The draft as it was before anybody was asked to sign it or sent it back. */
function withoutSignOff({ signOffAskedAt: _at, signOffAskedBy: _by, sentBackBy: _who, sentBackReason: _why, ...draft }: ReturnDraft): ReturnDraft {
  return draft;
}
