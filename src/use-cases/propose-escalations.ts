import { decideProposeEscalations, proposalFor } from '../assurance/escalations/decide-propose-escalations.ts';
import { accept } from '../assurance/outcome.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';

/**
 * Puts to the chair what should be before the chair by now, one concern at a time, so that a clash over one holds up no other.
 * @returns the sentences that were proposed in this run
 */
export async function proposeEscalations(work: Work): Promise<readonly string[]> {
  const sentences: string[] = [];
  for (const { return: returnKey } of decideProposeEscalations(work.register.snapshot(), work.now())) {
    const proposed = await decideAndCommit(work, 'system', (snapshot, moment) => {
      const still = proposalFor(snapshot, returnKey, moment);
      return accept({ changes: still?.changes ?? [], what: still?.what ?? '', fact: still?.sentence });
    });
    if (proposed.ok && proposed.fact !== undefined) sentences.push(proposed.fact);
  }
  return sentences;
}
