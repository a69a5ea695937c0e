import { decideRecordReply } from '../assurance/escalations/decide-reply.ts';
import { explainEscalation } from '../assurance/escalations/escalation-answer.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The reply to an escalation's letter, by whoever was written to or recorded for them. */
export async function recordReply(
  work: Work, viewer: Viewer, request: { readonly escalationKey: string; readonly reply: string; readonly repliedBy?: string },
): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideRecordReply(snapshot, viewer, moment, request)), explainEscalation);
}
