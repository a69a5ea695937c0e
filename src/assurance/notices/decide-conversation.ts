import { insert, update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import { SHORT_TEXT_LENGTH } from '../records/field.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Moment } from '../time/instant.ts';
import { requeued } from './decide-delivery.ts';
import { conversations, deliveries } from './delivery.ts';
import { noticeWords } from './notice-words.ts';

export type ConversationChange = Decision<null>;

/** The bot has heard from there. Nothing is written when nothing is new. */
export function decideConversation(snapshot: Snapshot, moment: Moment, { recipient, reference }: { readonly recipient: string; readonly reference: string }): ConversationChange {
  const known = snapshot.get(conversations, recipient);
  if (known?.status === 'reachable' && known.reference === reference) return { changes: [], what: '', fact: null };
  const row = { key: recipient, reference, savedAt: moment.instant, status: 'reachable' } as const;
  const missed = snapshot.where(deliveries, 'recipient', recipient).flatMap((delivery) => (
    delivery.status === 'failed' && noticeWords(snapshot, { ...delivery, key: delivery.notice }, moment.today) ? [update(snapshot, deliveries, requeued(delivery))] : []));
  return { changes: [known ? update(snapshot, conversations, row) : insert(conversations, row), ...missed], what: 'noted where the bot can write', fact: null };
}

/** The bot cannot write there any more. */
export function decideUnreachable(snapshot: Snapshot, moment: Moment, { recipient, problem }: { readonly recipient: string; readonly problem: string }): ConversationChange {
  const known = snapshot.get(conversations, recipient);
  if (!known || known.status === 'unreachable') return { changes: [], what: '', fact: null };
  const { key, reference } = known;
  return { changes: [update(snapshot, conversations, { key, reference, savedAt: moment.instant, status: 'unreachable', problem: problem.slice(0, SHORT_TEXT_LENGTH) || 'No reason given' })], what: 'noted that the bot cannot write there', fact: null };
}
