import { explainCaseData, type CaseDataRefused } from '../confidentiality.ts';
import { people } from '../partnership/person.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { WordsRefusal } from '../returns/return-refusal.ts';
import { longDate } from '../time/day.ts';
import { dayOfInstant, type Moment } from '../time/instant.ts';
import type { Escalation, EscalationStep } from './escalation.ts';
import { agencyName, stepsOf } from './ladder.ts';

/** What a decision about an escalation leads to; `fact.message` is what the person reads. */
export type EscalationAnswer = Decision<{ readonly message: string }>;

export type EscalationRefusal =
  /** The return came in while this waited for the chair. */
  | { readonly reason: 'return-has-come'; readonly agencyName: string }
  /** Somebody decided otherwise first. */
  | { readonly reason: 'decided-already'; readonly sentence: string }
  | { readonly reason: 'day-has-passed' }
  | { readonly reason: 'nobody-to-write-to'; readonly agencyName: string; readonly stageName: string }
  | { readonly reason: 'unknown-person' }
  /** A reply or a closing that comes before there was a letter. */
  | { readonly reason: 'no-letter-yet' }
  | { readonly reason: 'still-with-the-chair' }
  | WordsRefusal | CaseDataRefused;

/** The refusal as the person reads it; what any request can be refused for is said in `refusals.ts`. */
export function explainEscalation(refusal: EscalationRefusal): string {
  switch (refusal.reason) {
    case 'return-has-come': return `${refusal.agencyName} has submitted the return in the meantime, so there is nothing to escalate. You can close this.`;
    case 'decided-already': return refusal.sentence;
    case 'day-has-passed': return 'Enter a day after today to wait until.';
    case 'nobody-to-write-to': return `The register names nobody to write to for “${refusal.stageName}” about ${refusal.agencyName}. Ask the board office to add the person, then decide again.`;
    case 'unknown-person': return 'The register does not know the person who replied. Leave the name out or choose somebody from the list.';
    case 'no-letter-yet': return 'No letter has gone out, so there is no reply to record. The chair decides first.';
    case 'words-missing': return `Enter ${refusal.what}.`;
    case 'words-too-long': return `Use ${refusal.most.toLocaleString('en-GB')} characters or fewer for ${refusal.what}.`;
    case 'case-data': return explainCaseData(refusal);
    case 'still-with-the-chair': return 'This waits for the chair’s decision. Wait until a date or excuse it instead of closing it.';
  }
}

/** The next step of an escalation, ready to insert; its key makes two people's same step clash rather than both count. */
export function nextStep(snapshot: Snapshot, escalation: string, of: Pick<EscalationStep, 'step' | 'note'> & Partial<EscalationStep>, by: string, moment: Moment): EscalationStep {
  return { key: `${escalation}.s${stepsOf(snapshot, escalation).length + 1}`, escalation, at: moment.instant, by, ...of };
}

/** What every state of an escalation keeps. */
export function unchanging({ key, return: of, quarter, agency, proposedAt, proposedStage, evidence }: Escalation): Pick<Escalation, 'key' | 'return' | 'quarter' | 'agency' | 'proposedAt' | 'proposedStage' | 'evidence'> {
  return { key, return: of, quarter, agency, proposedAt, proposedStage, evidence };
}

/** Who is named by a key; `system` is the product itself. */
export function nameOf(snapshot: Snapshot, person: string): string {
  return person === 'system' ? 'The product' : snapshot.get(people, person)?.name ?? person;
}

/** "Amara Okafor decided to wait until 30 October 2026, on 24 October 2026." */
export function lastDecision(snapshot: Snapshot, escalation: Escalation): string {
  const step = stepsOf(snapshot, escalation.key).findLast((each) => each.step !== 'proposed');
  const about = agencyName(snapshot, escalation.agency);
  if (!step) return `The concern about ${about} waits for the chair.`;
  const who = nameOf(snapshot, step.by);
  const on = longDate(dayOfInstant(step.at));
  const did: Readonly<Record<EscalationStep['step'], string>> = {
    proposed: 'proposed it', waited: 'decided to wait', excused: 'excused the return', escalated: 'escalated it', replied: 'recorded a reply', closed: 'closed it',
  };
  return `${who} ${did[step.step]} on ${on} (${about}). Open the escalations page to see where it stands.`;
}

