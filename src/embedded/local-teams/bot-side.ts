import { z } from 'zod';
import { adaptiveCardType, Card, refreshActionFor } from './cards.ts';
import type { CardAction, Dialog, Outcome } from './api-model.ts';
import { botAccount, envelope, type TeamsActivity, type Tenant } from './teams-activity.ts';
import type { Conversation, Message, Person, World } from './world.ts';

/** Teams gives up on a button after some ten to fifteen seconds. */
const longestWaitInMilliseconds = 15_000;

const unreachable = 'Unable to reach the app. Please try again.';

const ActionAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal(adaptiveCardType), value: Card }),
  z.object({ type: z.literal('application/vnd.microsoft.activity.message'), value: z.string() }),
  z.object({
    type: z.enum(['application/vnd.microsoft.error', 'application/vnd.microsoft.error.preconditionFailed']),
    value: z.object({ message: z.string() }),
  }),
]);

const TaskAnswer = z.object({
  task: z.discriminatedUnion('type', [
    z.object({ type: z.literal('message'), value: z.string() }),
    z.object({
      type: z.literal('continue'),
      value: z
        .object({
          title: z.string().optional(),
          height: z.union([z.number(), z.string()]).optional(),
          width: z.union([z.number(), z.string()]).optional(),
          url: z.string().optional(),
          card: z.object({ contentType: z.literal(adaptiveCardType), content: Card }).optional(),
        })
        .refine((task) => (task.url === undefined) !== (task.card === undefined), 'either a url or a card'),
    }),
  ]),
});

type Place = { readonly person: Person; readonly conversation: Conversation };

export type BotSide = ReturnType<typeof createBotSide>;

/**
 * Carries what people do to the bot's endpoint, over HTTP and in the shapes that Teams uses, and reads what the bot
 * answers to a button. A bot that fails or is too slow gives a sentence for the presser, never an exception.
 */
