import { unreachable, type Outcome } from '../assurance/outcome.ts';
import { decideOpenRounds, type RoundsOpened } from '../assurance/returns/decide-open-rounds.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainOutcome } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Opens the round of the quarter that ended and schedules the next; done by the product on its own, as often as it likes. */
export async function openRounds(work: Work): Promise<Outcome<RoundsOpened, Explained>> {
  return explainOutcome(await decideAndCommit(work, 'system', (snapshot, moment) => decideOpenRounds(snapshot, moment.today)), unreachable);
}
