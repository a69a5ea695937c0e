import { z } from 'zod';
import { answer, type LocalAnswer, type LocalRequest } from './exchange.ts';
import { Card, adaptiveCardType } from './cards.ts';
import { type Content, type Conversation, type Person, parseThread, threadAddress, type World } from './world.ts';

/** Teams measures a message in UTF-16 and refuses it from 100 KB. */
const largestMessageInBytes = 100 * 1024;

const Attachment = z.object({ contentType: z.literal(adaptiveCardType), content: Card });

const BotActivity = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    text: z.string().nullish(),
    summary: z.string().nullish(),
    attachments: z.array(Attachment).nullish(),
  }),
  z.object({ type: z.literal('typing') }),
]);
type BotActivity = z.infer<typeof BotActivity>;

const NewConversation = z.union([
  z.object({
    isGroup: z.literal(true),
    channelData: z.object({ channel: z.object({ id: z.string() }) }),
    activity: BotActivity,
  }),
  z.object({
    isGroup: z.literal(false).nullish(),
    members: z.tuple([z.object({ id: z.string() })]),
  }),
]);

/**
 * The other side of the Bot Framework connector: what a bot calls to write into Teams. Paths begin with `v3/`.
 * Codes and shapes of refusals are those that Microsoft documents for Teams
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/conversation-messages, "Status codes").
 */
export function createConnector(world: World): (request: LocalRequest) => LocalAnswer {
  return function handle(request) {
    const steps = request.path.split('/').map(decoded);
    if (steps[0] !== 'v3' || steps[1] !== 'conversations') return refused(404, 'NotFound', 'There is no such address.');
    if (steps.length === 2) return request.method === 'POST' ? create(request.body) : notAllowed();

    const address = parseThread(steps[2] ?? '');
    const conversation = world.conversation(address.conversationId);
    if (!conversation) return refused(404, 'ConversationNotFound', 'Conversation not found.');

    switch (steps[3]) {
      case 'activities':
        return activities(request, conversation, address.threadId, steps[4]);
      case 'members':
        return request.method === 'GET' ? members(conversation, steps[4]) : notAllowed();
      case 'pagedmembers':
        return request.method === 'GET' ? answer(200, { members: world.membersOf(conversation).map(asMember) }) : notAllowed();
      default:
        return refused(404, 'NotFound', 'There is no such address.');
    }
  };

  function create(body: unknown): LocalAnswer {
    if (world.takeThrottledSend()) return tooBusy();
    if (isTooBig(body)) return tooBig();
    const asked = NewConversation.safeParse(body);
    if (!asked.success) return badRequest(asked.error);

    if ('activity' in asked.data) {
      const channel = world.conversation(asked.data.channelData.channel.id);
      if (channel?.kind !== 'channel') return refused(404, 'ConversationNotFound', 'Channel not found.');
      const sent = write(channel, undefined, asked.data.activity);
      return answer(201, { id: threadAddress(channel.id, sent.id), activityId: sent.id });
    }

    const person = world.personById(asked.data.members[0].id);
    if (!person) return refused(400, 'BadArgument', 'The member is not known in this tenant.');
    if (!person.hasApp) return notInstalled();
    return answer(201, { id: world.personalChat(person).id });
  }

  function activities(
    request: LocalRequest,
    conversation: Conversation,
    threadId: string | undefined,
    activityId: string | undefined,
  ): LocalAnswer {
    if (world.takeThrottledSend()) return tooBusy();
    const refusal = whyClosed(conversation);
    if (refusal) return refusal;

    const known = activityId === undefined ? undefined : world.message(conversation.id, activityId);
    if (request.method === 'DELETE' || request.method === 'PUT') {
      if (!known || known.deleted || known.author.kind !== 'bot') return noSuchActivity();
      if (request.method === 'DELETE') {
        world.remove(known);
        return answer(200);
      }
    } else if (request.method !== 'POST') return notAllowed();

    if (isTooBig(request.body)) return tooBig();
    const activity = BotActivity.safeParse(request.body);
    if (!activity.success) return badRequest(activity.error);

    if (request.method === 'PUT' && known) {
      if (activity.data.type === 'message') world.edit(known, contentOf(activity.data));
      return answer(200, { id: known.id });
    }
    const root = conversation.kind === 'channel' ? (threadId ?? known?.threadId ?? known?.id) : undefined;
    const sent = write(conversation, root, activity.data);
    return sent.split ? answer(202, {}) : answer(201, { id: sent.id });
  }

  /** Teams splits text with a card into two messages and then gives no id, so neither can be changed later. */
  function write(conversation: Conversation, threadId: string | undefined, activity: BotActivity): { id: string; split: boolean } {
    const bot = { kind: 'bot' } as const;
    if (activity.type === 'typing') {
      world.botIsTyping(conversation.id);
      return { id: world.nextId(), split: false };
    }
    const content = contentOf(activity);
    if (content.text === '' || content.cards.length === 0) {
      return { id: world.post(conversation.id, bot, content, threadId).id, split: false };
    }
    const text = world.post(conversation.id, bot, { ...content, cards: [] }, threadId);
    world.post(conversation.id, bot, { ...content, text: '' }, threadId);
    return { id: text.id, split: true };
  }

  function members(conversation: Conversation, memberId: string | undefined): LocalAnswer {
    const people = world.membersOf(conversation);
    if (memberId === undefined) return answer(200, people.map(asMember));
    const person = people.find((one) => one.teamsId === memberId || one.aadObjectId === memberId);
    return person
      ? answer(200, asMember(person))
      : refused(404, 'MemberNotFoundInConversation', 'The user was not found in the conversation.');
  }

  function whyClosed(conversation: Conversation): LocalAnswer | undefined {
    if (conversation.kind !== 'personal') return undefined;
    const person = world.person(conversation.memberKeys[0]);
    if (!person?.hasApp) return notInstalled();
    if (world.isBlocked(person.key)) return refused(403, 'MessageWritesBlocked', 'The user has blocked the conversation with the bot.');
    return undefined;
  }
}

