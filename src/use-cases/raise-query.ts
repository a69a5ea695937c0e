import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideRaiseQuery } from '../assurance/returns/decide-queries.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Asks an agency to clarify its return; `query` is the key of the query. */
export async function raiseQuery(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly section?: string | undefined; readonly query: string }): Promise<Outcome<Done & { readonly query: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideRaiseQuery(snapshot, viewer, moment, request)), explainReturnRefusal);
}
