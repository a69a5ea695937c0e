import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideStartCorrection } from '../assurance/returns/decide-correction.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Begins a new version of a submitted return. */
export async function startCorrection(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly onBehalf: boolean }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideStartCorrection(snapshot, viewer, moment, request)), explainReturnRefusal);
}
