import type { Activity, ConversationReference } from 'botbuilder';
import { z } from 'zod';

/** What is kept of a conversation to write there later. The service's address can change, so it is refreshed from what comes in. */
const SavedReference = z.object({
  serviceUrl: z.string().min(1),
  bot: z.object({ id: z.string().min(1) }),
  user: z.object({ id: z.string().min(1) }).optional(),
  conversation: z.object({ id: z.string().min(1), tenantId: z.string().optional(), conversationType: z.string().optional(), isGroup: z.boolean().optional() }),
});
export type SavedReference = z.infer<typeof SavedReference>;

/** The conversation an activity belongs to; a channel itself rather than one of its threads. */
export function referenceOf(activity: Activity): SavedReference {
  const { id, tenantId, conversationType, isGroup } = activity.conversation;
  const personal = conversationType === 'personal';
  return {
    serviceUrl: activity.serviceUrl, bot: { id: activity.recipient.id }, ...(personal ? { user: { id: activity.from.id } } : {}),
    conversation: {
      id: channelOf(id), ...(tenantId === undefined ? {} : { tenantId }),
      ...(conversationType === undefined ? {} : { conversationType }), ...(isGroup === undefined ? {} : { isGroup }),
    },
  };
}

export function textOf(reference: SavedReference): string {
  return JSON.stringify(reference);
}

/** Undefined where the kept text cannot be read any more. */
export function readReference(text: string): SavedReference | undefined {
  try {
    const read = SavedReference.safeParse(JSON.parse(text));
    return read.success ? read.data : undefined;
  } catch {
    return undefined;
  }
}

/** As botbuilder wants it; with `thread`, the message in a channel that is answered. */
export function toContinue(reference: SavedReference, thread?: string): Partial<ConversationReference> {
  const { id, tenantId, conversationType, isGroup } = reference.conversation;
  return {
    channelId: 'msteams', serviceUrl: reference.serviceUrl, bot: { id: reference.bot.id, name: '' }, ...(reference.user ? { user: { id: reference.user.id, name: '' } } : {}),
    conversation: {
      id: thread === undefined ? id : `${id};messageid=${thread}`, name: '', isGroup: isGroup ?? conversationType !== 'personal',
      conversationType: conversationType ?? 'personal', ...(tenantId === undefined ? {} : { tenantId }),
    },
  };
}

/** A channel's id without the thread in it. */
export function channelOf(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}
