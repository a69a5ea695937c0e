import { z } from 'zod';
import { choice, dayField, instantField, json, longText, optional, reference, text } from '../records/field.ts';
import { recordWithStates, type RowOf } from '../records/record.ts';

export const NOTICE_KINDS = [
  'round-opened', 'return-due', 'return-overdue', 'query-raised', 'query-answered', 'return-accepted', 'return-submitted-on-behalf',
  'sign-off-asked', 'deputy-asked', 'escalation-proposed', 'escalation-letter', 'escalation-told', 'escalation-reply-due', 'action-assigned',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const CHANNELS = ['bot', 'activity-feed', 'e-mail', 'chair-channel'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One try to reach somebody, kept for the board office to see. */
export const Attempt = z.object({ channel: z.enum(CHANNELS), at: z.string(), outcome: z.enum(['sent', 'failed']), problem: z.string().optional() });
export type Attempt = z.infer<typeof Attempt>;

const attempts = { attempts: json('Attempts', z.array(Attempt).readonly()) };
const sent = { ...attempts, channel: choice('Channel', CHANNELS), sentAt: instantField('Sent at'), message: optional(text('Message id')), conversation: optional(text('Conversation id')) };

/**
 * One notice to one person (or to the chair's channel). The row is inserted before anything is sent, which claims the work;
 * a crash may repeat a message, never lose one. Key: the notice's key, `~`, and the person's key.
 */
export const deliveries = recordWithStates('Deliveries', { purpose: 'What was to be told to whom, whether it reached them, and whether they acknowledged it.' }, {
  notice: text('Notice', { indexed: true }),
  kind: choice('Kind', NOTICE_KINDS),
  recipient: reference('Recipient', { indexed: true, help: 'A person’s key, or channel: and a group’s key.' }),
  subject: reference('About', { indexed: true, help: 'The key of the record it is about.' }),
  dueOn: dayField('Due', { help: 'The day on which it was to be told.' }),
  digest: optional(text('Digest', { help: 'Notices told in one message share this.' })),
}, {
  claimed: { claimedAt: instantField('Claimed at'), claimedBy: text('Claimed by'), ...attempts },
  sent,
  acknowledged: { ...sent, acknowledgedAt: instantField('Acknowledged at') },
  failed: { ...attempts, failedAt: instantField('Failed at'), problem: longText('Problem') },
});
export type Delivery = RowOf<typeof deliveries>;

export function deliveryKey(notice: string, recipient: string): string {
  return `${notice}~${recipient}`;
}

/** Where the bot can reach a person or a channel. Key: a person's key, or `channel:` and a group's key. */
export const conversations = recordWithStates('Conversations', { purpose: 'Where the bot can write to each person and each chair’s channel.' }, {
  reference: longText('Conversation reference', { personalData: 'contact' }),
  savedAt: instantField('Saved at'),
}, {
  reachable: {},
  unreachable: { problem: text('Problem') },
});
export type Conversation = RowOf<typeof conversations>;

export function channelRecipient(group: string): string {
  return `channel:${group}`;
}
