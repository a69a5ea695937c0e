import { accept, refuse, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import { people } from '../partnership/person.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { requiredWords } from '../returns/return-access.ts';
import { isSubmitted, quarterlyReturns } from '../returns/quarterly-return.ts';
import { dayOfInstant, type Moment } from '../time/instant.ts';
import { addWorkingDays } from '../time/working-days.ts';
import { escalationStages, escalationSteps, escalations, type Escalation } from './escalation.ts';
import { lastDecision, nameOf, nextStep, unchanging, type EscalationAnswer, type EscalationRefusal } from './escalation-answer.ts';
import { addresseesOf, agencyName, lastLetter } from './ladder.ts';

type Refused = EscalationRefusal | NotPermitted | NotFound;

/** The longest reply or outcome; a fuller account is attached to the e-mail that brought it. */
const WORDS_LENGTH = 4_000;

/**
 * Records the reply to an escalation's letter: by the senior officer who was written to, or by the chair or the board office for them.
 * A reply that comes after the next stage was proposed still counts, as the answer to the letter that went out.
 * @param request.repliedBy key of the person who replied; left out, the viewer if written to, otherwise whom the letter went to
 */
export function decideRecordReply(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly escalationKey: string; readonly reply: string; readonly repliedBy?: string },
): Outcome<EscalationAnswer, Refused> {
  const escalation = snapshot.get(escalations, request.escalationKey);
  if (!may(viewer, 'record escalation reply', escalation ? { agency: escalation.agency } : {})) return refuse(notPermitted('record escalation reply'));
  if (!escalation) return refuse(NOT_FOUND);
  const words = requiredWords(request.reply, 'the reply', 'The reply', WORDS_LENGTH);
  if (!words.ok) return words;
  const reply = words.fact;
  const message = `The reply about ${agencyName(snapshot, escalation.agency)} is recorded. The chair closes the escalation.`;
  if (escalation.status === 'replied') {
    return escalation.reply === reply ? accept({ changes: [], what: '', fact: { message } }) : refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  }
  if (escalation.status === 'closed' || escalation.status === 'excused') return refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  const raised = raisedBy(snapshot, escalation);
  if (!raised) return refuse({ reason: 'no-letter-yet' });
  const stage = snapshot.get(escalationStages, raised.stage);
  const writtenTo = stage ? addresseesOf(snapshot, stage, escalation.agency, moment.today).map(({ key }) => key) : [];
  const repliedBy = request.repliedBy ?? (writtenTo.includes(viewer.person) ? viewer.person : writtenTo[0] ?? viewer.person);
  if (!snapshot.get(people, repliedBy)) return refuse({ reason: 'unknown-person' });
  const row = { ...unchanging(escalation), status: 'replied', ...raised, reply, repliedAt: moment.instant, repliedBy, replyRecordedBy: viewer.person } as const;
  const step = nextStep(snapshot, escalation.key, { step: 'replied', stage: raised.stage, note: `Reply from ${nameOf(snapshot, repliedBy)}: ${reply}` }, viewer.person, moment);
  return accept({ changes: [update(snapshot, escalations, row), insert(escalationSteps, step)], what: 'recorded the reply to an escalation', fact: { message } });
}

type Raised = Pick<Extract<Escalation, { status: 'escalated' }>, 'stage' | 'escalatedAt' | 'escalatedBy' | 'replyDueOn'>;

/** The letter that waits for a reply: of the state itself, or of the last step that sent one. */
function raisedBy(snapshot: Snapshot, escalation: Escalation): Raised | undefined {
  if (escalation.status === 'escalated') {
    const { stage, escalatedAt, escalatedBy, replyDueOn } = escalation;
    return { stage, escalatedAt, escalatedBy, replyDueOn };
  }
  const step = lastLetter(snapshot, escalation.key);
  const stage = step?.stage === undefined ? undefined : snapshot.get(escalationStages, step.stage);
  return step && stage && { stage: stage.key, escalatedAt: step.at, escalatedBy: step.by, replyDueOn: addWorkingDays(dayOfInstant(step.at), stage.replyWithinWorkingDays) };
}

/**
 * The chair closes an escalation, saying what came of it: after a letter, or at any time once the return has come or was excused.
 * Before a letter, with the return still missing, the chair waits or excuses instead, so that nothing lapses silently.
 */
export function decideCloseEscalation(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly escalationKey: string; readonly outcome: string },
): Outcome<EscalationAnswer, Refused> {
  if (!may(viewer, 'decide escalation', { group: arrangementsOf(snapshot).returnsGroup })) return refuse(notPermitted('decide escalation'));
  const escalation = snapshot.get(escalations, request.escalationKey);
  if (!escalation) return refuse(NOT_FOUND);
  const words = requiredWords(request.outcome, 'the outcome', 'The outcome', WORDS_LENGTH);
  if (!words.ok) return words;
  const outcome = words.fact;
  const message = `The escalation about ${agencyName(snapshot, escalation.agency)} is closed.`;
  if (escalation.status === 'closed') {
    return escalation.outcome === outcome ? accept({ changes: [], what: '', fact: { message } }) : refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  }
  if (escalation.status === 'excused') return refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  if ((escalation.status === 'proposed' || escalation.status === 'waiting') && !hasCome(snapshot, escalation)) return refuse({ reason: 'still-with-the-chair' });
  const row = { ...unchanging(escalation), status: 'closed', closedAt: moment.instant, closedBy: viewer.person, outcome } as const;
  const step = nextStep(snapshot, escalation.key, { step: 'closed', note: outcome }, viewer.person, moment);
  return accept({ changes: [update(snapshot, escalations, row), insert(escalationSteps, step)], what: 'closed an escalation', reason: outcome, fact: { message } });
}

/** Whether the return that an escalation is about has come or been excused in the meantime. */
export function hasCome(snapshot: Snapshot, escalation: Escalation): boolean {
  const of = snapshot.get(quarterlyReturns, escalation.return);
  return of !== undefined && (isSubmitted(of) || of.status === 'excused');
}
