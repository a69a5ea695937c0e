import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAskDeputy } from '../assurance/returns/decide-round-changes.ts';
import type { Done } from '../assurance/returns/return-access.ts';
import { explainReturnRefusal } from '../assurance/returns/return-refusal.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Asks the agency's deputy to answer a return. */
export async function askDeputy(work: Work, viewer: Viewer, request: { readonly returnKey: string; readonly note?: string | undefined }): Promise<Outcome<Done, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideAskDeputy(snapshot, viewer, moment, request)), explainReturnRefusal);
}
