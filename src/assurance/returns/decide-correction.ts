import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { NotFound } from '../refusals.ts';
import type { Moment } from '../time/instant.ts';
import { isSubmitted } from './quarterly-return.ts';
import { lockedFor, returnFor, writingCapability, type Done } from './return-access.ts';
import { correctionContent, writingOf } from './return-content.ts';
import { draftKey, returnDrafts } from './return-draft.ts';
import type { ClosedRefusal, QueryRefusal } from './return-refusal.ts';

/**
 * Begins a new version of a submitted return: a draft that holds what was submitted, and over it whatever an overtaken draft already held.
 * The return keeps its status until the new version is submitted. Starting twice changes nothing.
 */
export function decideStartCorrection(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly onBehalf: boolean },
): Outcome<Decision<Done>, NotFound | NotPermitted | ClosedRefusal | QueryRefusal> {
  const found = returnFor(snapshot, viewer, request.returnKey, 'correct return');
  if (!found.ok) return found;
  const { row, agency } = found.fact;
  const writes = writingCapability(request.onBehalf);
  if (!may(viewer, writes, { agency: row.agency })) return refuse(notPermitted(writes));
  if (!isSubmitted(row)) return refuse({ reason: 'not-submitted', agencyName: agency.name, status: row.status });
  const what = request.onBehalf ? 'began a correction on behalf of the agency' : 'began a correction';
  const fact = { message: 'You can now change the return. What was submitted stays as it is until you submit again.' };
  const { draft, overtaken } = writingOf(snapshot, row, request.onBehalf);
  if (draft && !overtaken) return accept({ changes: [], what, fact });
  const locked = lockedFor(found.fact, request.onBehalf, moment.today);
  if (locked) return refuse(locked);
  const begun = {
    key: draftKey(row.key, request.onBehalf), return: row.key, onBehalf: request.onBehalf, content: correctionContent(snapshot, row, draft),
    savedAt: moment.instant, savedBy: viewer.person, baseVersion: row.version,
  };
  return accept({ changes: [draft ? update(snapshot, returnDrafts, begun) : insert(returnDrafts, begun)], what, fact });
}
