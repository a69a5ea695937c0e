import { deliveries, type Channel, type Delivery } from '../notices/delivery.ts';
import { CHANNEL_WORDS, reminderWords } from '../notices/delivery-words.ts';
import { people } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { ReturnRound } from '../returns/quarterly-return.ts';
import { isDay, longDate } from '../time/day.ts';
import type { Evidence } from './escalation.ts';

const REMINDERS: ReadonlySet<string> = new Set(['round-opened', 'return-due', 'return-overdue']);

/** What was asked and which reminders reached whom, as the delivery ledger has it now. */
export function evidenceOf(snapshot: Snapshot, returnKey: string, round: ReturnRound): Evidence {
  const reminders = snapshot.where(deliveries, 'subject', returnKey)
    .filter(({ kind }) => REMINDERS.has(kind))
    .map((delivery) => ({
      notice: reminderWords(delivery.notice, delivery.kind),
      person: snapshot.get(people, delivery.recipient)?.name ?? delivery.recipient,
      channel: channelOf(delivery), status: delivery.status, at: atOf(delivery),
      ...(delivery.status === 'acknowledged' ? { acknowledgedAt: delivery.acknowledgedAt } : {}),
    }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { askedOn: round.opensOn, dueOn: round.dueOn, reminders };
}

function channelOf(delivery: Delivery): string {
  if (delivery.status === 'sent' || delivery.status === 'acknowledged') return delivery.channel;
  return delivery.attempts.at(-1)?.channel ?? 'none';
}

function atOf(delivery: Delivery): string {
  switch (delivery.status) {
    case 'sent': case 'acknowledged': return delivery.sentAt;
    case 'failed': return delivery.failedAt;
    case 'claimed': return delivery.claimedAt;
    case 'superseded': return delivery.supersededAt;
    case 'queued': return delivery.attempts.at(-1)?.at ?? delivery.dueOn;
  }
}

/** The evidence as sentences, oldest first. */
export function evidenceLines(evidence: Evidence): readonly string[] {
  return [
    `Asked on ${dateOf(evidence.askedOn)}, due on ${dateOf(evidence.dueOn)}.`,
    ...(evidence.reminders.length === 0 ? ['No reminder had gone out.'] : evidence.reminders.map(reminderLine)),
  ];
}

function reminderLine({ notice, person, channel, status, at, acknowledgedAt }: Evidence['reminders'][number]): string {
  const how = CHANNEL_WORDS[channel as Channel] ?? channel;
  switch (status) {
    case 'sent': return `${notice}: sent to ${person} by ${how} on ${dateOf(at)}, not acknowledged.`;
    case 'acknowledged': return `${notice}: sent to ${person} by ${how} on ${dateOf(at)}, acknowledged on ${dateOf(acknowledgedAt ?? at)}.`;
    case 'failed': return `${notice}: could not be delivered to ${person}, last tried on ${dateOf(at)}.`;
    case 'superseded': return `${notice}: not sent to ${person}.`;
    default: return `${notice}: not yet sent to ${person}.`;
  }
}

function dateOf(at: string): string {
  const on = at.slice(0, 10);
  return isDay(on) ? longDate(on) : at;
}
