import { refuse, type Outcome } from '../assurance/outcome.ts';
import type { NotPermitted } from '../assurance/partnership/permission.ts';
import { explainNotFound, explainNotPermitted, type NotFound } from '../assurance/refusals.ts';
import type { ChangedElsewhere } from './decide-and-commit.ts';
import type { Explained } from './explained.ts';

/** Refusals that any request can meet. */
export type CommonRefusal = NotPermitted | NotFound | ChangedElsewhere;

function isCommon(refusal: { readonly reason: string }): refusal is CommonRefusal {
  return refusal.reason === 'not-permitted' || refusal.reason === 'not-found' || refusal.reason === 'changed-elsewhere';
}

export function explainCommon(refusal: CommonRefusal): Explained {
  switch (refusal.reason) {
    case 'not-permitted': return { reason: refusal.reason, message: explainNotPermitted(refusal.capability) };
    case 'not-found': return { reason: refusal.reason, message: explainNotFound() };
    case 'changed-elsewhere': return { reason: refusal.reason, message: 'Somebody else is changing this at the same moment, so nothing was saved. What you entered is still here: try again in a few seconds.' };
  }
}

/**
 * Turns what a decision refused into a sentence for the person who asked.
 * @param explain says the refusals of the decision itself; the common ones are said here
 */
export function explainOutcome<Fact, Refusal extends { readonly reason: string }>(
  outcome: Outcome<Fact, Refusal>, explain: (refusal: Exclude<Refusal, CommonRefusal>) => string,
): Outcome<Fact, Explained> {
  if (outcome.ok) return outcome;
  const { refusal } = outcome;
  if (isCommon(refusal)) return refuse(explainCommon(refusal));
  const own = refusal as Exclude<Refusal, CommonRefusal>;
  return refuse({ reason: own.reason, message: explain(own), details: own });
}
