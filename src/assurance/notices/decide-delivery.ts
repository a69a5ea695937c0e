import { accept, refuse, unreachable, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { locksOn, quarterlyReturns, returnRounds } from '../returns/quarterly-return.ts';
import { longDate, weekdayDate, type Day } from '../time/day.ts';
import { dayOfInstant, type Moment } from '../time/instant.ts';
import { agencyName } from '../escalations/ladder.ts';
import { nameOf } from '../escalations/escalation-answer.ts';
import { deliveries, deliveryKey, type Delivery } from './delivery.ts';
import { noticeWords } from './notice-words.ts';
import { answerersOf, isWaitedFor } from './return-notices.ts';
import { nextWritingDay } from './writing-hours.ts';

export type DeliveryAnswer = Decision<{ readonly message: string }>;

export type DeliveryRefusal =
  | { readonly reason: 'not-the-recipient' }
  | { readonly reason: 'not-failed'; readonly status: Delivery['status'] }
  /** What it was about is over, so there is nothing left to tell. */
  | { readonly reason: 'no-longer-needed' }
  | { readonly reason: 'not-sent-yet' }
  | { readonly reason: 'not-waited-for'; readonly agencyName: string }
  | { readonly reason: 'locked'; readonly agencyName: string; readonly lockedOn: Day }
  | { readonly reason: 'reminded-today'; readonly agencyName: string }
  | { readonly reason: 'nobody-to-remind'; readonly agencyName: string };

export function explainDelivery(refusal: DeliveryRefusal): string {
  switch (refusal.reason) {
    case 'not-the-recipient': return 'Only the person this was sent to can say that it has been seen.';
    case 'not-failed': return refusal.status === 'sent' || refusal.status === 'acknowledged' ? 'This has been delivered, so there is nothing to retry.' : 'Only what could not be delivered can be retried. This one needs no retry.';
    case 'no-longer-needed': return 'What this was about is over: the return came, or a newer notice told the same. There is nothing to send again.';
    case 'not-sent-yet': return 'This has not been sent yet, so it cannot have been seen.';
    case 'not-waited-for': return `${refusal.agencyName} is not waited for: the return has come or is not open.`;
    case 'locked': return `The return of ${refusal.agencyName} was locked after ${longDate(refusal.lockedOn)}. Grant an exception first, then remind.`;
    case 'reminded-today': return `${refusal.agencyName} has been reminded today. Remind again tomorrow, or telephone.`;
    case 'nobody-to-remind': return `The register names nobody who answers for ${refusal.agencyName}. Add a representative first.`;
    default: return unreachable(refusal);
  }
}

/**
 * "Seen": only by the person it was sent to. Twice is once. It counts for everything that the same message said about the same record.
 * A press that comes before the product has noted that it sent the message still counts, because nobody can press what has not arrived.
 */
export function decideAcknowledge(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly deliveryKey: string }): Outcome<DeliveryAnswer, DeliveryRefusal | NotFound> {
  const delivery = snapshot.get(deliveries, request.deliveryKey);
  if (!delivery) return refuse(NOT_FOUND);
  if (delivery.recipient !== viewer.person) return refuse({ reason: 'not-the-recipient' });
  if (delivery.status === 'queued' || delivery.status === 'failed' || delivery.status === 'superseded') return refuse({ reason: 'not-sent-yet' });
  const together = delivery.digest === undefined ? [delivery]
    : snapshot.where(deliveries, 'recipient', viewer.person).filter(({ digest, subject }) => digest === delivery.digest && subject === delivery.subject);
  return accept({
    changes: together.flatMap((row) => acknowledged(row, moment) ?? []).map((row) => update(snapshot, deliveries, row)),
    what: 'acknowledged a notice', fact: { message: 'Thank you. The board office can see that you have seen this.' },
  });
}

function acknowledged(delivery: Delivery, moment: Moment): Delivery | undefined {
  const { key, notice, kind, recipient, subject, dueOn, attempts, digest } = delivery;
  const row = { key, notice, kind, recipient, subject, dueOn, attempts, ...(digest === undefined ? {} : { digest }), acknowledgedAt: moment.instant, status: 'acknowledged' } as const;
  switch (delivery.status) {
    case 'sent': {
      const { channel, sentAt, message, conversation } = delivery;
      return { ...row, channel, sentAt, ...(message === undefined ? {} : { message }), ...(conversation === undefined ? {} : { conversation }) };
    }
    case 'claimed': return { ...row, channel: 'bot', sentAt: delivery.claimedAt };
    case 'acknowledged': case 'queued': case 'failed': case 'superseded': return undefined;
    default: return unreachable(delivery);
  }
}

