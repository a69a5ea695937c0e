import type { CloudAdapter, TurnContext } from 'botbuilder';
import { type Activity, ActivityTypes, CardFactory } from 'botbuilder';
import { z } from 'zod';
import type { SendOutcome } from '../src/ports/messenger.ts';
import type { Post } from './turn.ts';
import { readReference, toContinue, type SavedReference } from './reference.ts';

/** Waiting and chance come from outside, so that tests need neither. */
export type Pace = { /** `signal` ends the wait early. */ readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>; /** 0 to 1. */ readonly chance: () => number };

/** Teams takes seven messages a second in one conversation. */
const BETWEEN_MESSAGES = 150;
const TRIES = 3;
const FIRST_WAIT = 400;
const PASSING = new Set([408, 412, 429, 500, 502, 503, 504]);
/** botbuilder's client tries the others again by itself, with growing waits. */
const TRIED_HERE = new Set([412, 429]);

export function activityOf(post: Post): Partial<Activity> {
  if ('text' in post) return { type: ActivityTypes.Message, text: post.text, textFormat: 'markdown', summary: 'A message from the board office’s assistant' };
  const summary = post.card['fallbackText'];
  return { type: ActivityTypes.Message, attachments: [CardFactory.adaptiveCard(post.card)], ...(typeof summary === 'string' ? { summary } : {}) };
}

export type Sender = {
  /** Writes into the conversation; with `thread`, in answer to that message of the channel. */
  send(reference: string, post: Post, thread?: string): Promise<SendOutcome>;
  /** Begins a new thread in a channel; elsewhere the same as `send`. */
  start(reference: string, post: Post): Promise<SendOutcome>;
};

/**
 * Writes to Teams on the bot's own account: one message after another in each conversation, a few tries where Teams is busy, and
 * the outcome as a value. An exception leaves here only for a fault of the program.
 */
export function createSender({ adapter, appId, pace }: { readonly adapter: CloudAdapter; readonly appId: string; readonly pace: Pace }): Sender {
  const queues = new Map<string, Promise<unknown>>();

  /** In turn for one conversation; different conversations do not wait for each other. */
  function inTurn<T>(conversation: string, act: () => Promise<T>): Promise<T> {
    const before = queues.get(conversation) ?? Promise.resolve();
    const mine = before.then(act);
    const after = mine.then(() => undefined, () => undefined).then(() => pace.pause(BETWEEN_MESSAGES));
    queues.set(conversation, after);
    void after.then(() => { if (queues.get(conversation) === after) queues.delete(conversation); });
    return mine;
  }

  /** Hands on what the last try threw. */
  async function trying<T>(once: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await once();
      } catch (error) {
        if (attempt === TRIES || !TRIED_HERE.has(statusOf(error) ?? 0)) throw error;
        await pace.pause(FIRST_WAIT * 2 ** attempt * (0.75 + pace.chance() / 2));
      }
    }
  }

  /** The adapter hands an error inside the turn to its own error handler, so the outcome is noted inside. */
  async function continued(saved: SavedReference, thread: string | undefined, post: Post): Promise<SendOutcome> {
    let outcome: SendOutcome = { ok: false, kind: 'later', problem: 'Teams could not be reached' };
    try {
      await adapter.continueConversationAsync(appId, toContinue(saved, thread), async (context: TurnContext) => {
        try {
          const sent = await trying(() => context.sendActivity(activityOf(post)));
          outcome = { ok: true, conversation: saved.conversation.id, ...(sent?.id ? { message: sent.id } : {}) };
        } catch (error) {
          outcome = failureOf(error);
        }
      });
    } catch (error) {
      outcome = failureOf(error);
    }
    return outcome;
  }

  async function started(saved: SavedReference, post: Post): Promise<SendOutcome> {
    const { id, tenantId } = saved.conversation;
    let thread = '';
    try {
      await trying(() => adapter.createConversationAsync(appId, 'msteams', saved.serviceUrl, 'https://api.botframework.com', {
        isGroup: true, bot: { id: saved.bot.id, name: '' }, channelData: { channel: { id } }, activity: activityOf(post) as Activity, ...(tenantId === undefined ? {} : { tenantId }),
      } as Parameters<CloudAdapter['createConversationAsync']>[4], async (context) => { thread = context.activity.conversation.id; }));
    } catch (error) {
      return failureOf(error);
    }
    const message = thread.split(';messageid=')[1];
    return { ok: true, conversation: id, ...(message === undefined ? {} : { message }) };
  }

  function reach(reference: string, once: (saved: SavedReference) => Promise<SendOutcome>): Promise<SendOutcome> {
    const saved = readReference(reference);
    if (saved === undefined) return Promise.resolve({ ok: false, kind: 'unreachable', problem: 'The saved address of the chat cannot be read' });
    return inTurn(saved.conversation.id, () => once(saved));
  }

  return {
    send: (reference, post, thread) => reach(reference, (saved) => continued(saved, thread, post)),
    start: (reference, post) => reach(reference, (saved) => (saved.conversation.conversationType === 'channel' ? started(saved, post) : continued(saved, undefined, post))),
  };
}

const Refused = z.object({ statusCode: z.number().optional(), code: z.string().optional(), body: z.object({ error: z.object({ code: z.string() }) }).optional() });

/** What Teams' refusal means for the delivery. Nothing of the message is repeated in it. */
export function failureOf(error: unknown): SendOutcome {
  const read = Refused.safeParse(error);
  const status = statusOf(error);
  if (status === undefined || status === 401 || PASSING.has(status)) {
    return { ok: false, kind: 'later', problem: status === 429 ? 'Teams is busy' : status === 401 ? 'Teams did not accept the bot’s sign-in' : `Teams could not be reached${status === undefined ? '' : ` (${status})`}` };
  }
  const code = read.success ? read.data.body?.error.code ?? read.data.code : undefined;
  return { ok: false, kind: 'unreachable', problem: REASONS[code ?? ''] ?? `Teams refused the message (${status}${code === undefined ? '' : ` ${code}`})` };
}

function statusOf(error: unknown): number | undefined {
  const read = Refused.safeParse(error);
  return read.success ? read.data.statusCode : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  MessageWritesBlocked: 'The person has blocked the bot',
  BotNotInConversationRoster: 'The app is not installed there',
  ConversationNotFound: 'The conversation no longer exists',
  MessageSizeTooBig: 'The message was too large for Teams',
};
