import { CHANNEL_WORDS } from '../notices/delivery-words.ts';
import { deliveries, type Delivery } from '../notices/delivery.ts';
import { unreachable } from '../outcome.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { isSubmitted, quarterlyReturns } from '../returns/quarterly-return.ts';
import { longDate, type Day } from '../time/day.ts';
import { dayOfInstant } from '../time/instant.ts';
import { longQuarter, shortQuarter } from '../time/quarter.ts';
import { escalationStages, type Escalation, type EscalationStep } from './escalation.ts';
import { nameOf } from './escalation-answer.ts';
import type { EscalationCardModel } from './escalations-page-model.ts';
import { evidenceLines } from './evidence.ts';
import { hasCome } from './decide-reply.ts';
import { agencyName, informedOf, isOpen, stagesInOrder, stepsOf } from './ladder.ts';
import { writeLetter } from './letter.ts';

const STEP_WORDS: Readonly<Record<EscalationStep['step'], string>> = {
  proposed: 'Proposed to the chair', waited: 'Chair waits', excused: 'Excused', escalated: 'Escalated', replied: 'Reply recorded', closed: 'Closed',
};

/**
 * One concern as the page, the chair's channel and the letter's readers see it.
 * @param can what the reader may do about it; the chair's channel is shown what the chair may do
 */
export function escalationCard(snapshot: Snapshot, today: Day, escalation: Escalation, can: { readonly decide: boolean; readonly reply: boolean; readonly close: boolean }): EscalationCardModel {
  const steps = stepsOf(snapshot, escalation.key);
  const waits = escalation.status === 'proposed' || escalation.status === 'waiting';
  const come = hasCome(snapshot, escalation);
  const lettered = steps.some(({ step }) => step === 'escalated');
  const stage = snapshot.get(escalationStages, escalation.proposedStage);
  const letter = waits && !come && stage ? writeLetter(snapshot, escalation, stage, today) : undefined;
  return {
    key: escalation.key, agencyName: agencyName(snapshot, escalation.agency), quarterName: longQuarter(escalation.quarter), returnKey: escalation.return,
    status: escalation.status, sentence: sentenceOf(snapshot, escalation, steps), rating: ratingOf(escalation, come, today),
    evidence: [...evidenceLines(escalation.evidence)],
    stage: escalation.proposedStage,
    ladder: ladderOf(snapshot, escalation, steps, come),
    ...(letter && stage ? { letter: {
      to: letter.to.map(({ name }) => name).join(' and ') || 'Nobody: the register names no such person', subject: letter.subject, text: letter.text,
      alsoTold: informedOf(snapshot, stage, escalation.agency, today).map(({ name }) => name),
    } } : {}),
    steps: steps.map((step) => ({ words: `${STEP_WORDS[step.step]}, by ${nameOf(snapshot, step.by)}. ${step.note}`, at: step.at, ...(step.letter === undefined ? {} : { letter: step.letter }) })),
    told: toldOf(snapshot, escalation),
    ...(escalation.status === 'escalated' || escalation.status === 'replied' ? { replyDueOn: escalation.replyDueOn } : {}),
    can: {
      decide: can.decide && waits && !come,
      recordReply: can.reply && lettered && isOpen(escalation) && escalation.status !== 'replied',
      close: can.close && isOpen(escalation) && (!waits || come),
    },
  };
}

