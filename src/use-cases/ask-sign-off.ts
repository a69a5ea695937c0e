import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAskSignOff } from '../assurance/returns/decide-sign-off.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Hands a complete return to the agency's senior officer. */
export async function askSignOff(work: Work, viewer: Viewer, request: { readonly returnKey: string }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideAskSignOff(snapshot, viewer, moment, request)), explainReturnRefusal);
}