export function createBotSide(given: { world: World; tenant: Tenant; botEndpoint: string }) {
  const { world, tenant } = given;

  /** Text that a person writes. In a channel or meeting the bot hears only what mentions it. */
  async function say(place: Place, text: string, options: { mentionBot: boolean; threadId?: string | undefined }): Promise<Outcome> {
    const { person, conversation } = place;
    const mentions = conversation.kind !== 'personal' && options.mentionBot;
    const shown = mentions ? `@${tenant.bot.name} ${text}` : text;
    const posted = world.post(conversation.id, { kind: 'person', key: person.key }, { text: shown, summary: '', cards: [] }, options.threadId);
    if (conversation.kind !== 'personal' && !mentions) return { kind: 'nothing' };

    const base = activityOf(place, posted.id, options.threadId ?? posted.id);
    const mention = `<at>${tenant.bot.name}</at>`;
    return failure(
      await deliver({
        ...base,
        type: 'message',
        textFormat: 'plain',
        text: mentions ? `${mention} ${text}` : text,
        ...(mentions
          ? { entities: [...base.entities, { type: 'mention', text: mention, mentioned: botAccount(tenant.bot) }] }
          : {}),
        ...(options.threadId === undefined ? {} : { replyToId: options.threadId }),
      }),
    );
  }

  /** A card's button: `Action.Execute`, `Action.Submit`, or a submit that asks for a dialog. */
  async function press(place: Place, message: Message, action: CardAction): Promise<Outcome> {
    if (action.type === 'Action.Execute') return execute(place, message, action, 'manual');
    if (asksForDialog(action.data)) {
      return task(place, message, 'task/fetch', action.data);
    }
    return failure(await deliver({ ...answering(place, message), type: 'message', text: '', value: action.data }));
  }

  /** What Teams does by itself when somebody looks at a card that asks for it. */
  async function refresh(place: Place, message: Message): Promise<Outcome> {
    const action = refreshActionFor(message, place.person, place.conversation);
    if (!action) return { kind: 'nothing' };
    const outcome = await execute(place, message, action, 'automatic');
    return outcome.kind === 'failed' ? { kind: 'nothing' } : outcome;
  }

  /** What a dialog sends back when its reader is done; the bot may answer with the next dialog. */
  function submitDialog(place: Place, message: Message, data: unknown): Promise<Outcome> {
    return task(place, message, 'task/submit', data);
  }

  /** Adds the app for a person, or takes it away, and tells the bot as Teams does. */
  async function install(person: Person, installed: boolean): Promise<Outcome> {
    world.setInstalled(person.key, installed);
    return announce({ person, conversation: world.personalChat(person) }, installed);
  }

  /** Tells the bot of every place where the app is installed already. */
  async function announceInstallations(): Promise<void> {
    const people = world.people();
    for (const person of people.filter((one) => one.hasApp)) {
      await announce({ person, conversation: world.personalChat(person) }, true);
    }
    const shared = new Map(people.flatMap((person) => world.conversationsOf(person.key)).map((one) => [one.id, one]));
    for (const conversation of shared.values()) {
      const [person] = world.membersOf(conversation);
      if (conversation.kind !== 'personal' && person) await announce({ person, conversation }, true);
    }
  }

  async function announce(place: Place, installed: boolean): Promise<Outcome> {
    const base = activityOf(place, world.nextId(), undefined);
    const told = await deliver({ ...base, type: 'installationUpdate', action: installed ? 'add' : 'remove' });
    const changed = [botAccount(tenant.bot)];
    if (installed) await deliver({ ...base, id: world.nextId(), type: 'conversationUpdate', membersAdded: changed });
    return failure(told);
  }

  async function execute(place: Place, message: Message, action: object, trigger: 'automatic' | 'manual'): Promise<Outcome> {
    const reply = await deliver({ ...answering(place, message), type: 'invoke', name: 'adaptiveCard/action', value: { action, trigger } });
    const read = ActionAnswer.safeParse(reply.body);
    if (!read.success) return reply.ok ? { kind: 'nothing' } : { kind: 'failed', text: unreachable };
    switch (read.data.type) {
      case adaptiveCardType:
        world.showTo(place.person.key, message, read.data.value);
        return { kind: 'card' };
      case 'application/vnd.microsoft.activity.message':
        return { kind: 'message', text: read.data.value };
      default:
        return { kind: 'failed', text: read.data.value.message };
    }
  }

  async function task(place: Place, message: Message, name: 'task/fetch' | 'task/submit', data: unknown): Promise<Outcome> {
    const reply = await deliver({ ...answering(place, message), type: 'invoke', name, value: { data, context: { theme: 'default' } } });
    if (!reply.ok) return { kind: 'failed', text: unreachable };
    const read = TaskAnswer.safeParse(reply.body);
    if (!read.success) {
      return name === 'task/submit' && isEmpty(reply.body) ? { kind: 'nothing' } : { kind: 'failed', text: unreachable };
    }
    if (read.data.task.type === 'message') return { kind: 'message', text: read.data.task.value };
    const { title = '', height = 'medium', width = 'medium', url, card } = read.data.task.value;
    const content: Dialog['content'] = url === undefined ? { kind: 'card', card: card?.content ?? {} } : { kind: 'url', url };
    return { kind: 'dialog', dialog: { title, height, width, content } };
  }

  function answering(place: Place, message: Message) {
    return { ...activityOf(place, world.nextId(), message.threadId ?? message.id), replyToId: message.id };
  }

  function activityOf(place: Place, id: string, threadId: string | undefined) {
    const inThread = place.conversation.kind === 'channel' ? threadId : undefined;
    return envelope({ tenant, ...place, id, at: world.now(), threadId: inThread });
  }

  async function deliver(activity: TeamsActivity): Promise<{ ok: boolean; body: unknown }> {
    try {
      const response = await fetch(given.botEndpoint, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(activity),
        signal: AbortSignal.timeout(longestWaitInMilliseconds),
      });
      return { ok: response.ok, body: parseJson(await response.text()) };
    } catch {
      return { ok: false, body: undefined };
    }
  }

  return { say, press, refresh, submitDialog, install, announceInstallations };
}

function failure(reply: { ok: boolean }): Outcome {
  return reply.ok ? { kind: 'nothing' } : { kind: 'failed', text: unreachable };
}

function asksForDialog(data: unknown): boolean {
  return z.object({ msteams: z.object({ type: z.literal('task/fetch') }) }).safeParse(data).success;
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || (typeof body === 'object' && Object.keys(body).length === 0);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