function contentOf(activity: Extract<BotActivity, { type: 'message' }>): Content {
  return {
    text: activity.text ?? '',
    summary: activity.summary ?? '',
    cards: (activity.attachments ?? []).map((attachment) => attachment.content),
  };
}

function asMember(person: Person): Record<string, string> {
  const [givenName = person.name, ...rest] = person.name.split(' ');
  return {
    id: person.teamsId,
    name: person.name,
    aadObjectId: person.aadObjectId,
    objectId: person.aadObjectId,
    givenName,
    surname: rest.join(' '),
    email: person.mail,
    userPrincipalName: person.mail,
    tenantId: person.tenantId,
    userRole: person.isGuest ? 'guest' : 'user',
  };
}

function refused(status: number, code: string, message: string, headers: Record<string, string> = {}): LocalAnswer {
  return answer(status, { error: { code, message } }, headers);
}

/** A step that is not well escaped stands for itself: it then names nothing, which is answered 404. */
function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

function isTooBig(body: unknown): boolean {
  return JSON.stringify(body ?? null).length * 2 > largestMessageInBytes;
}

function tooBig(): LocalAnswer {
  return refused(413, 'MessageSizeTooBig', 'Message size too large.');
}

function badRequest(error: z.ZodError): LocalAnswer {
  return refused(400, 'BadSyntax', z.prettifyError(error));
}

function notAllowed(): LocalAnswer {
  return refused(405, 'MethodNotAllowed', 'The method is not allowed here.');
}

function notInstalled(): LocalAnswer {
  return refused(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}

function noSuchActivity(): LocalAnswer {
  return refused(404, 'ActivityNotFoundInConversation', 'The message could not be found in the conversation.');
}

function tooBusy(): LocalAnswer {
  return refused(429, 'TooManyRequests', 'API calls quota exceeded.', { 'Retry-After': '1' });
}
