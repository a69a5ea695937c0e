import type { z } from 'zod';
import {
  type ConversationSummary,
  DialogSubmitRequest,
  type MessageView,
  PressRequest,
  RefreshRequest,
  SayRequest,
  type Stage,
  SwitchesRequest,
} from './api-model.ts';
import type { BotSide } from './bot-side.ts';
import { cardsFor, refreshActionFor } from './cards.ts';
import { answer, type LocalAnswer, type LocalRequest, type LocalResponse, type LocalStream } from './exchange.ts';
import type { Conversation, Message, Person, World } from './world.ts';

type Route = (request: LocalRequest) => LocalResponse | Promise<LocalResponse>;

/**
 * What the page asks for. `as` says which person the window plays: nobody signs in to a pretend tenant, so this is for
 * loopback only. A request that cannot be read is answered 400 with what is wrong with it.
 */
export function createApi(given: {
  world: World;
  botSide: BotSide;
  bot: { id: string; name: string };
  tenantId: string;
  tabUrl: string;
}): (request: LocalRequest) => Promise<LocalResponse> {
  const { world, botSide } = given;

  const routes: Readonly<Record<string, Route>> = {
    'GET stage': () => answer(200, stage()),
    'GET conversations': ({ query }) => withPerson(query['as'], (person) => answer(200, world.conversationsOf(person.key).map(summary))),
    'GET messages': ({ query }) =>
      withPlace({ as: query['as'] ?? '', conversation: query['conversation'] ?? '' }, (place) =>
        answer(200, world.messages(place.conversation.id).map((message) => view(message, place))),
      ),
    'GET events': () => events(),
    'POST say': read(SayRequest, (asked) =>
      withPlace(asked, async (place) => {
        if (place.conversation.kind === 'personal' && !place.person.hasApp) return refused(409, 'The app is not added for this person.');
        return answer(200, await botSide.say(place, asked.text, { mentionBot: asked.mentionBot, threadId: asked.threadId }));
      }),
    ),
    'POST press': read(PressRequest, (asked) =>
      withMessage(asked, async (place, message) => answer(200, await botSide.press(place, message, asked.action))),
    ),
    'POST refresh': read(RefreshRequest, (asked) =>
      withMessage(asked, async (place, message) => answer(200, await botSide.refresh(place, message))),
    ),
    'POST dialog': read(DialogSubmitRequest, (asked) =>
      withMessage(asked, async (place, message) => answer(200, await botSide.submitDialog(place, message, asked.data))),
    ),
    'POST switches': read(SwitchesRequest, async ({ throttleNext, block, install }) => {
      const blocked = block && world.person(block.person);
      const installing = install && world.person(install.person);
      if ((block && !blocked) || (install && !installing)) return refused(404, 'There is no such person.');
      if (throttleNext !== undefined) world.throttleNext(throttleNext);
      if (block) world.blockPerson(block.person, block.blocked);
      return answer(200, installing ? await botSide.install(installing, install.installed) : { kind: 'nothing' });
    }),
  };

  return async function handle(request) {
    const route = routes[`${request.method} ${request.path}`];
    return route ? route(request) : refused(404, 'There is no such address.');
  };

  function stage(): Stage {
    return {
      bot: given.bot,
      tenantId: given.tenantId,
      tabUrl: given.tabUrl,
      people: world.people().map((person) => ({
        key: person.key,
        name: person.name,
        jobTitle: person.jobTitle ?? '',
        aadObjectId: person.aadObjectId,
        mail: person.mail,
        isGuest: person.isGuest ?? false,
        hasApp: person.hasApp,
        isBlocked: world.isBlocked(person.key),
      })),
      throttledSends: world.throttledSends(),
    };
  }

  function summary(conversation: Conversation): ConversationSummary {
    return {
      id: conversation.id,
      kind: conversation.kind,
      name: conversation.kind === 'personal' ? given.bot.name : conversation.name,
      detail: conversation.kind === 'channel' ? conversation.teamName : '',
      lastMessageId: world.messages(conversation.id).at(-1)?.id ?? null,
    };
  }

  function view(message: Message, { person, conversation }: Place): MessageView {
    const { author } = message;
    return {
      id: message.id,
      threadId: message.threadId ?? null,
      author: {
        name: author.kind === 'bot' ? given.bot.name : (world.person(author.key)?.name ?? author.key),
        isBot: author.kind === 'bot',
        isYou: author.kind === 'person' && author.key === person.key,
      },
      sentAt: message.sentAt,
      text: message.text,
      summary: message.summary,
      cards: [...cardsFor(message, person.key)],
      edited: message.edited,
      deleted: message.deleted,
      version: message.version,
      refreshes: refreshActionFor(message, person, conversation) !== undefined,
    };
  }

  /** Every change, to every window: what a person may see is settled when their window asks again. */
  function events(): LocalStream {
    return {
      kind: 'stream',
      status: 200,
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
      open(write) {
        write(': open\n\n');
        return world.onChange((change) => write(`data: ${JSON.stringify(change)}\n\n`));
      },
    };
  }

  function withPerson(key: string | undefined, act: (person: Person) => LocalResponse): LocalResponse {
    const person = key === undefined ? undefined : world.person(key);
    return person ? act(person) : refused(404, 'There is no such person.');
  }

  function withPlace<Asked extends { as: string; conversation: string }>(
    asked: Asked,
    act: (place: Place) => LocalAnswer | Promise<LocalAnswer>,
  ): LocalAnswer | Promise<LocalAnswer> {
    const person = world.person(asked.as);
    const conversation = person && world.conversationsOf(person.key).find((one) => one.id === asked.conversation);
    return person && conversation ? act({ person, conversation }) : refused(404, 'This person has no such conversation.');
  }

  function withMessage<Asked extends { as: string; conversation: string; message: string }>(
    asked: Asked,
    act: (place: Place, message: Message) => Promise<LocalAnswer>,
  ): LocalAnswer | Promise<LocalAnswer> {
    return withPlace(asked, (place) => {
      const message = world.message(place.conversation.id, asked.message);
      return message && !message.deleted ? act(place, message) : refused(404, 'The message is no longer there.');
    });
  }
}

type Place = { readonly person: Person; readonly conversation: Conversation };

function read<Shape extends z.ZodType>(shape: Shape, act: (asked: z.infer<Shape>) => LocalAnswer | Promise<LocalAnswer>): Route {
  return ({ body }) => {
    const asked = shape.safeParse(body);
    return asked.success ? act(asked.data) : refused(400, asked.error.issues.map((issue) => issue.message).join(' '));
  };
}

function refused(status: number, message: string): LocalAnswer {
  return answer(status, { message });
}
