import type { By, Change } from '../assurance/records/change.ts';
import type { Snapshot } from '../assurance/records/snapshot.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import type { Moment } from '../assurance/time/instant.ts';
import type { Register } from '../register/register.ts';

/** What every use case works with. */
export type Work = { readonly register: Register; readonly now: () => Moment };

/** What a decision leads to: the rows to write, how history tells it, and the fact to answer with. */
export type Decided<Fact> = { readonly changes: readonly Change[]; readonly what: string; readonly reason?: string; readonly fact: Fact };

/** Others kept changing the same rows while this was tried. */
export type ChangedElsewhere = { readonly reason: 'changed-elsewhere'; readonly list: string };

const TRIES = 4;

/**
 * Reads, decides and writes; where somebody else wrote first, reads again and decides again from what is true now.
 * The decision may be asked several times, so it does nothing but answer. No changes: nothing is written.
 */
export async function decideAndCommit<Fact, Refusal>(
  work: Work, person: string, decide: (snapshot: Snapshot, moment: Moment) => Outcome<Decided<Fact>, Refusal>,
): Promise<Outcome<Fact, Refusal | ChangedElsewhere>> {
  let list = '';
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const moment = work.now();
    const decided = decide(work.register.snapshot(), moment);
    if (!decided.ok) return decided;
    const { changes, what, reason, fact } = decided.fact;
    if (changes.length === 0) return accept(fact);
    const by: By = { person, at: moment.instant, what, ...(reason === undefined ? {} : { reason }) };
    const committed = await work.register.commit(changes, by);
    if (committed.ok) return accept(fact);
    list = committed.refusal.list;
    await work.register.refresh();
  }
  return refuse({ reason: 'changed-elsewhere', list });
}
