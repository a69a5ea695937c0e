import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideDeclineSignOff } from '../assurance/returns/decide-sign-off.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Sends a return back to its writers instead of signing it off. */
export async function declineSignOff(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly reason: string }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideDeclineSignOff(snapshot, viewer, moment, request)), explainReturnRefusal);
}
