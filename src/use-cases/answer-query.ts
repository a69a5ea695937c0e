import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAnswerQuery } from '../assurance/returns/decide-queries.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Replies to a query. */
export async function answerQuery(work: Work, viewer: Viewer, request: { readonly queryKey: string; readonly reply: string }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideAnswerQuery(snapshot, viewer, moment, request)), explainReturnRefusal);
}
