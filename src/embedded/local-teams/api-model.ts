import { z } from 'zod';

const Card = z.record(z.string(), z.unknown());

/** Everybody that one can be, and what the page needs to know once. */
export const Stage = z.object({
  bot: z.object({ id: z.string(), name: z.string() }),
  tenantId: z.string(),
  tabUrl: z.string(),
  people: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      jobTitle: z.string(),
      aadObjectId: z.string(),
      mail: z.string(),
      isGuest: z.boolean(),
      hasApp: z.boolean(),
      isBlocked: z.boolean(),
    }),
  ),
  throttledSends: z.number(),
});
export type Stage = z.infer<typeof Stage>;
export type StagePerson = Stage['people'][number];

export const ConversationSummary = z.object({
  id: z.string(),
  kind: z.enum(['personal', 'channel', 'meeting']),
  name: z.string(),
  /** The team of a channel; empty elsewhere. */
  detail: z.string(),
  lastMessageId: z.string().nullable(),
});
export type ConversationSummary = z.infer<typeof ConversationSummary>;

export const MessageView = z.object({
  id: z.string(),
  threadId: z.string().nullable(),
  author: z.object({ name: z.string(), isBot: z.boolean(), isYou: z.boolean() }),
  sentAt: z.string(),
  text: z.string(),
  summary: z.string(),
  cards: z.array(Card),
  edited: z.boolean(),
  deleted: z.boolean(),
  version: z.number(),
  refreshes: z.boolean(),
});
export type MessageView = z.infer<typeof MessageView>;

export const Dialog = z.object({
  title: z.string(),
  /** Pixels, or Teams' words small, medium and large. */
  height: z.union([z.number(), z.string()]),
  width: z.union([z.number(), z.string()]),
  content: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), card: Card }),
    z.object({ kind: z.literal('url'), url: z.string() }),
  ]),
});
export type Dialog = z.infer<typeof Dialog>;

/** What came of something a person did. */
export const Outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('nothing') }),
  z.object({ kind: z.literal('card') }),
  z.object({ kind: z.literal('message'), text: z.string() }),
  z.object({ kind: z.literal('failed'), text: z.string() }),
  z.object({ kind: z.literal('dialog'), dialog: Dialog }),
]);
export type Outcome = z.infer<typeof Outcome>;

export const CardAction = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('Action.Execute'),
    id: z.string().optional(),
    title: z.string().optional(),
    verb: z.string().optional(),
    data: z.unknown(),
  }),
  z.object({ type: z.literal('Action.Submit'), data: z.unknown() }),
]);
export type CardAction = z.infer<typeof CardAction>;

const where = { as: z.string(), conversation: z.string() };

export const SayRequest = z.object({
  ...where,
  text: z.string().trim().min(1, 'Write something first.').max(28_000, 'Teams takes at most 28,000 characters.'),
  mentionBot: z.boolean(),
  threadId: z.string().optional(),
});
export const PressRequest = z.object({ ...where, message: z.string(), action: CardAction });
export const RefreshRequest = z.object({ ...where, message: z.string() });
export const DialogSubmitRequest = z.object({ ...where, message: z.string(), data: z.unknown() });
export const SwitchesRequest = z.object({
  throttleNext: z.int().min(0).max(1000).optional(),
  block: z.object({ person: z.string(), blocked: z.boolean() }).optional(),
  install: z.object({ person: z.string(), installed: z.boolean() }).optional(),
});
export type SwitchesRequest = z.infer<typeof SwitchesRequest>;

/** What the event stream says: that something changed, so that the page asks again. */
export const LiveEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('messages'), conversationId: z.string() }),
  z.object({ kind: z.literal('typing'), conversationId: z.string() }),
  z.object({ kind: z.literal('people') }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
