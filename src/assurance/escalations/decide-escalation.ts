import { accept, refuse, unreachable, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { REASON_LENGTH } from '../returns/decide-sign-off.ts';
import { excusedRow } from '../returns/decide-round-changes.ts';
import { isSubmitted, quarterlyReturns, type QuarterlyReturn } from '../returns/quarterly-return.ts';
import { requiredWords } from '../returns/return-access.ts';
import { longDate, type Day } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import { escalationStages, escalationSteps, escalations, type Escalation } from './escalation.ts';
import { lastDecision, nextStep, unchanging, type EscalationAnswer, type EscalationRefusal } from './escalation-answer.ts';
import type { EscalationDecision } from './escalations-page-model.ts';
import { agencyName, stepsOf } from './ladder.ts';
import { writeLetter } from './letter.ts';

type Refused = EscalationRefusal | NotPermitted | NotFound;

export type DecisionRequest = { readonly escalationKey: string } & EscalationDecision;

/**
 * The chair escalates, waits until a date with a reason, or excuses with a reason, which excuses the return too. Only the chair of the
 * group that reads the returns decides [PAAG 2]. Pressing the same decision again answers the same and changes nothing. Refused when
 * the return has come, and when the press is about a proposal that has been decided.
 */
export function decideEscalation(snapshot: Snapshot, viewer: Viewer, moment: Moment, asked: DecisionRequest): Outcome<EscalationAnswer, Refused> {
  if (!may(viewer, 'decide escalation', { group: arrangementsOf(snapshot).returnsGroup })) return refuse(notPermitted('decide escalation'));
  const escalation = snapshot.get(escalations, asked.escalationKey);
  const of = escalation && snapshot.get(quarterlyReturns, escalation.return);
  if (!escalation || !of) return refuse(NOT_FOUND);
  const worded = withReason(asked);
  if (!worded.ok) return worded;
  const request = worded.fact;
  const already = answeredAlready(snapshot, escalation, request);
  if (already !== undefined) return accept({ changes: [], what: '', fact: { message: already } });
  if (escalation.status !== 'proposed' && escalation.status !== 'waiting') return refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  if (request.stage !== undefined && request.stage !== escalation.proposedStage) return refuse({ reason: 'decided-already', sentence: lastDecision(snapshot, escalation) });
  if (isSubmitted(of)) return refuse({ reason: 'return-has-come', agencyName: agencyName(snapshot, of.agency) });
  if (of.status === 'excused' && request.decision !== 'excuse') {
    return refuse({ reason: 'decided-already', sentence: `The return of ${agencyName(snapshot, of.agency)} has been excused in the meantime. You can close this.` });
  }
  switch (request.decision) {
    case 'escalate': return escalate(snapshot, viewer, moment, escalation);
    case 'wait': return wait(snapshot, viewer, moment, escalation, request);
    case 'excuse': return accept(excuse(snapshot, viewer, moment, escalation, of, request.reason));
    default: return unreachable(request);
  }
}

/** The decision with its reason as it is kept: tidied, not too long and without anything that identifies a child. */
function withReason(request: DecisionRequest): Outcome<DecisionRequest, EscalationRefusal> {
  if (request.decision === 'escalate') return accept(request);
  const reason = requiredWords(request.reason, 'a reason', 'The reason', REASON_LENGTH);
  return reason.ok ? accept({ ...request, reason: reason.fact }) : reason;
}

/** What the same decision answered the first time, when this one was made before. */
function answeredAlready(snapshot: Snapshot, escalation: Escalation, request: DecisionRequest): string | undefined {
  const name = agencyName(snapshot, escalation.agency);
  switch (request.decision) {
    case 'escalate': {
      const stage = request.stage ?? (escalation.status === 'escalated' ? escalation.stage : undefined);
      const decided = stage !== undefined && stepsOf(snapshot, escalation.key).some((step) => step.step === 'escalated' && step.stage === stage);
      return decided ? escalatedMessage(snapshot, escalation, stage) : undefined;
    }
    case 'wait':
      return escalation.status === 'waiting' && escalation.waitUntil === request.until && escalation.waitReason === request.reason
        ? waitMessage(name, request.until) : undefined;
    case 'excuse':
      return escalation.status === 'excused' ? excusedMessage(name) : undefined;
  }
}

function escalate(snapshot: Snapshot, viewer: Viewer, moment: Moment, escalation: Escalation): Outcome<EscalationAnswer, Refused> {
  const stage = snapshot.get(escalationStages, escalation.proposedStage);
  if (!stage) return refuse(NOT_FOUND);
  const letter = writeLetter(snapshot, escalation, stage, moment.today);
  if (letter.to.length === 0) return refuse({ reason: 'nobody-to-write-to', agencyName: agencyName(snapshot, escalation.agency), stageName: stage.name });
  const row = { ...unchanging(escalation), status: 'escalated', stage: stage.key, escalatedAt: moment.instant, escalatedBy: viewer.person, replyDueOn: letter.replyBy } as const;
  const note = `Letter to ${letter.to.map(({ name }) => name).join(' and ')}; reply due on ${longDate(letter.replyBy)}.`;
  const step = nextStep(snapshot, escalation.key, { step: 'escalated', stage: stage.key, note, letterSubject: letter.subject, letter: letter.text }, viewer.person, moment);
  return accept({
    changes: [update(snapshot, escalations, row), insert(escalationSteps, step)], what: 'escalated a return that did not come',
    fact: { message: escalatedMessage(snapshot, escalation, stage.key) },
  });
}

function wait(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, escalation: Escalation, { until, reason }: Extract<EscalationDecision, { decision: 'wait' }>,
): Outcome<EscalationAnswer, Refused> {
  if (until <= moment.today) return refuse({ reason: 'day-has-passed' });
  const row = { ...unchanging(escalation), status: 'waiting', waitUntil: until, waitReason: reason, decidedAt: moment.instant, decidedBy: viewer.person } as const;
  const step = nextStep(snapshot, escalation.key, { step: 'waited', note: `Wait until ${longDate(until)}: ${reason}` }, viewer.person, moment);
  return accept({
    changes: [update(snapshot, escalations, row), insert(escalationSteps, step)], what: `decided to wait until ${longDate(until)}`, reason,
    fact: { message: waitMessage(agencyName(snapshot, escalation.agency), until) },
  });
}

function excuse(snapshot: Snapshot, viewer: Viewer, moment: Moment, escalation: Escalation, of: QuarterlyReturn, reason: string): EscalationAnswer {
  const row = { ...unchanging(escalation), status: 'excused', excuseReason: reason, decidedAt: moment.instant, decidedBy: viewer.person } as const;
  const excused = excusedRow(of, { person: viewer.person, on: moment.today, reason });
  const step = nextStep(snapshot, escalation.key, { step: 'excused', note: reason }, viewer.person, moment);
  return {
    changes: [update(snapshot, escalations, row), insert(escalationSteps, step), ...(of.status === 'excused' ? [] : [update(snapshot, quarterlyReturns, excused)])],
    what: 'excused a return that did not come', reason, fact: { message: excusedMessage(agencyName(snapshot, of.agency)) },
  };
}

function escalatedMessage(snapshot: Snapshot, escalation: Escalation, stage: string): string {
  const name = snapshot.get(escalationStages, stage)?.name ?? stage;
  return `Escalated about ${agencyName(snapshot, escalation.agency)}: “${name}”. The letter goes by e-mail in working hours, and the others on the ladder are told.`;
}

function waitMessage(name: string, until: Day): string {
  return `Waiting until ${longDate(until)} for ${name}. If the return has not come by then, this is put to you again.`;
}

function excusedMessage(name: string): string {
  return `${name} is excused from this return, with your reason.`;
}
