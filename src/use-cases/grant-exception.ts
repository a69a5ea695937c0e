import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideException } from '../assurance/returns/decide-round-changes.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import type { Day } from '../assurance/time/day.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Lets an agency submit or change its return after the lock. */
export async function grantException(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly until: Day; readonly reason: string }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideException(snapshot, viewer, moment, request)), explainReturnRefusal);
}
