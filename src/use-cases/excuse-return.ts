import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideExcuse } from '../assurance/returns/decide-round-changes.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Excuses an agency from a return. */
export async function excuseReturn(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly reason: string }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideExcuse(snapshot, viewer, moment, request)), explainReturnRefusal);
}
