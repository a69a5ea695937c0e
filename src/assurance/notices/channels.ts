import type { Person } from '../partnership/person.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { SHORT_TEXT_LENGTH } from '../records/field.ts';
import { addMinutes, type Instant, type Moment } from '../time/instant.ts';
import { conversations, type Attempt, type Channel, type Delivery } from './delivery.ts';
import type { Claimed } from './plan-deliveries.ts';

/** After a passing failure: how long until the same channel is tried again, in minutes. After the last, the next channel's turn comes. */
const BACK_OFF_MINUTES = [5, 15, 60] as const;
export const TRIES_A_CHANNEL = BACK_OFF_MINUTES.length;

/**
 * The channels that are worth trying for a person, in order: bot, activity feed, e-mail. A channel that has failed for the moment
 * often enough is left out, and the bot is where it is known to be blocked.
 */
export function channelsFor(snapshot: Snapshot, person: Person, rows: readonly Claimed[]): readonly Channel[] {
  const open: Channel[] = [];
  if (snapshot.get(conversations, person.key)?.status === 'reachable') open.push('bot');
  if (person.tenantId !== undefined && person.objectId !== undefined) open.push('activity-feed');
  open.push('e-mail');
  return open.filter((channel) => triesOf(rows, channel) < TRIES_A_CHANNEL);
}

/** How often a channel has failed in this go. Of several rows in one message, the one tried most counts. */
export function triesOf(rows: readonly Claimed[], channel: Channel): number {
  return Math.max(0, ...rows.map((row) => row.attempts.slice(row.attemptsBefore).filter((attempt) => attempt.channel === channel && attempt.outcome === 'failed').length));
}

/** When a channel that failed for the moment is tried again. */
export function tryAgainAt(moment: Moment, tries: number): Instant {
  return addMinutes(moment.instant, BACK_OFF_MINUTES[Math.min(tries, TRIES_A_CHANNEL) - 1] ?? BACK_OFF_MINUTES[0]);
}

/** What came of a message. */
export type Result =
  | { readonly kind: 'sent'; readonly channel: Channel; readonly message?: string; readonly conversation?: string }
  | { readonly kind: 'later'; readonly notBefore: Instant }
  | { readonly kind: 'failed'; readonly problem: string };

/** The row of the ledger after a message was tried. `attempts` are those of this run. */
export function afterSending(row: Claimed, attempts: readonly Attempt[], result: Result, moment: Moment): Delivery {
  const { key, notice, kind, recipient, subject, dueOn, digest, attemptsBefore, askedFor } = row;
  const told = { key, notice, kind, recipient, subject, dueOn, ...(digest === undefined ? {} : { digest }), attempts: [...row.attempts, ...attempts] };
  switch (result.kind) {
    case 'sent': return {
      ...told, status: 'sent', channel: result.channel, sentAt: moment.instant,
      ...(fits(result.message) ? { message: result.message } : {}), ...(fits(result.conversation) ? { conversation: result.conversation } : {}),
    };
    case 'later': return { ...told, status: 'queued', attemptsBefore, askedFor, notBefore: result.notBefore };
    case 'failed': return { ...told, status: 'failed', failedAt: moment.instant, problem: result.problem };
  }
}

function fits(id: string | undefined): id is string {
  return id !== undefined && id !== '' && id.length <= SHORT_TEXT_LENGTH;
}
