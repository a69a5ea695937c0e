import { decideAcknowledge, explainDelivery } from '../assurance/notices/decide-delivery.ts';
import type { Outcome } from '../assurance/outcome.ts';
import type { Viewer } from '../assurance/partnership/viewer.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** "Seen", pressed by the person the notice was sent to; twice is once. */
export async function acknowledgeDelivery(work: Work, viewer: Viewer, request: { readonly deliveryKey: string }): Promise<Outcome<{ readonly message: string }, Explained>> {
  return explainOutcome(await decideAndCommit(work, viewer.person, (snapshot, moment) => decideAcknowledge(snapshot, viewer, moment, request)), explainDelivery);
}
