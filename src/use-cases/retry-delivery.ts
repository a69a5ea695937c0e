import { decideRetry, explainDelivery } from '../assurance/notices/decide-delivery.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** The board office has one failed delivery tried again at the next run of the delivery job. */
export async function retryDelivery(work: Work, viewer: Viewer, request: { readonly deliveryKey: string }): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideRetry(snapshot, viewer, moment, request)), explainDelivery);
}
