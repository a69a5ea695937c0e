import { z } from 'zod';
import { choice, dayField, instantField, json, longText, numberField, optional, reference, text, yesNo } from '../records/field.ts';
import { recordWithStates, type RowOf } from '../records/record.ts';

export const NOTICE_KINDS = [
  'round-opened', 'return-due', 'return-overdue', 'query-raised', 'query-answered', 'return-accepted', 'return-submitted-on-behalf',
  'sign-off-asked', 'deputy-asked', 'escalation-proposed', 'escalation-letter', 'escalation-told', 'escalation-reply-due', 'escalation-step', 'action-assigned',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

export const CHANNELS = ['bot', 'activity-feed', 'e-mail', 'chair-channel'] as const;
export type Channel = (typeof CHANNELS)[number];

/** One try to reach somebody, kept for the board office to see. */
export const Attempt = z.object({ channel: z.enum(CHANNELS), at: z.string(), outcome: z.enum(['sent', 'failed']), problem: z.string().optional() });
export type Attempt = z.infer<typeof Attempt>;

const attempts = { attempts: json('Attempts', z.array(Attempt).readonly()) };
const trying = {
  ...attempts,
  attemptsBefore: numberField('Attempts before', { help: 'Attempts made before somebody asked for another try; they no longer count against a channel.' }),
  askedFor: yesNo('Asked for', { help: 'Somebody asked for it today, so it does not wait for tomorrow’s digest.' }),
};
const sent = { ...attempts, channel: choice('Channel', CHANNELS), sentAt: instantField('Sent at'), message: optional(text('Message id')), conversation: optional(text('Conversation id')) };

/**
 * One notice to one person (or to the chair's channel). The row is inserted before anything is sent, which claims the work;
 * a crash may repeat a message, never lose one. A notice that was not sent because its reason went or a newer one told the same
 * stays visible as superseded. Key: the notice's key, `~`, and the person's key.
 */
export const deliveries = recordWithStates('Deliveries', { purpose: 'What was to be told to whom, whether it reached them, and whether they acknowledged it.' }, {
  notice: text('Notice', { indexed: true }),
  kind: choice('Kind', NOTICE_KINDS),
  recipient: reference('Recipient', { indexed: true, help: 'A person’s key, or channel: and a group’s key.' }),
  subject: reference('About', { indexed: true, help: 'The key of the record it is about.' }),
  dueOn: dayField('Due', { help: 'The day on which it was to be told.' }),
  digest: optional(text('Digest', { help: 'Notices told in one message share this.' })),
}, {
  queued: { ...trying, notBefore: optional(instantField('Not before', { help: 'After a passing failure: when it is tried again.' })) },
  claimed: { ...trying, claimedAt: instantField('Claimed at'), claimedBy: text('Claimed by') },
  sent,
  acknowledged: { ...sent, acknowledgedAt: instantField('Acknowledged at') },
  failed: { ...attempts, failedAt: instantField('Failed at'), problem: longText('Problem') },
  superseded: { ...attempts, supersededAt: instantField('Superseded at'), supersededBecause: text('Why it was not sent') },
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