function sentenceOf(snapshot: Snapshot, escalation: Escalation, steps: readonly EscalationStep[]): string {
  const name = agencyName(snapshot, escalation.agency);
  const of = snapshot.get(quarterlyReturns, escalation.return);
  if (of && isSubmitted(of) && isOpen(escalation)) return `The ${shortQuarter(escalation.quarter)} return of ${name} came on ${longDate(of.firstSubmittedOn)}, so this can be closed.`;
  if (of?.status === 'excused' && isOpen(escalation)) return `The ${shortQuarter(escalation.quarter)} return of ${name} has been excused, so this can be closed.`;
  switch (escalation.status) {
    case 'proposed': return steps.findLast(({ step }) => step === 'proposed')?.note ?? `The ${shortQuarter(escalation.quarter)} return of ${name} has not come.`;
    case 'waiting': return `The chair waits for ${name} until ${longDate(escalation.waitUntil)}: ${escalation.waitReason}`;
    case 'excused': return `${name} was excused on ${longDate(dayOfInstant(escalation.decidedAt))}: ${escalation.excuseReason}`;
    case 'escalated': return `Escalated about ${name} on ${longDate(dayOfInstant(escalation.escalatedAt))}; a reply is due by ${longDate(escalation.replyDueOn)}.`;
    case 'replied': return `${nameOf(snapshot, escalation.repliedBy)} replied about ${name} on ${longDate(dayOfInstant(escalation.repliedAt))}; the chair closes it.`;
    case 'closed': return `Closed about ${name} on ${longDate(dayOfInstant(escalation.closedAt))}: ${escalation.outcome}`;
    default: return unreachable(escalation);
  }
}

function ratingOf(escalation: Escalation, come: boolean, today: Day): EscalationCardModel['rating'] {
  if (come) return 'on-track';
  switch (escalation.status) {
    case 'proposed': return 'off-track';
    case 'escalated': return today > escalation.replyDueOn ? 'off-track' : 'at-risk';
    case 'waiting': return 'at-risk';
    case 'replied': case 'excused': case 'closed': return 'on-track';
    default: return unreachable(escalation);
  }
}

function ladderOf(snapshot: Snapshot, escalation: Escalation, steps: readonly EscalationStep[], come: boolean): EscalationCardModel['ladder'] {
  return stagesInOrder(snapshot).map(({ key, name, replyWithinWorkingDays }) => {
    const taken = steps.findLast((step) => step.step === 'escalated' && step.stage === key);
    const running = escalation.status === 'escalated' && escalation.stage === key;
    if (taken) return { stage: key, name, state: running ? 'now' as const : 'done' as const, words: running ? `Letter sent on ${longDate(dayOfInstant(taken.at))}; reply due by ${longDate(escalation.replyDueOn)}` : `Letter sent on ${longDate(dayOfInstant(taken.at))}` };
    const waits = (escalation.status === 'proposed' || escalation.status === 'waiting') && escalation.proposedStage === key && !come;
    if (waits) return { stage: key, name, state: 'now' as const, words: escalation.status === 'waiting' ? `The chair waits until ${longDate(escalation.waitUntil)}` : 'Waits for the chair’s decision' };
    return { stage: key, name, state: 'next' as const, words: isOpen(escalation) && !come ? `Not needed yet; ${replyWithinWorkingDays} working days to reply` : 'Not needed' };
  });
}

/** Who was told of this and whether it reached them. */
function toldOf(snapshot: Snapshot, escalation: Escalation): EscalationCardModel['told'] {
  return snapshot.where(deliveries, 'subject', escalation.key).map((delivery) => ({
    name: delivery.recipient.startsWith('channel:') ? 'The chair’s channel' : nameOf(snapshot, delivery.recipient),
    channel: 'channel' in delivery ? CHANNEL_WORDS[delivery.channel] : '', state: stateWords(delivery),
  }));
}

function stateWords(delivery: Delivery): string {
  switch (delivery.status) {
    case 'queued': case 'claimed': return 'Not sent yet';
    case 'sent': return `Sent on ${longDate(dayOfInstant(delivery.sentAt))}`;
    case 'acknowledged': return `Acknowledged on ${longDate(dayOfInstant(delivery.acknowledgedAt))}`;
    case 'failed': return `Could not be delivered: ${delivery.problem}`;
    case 'superseded': return `Not sent: ${delivery.supersededBecause}`;
    default: return unreachable(delivery);
  }
}