/** The board office has a failed delivery tried again, from the first channel on. Nothing that was delivered is ever sent twice by this. */
export function decideRetry(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly deliveryKey: string }): Outcome<DeliveryAnswer, DeliveryRefusal | NotFound | NotPermitted> {
  if (!may(viewer, 'see deliveries')) return refuse(notPermitted('see deliveries'));
  const delivery = snapshot.get(deliveries, request.deliveryKey);
  if (!delivery) return refuse(NOT_FOUND);
  const fact = { message: `It goes out again on ${weekdayDate(nextWritingDay(arrangementsOf(snapshot), moment))}, in working hours.` };
  if (delivery.status === 'queued' && delivery.askedFor) return accept({ changes: [], what: '', fact });
  if (delivery.status !== 'failed') return refuse({ reason: 'not-failed', status: delivery.status });
  if (!noticeWords(snapshot, { ...delivery, key: delivery.notice }, moment.today)) return refuse({ reason: 'no-longer-needed' });
  return accept({ changes: [update(snapshot, deliveries, requeued(delivery))], what: 'had a failed delivery tried again', fact });
}

/** A failed delivery as it waits for another go. */
export function requeued(delivery: Extract<Delivery, { status: 'failed' }>): Extract<Delivery, { status: 'queued' }> {
  const { key, notice, kind, recipient, subject, dueOn, attempts } = delivery;
  return { key, notice, kind, recipient, subject, dueOn, attempts, status: 'queued', attemptsBefore: attempts.length, askedFor: true };
}

const REMINDERS: ReadonlySet<string> = new Set(['round-opened', 'return-due', 'return-overdue', 'deputy-asked']);

/**
 * The board office reminds an agency today although no reminder is due: once a day and return, and not on a day on which one has
 * gone out anyway. It does not wait for the digest, but for working hours. Pressed twice, it is queued once.
 */
export function decideRemindNow(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string }): Outcome<DeliveryAnswer, DeliveryRefusal | NotFound | NotPermitted> {
  if (!may(viewer, 'manage round')) return refuse(notPermitted('manage round'));
  const of = snapshot.get(quarterlyReturns, request.returnKey);
  const round = of && snapshot.get(returnRounds, of.quarter);
  if (!of || !round) return refuse(NOT_FOUND);
  const name = agencyName(snapshot, of.agency);
  if (!isWaitedFor(of)) return refuse({ reason: 'not-waited-for', agencyName: name });
  if (moment.today > locksOn(of, round)) return refuse({ reason: 'locked', agencyName: name, lockedOn: locksOn(of, round) });
  const recipients = answerersOf(snapshot, of, moment.today);
  if (recipients.length === 0) return refuse({ reason: 'nobody-to-remind', agencyName: name });
  const on = nextWritingDay(arrangementsOf(snapshot), moment);
  const kind = moment.today > round.dueOn ? 'return-overdue' : 'return-due';
  const notice = `${kind}.${of.key}.asked-${on}`;
  const fact = { message: `${recipients.map((person) => nameOf(snapshot, person)).join(' and ')} ${recipients.length === 1 ? 'is' : 'are'} reminded on ${weekdayDate(on)}, in working hours.` };
  const ledger = snapshot.where(deliveries, 'subject', of.key);
  if (ledger.some((delivery) => delivery.notice === notice && delivery.status === 'queued')) return accept({ changes: [], what: '', fact });
  const remindedToday = ledger.some((delivery) => REMINDERS.has(delivery.kind) && (delivery.notice === notice
    || ((delivery.status === 'sent' || delivery.status === 'acknowledged') && dayOfInstant(delivery.sentAt) === moment.today)));
  if (remindedToday) return refuse({ reason: 'reminded-today', agencyName: name });
  return accept({
    changes: recipients.map((recipient) => insert(deliveries, {
      key: deliveryKey(notice, recipient), notice, kind, recipient, subject: of.key, dueOn: on, status: 'queued', attempts: [], attemptsBefore: 0, askedFor: true,
    })),
    what: 'asked for a reminder today', fact,
  });
}
