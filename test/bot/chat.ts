import { type Activity, TestAdapter } from 'botbuilder';
import { AssuranceBot } from '../../bot/assurance-bot.ts';
import type { Post } from '../../bot/turn.ts';
import type { Register } from '../../src/register/register.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, at, objectIdOf, TENANT } from '../support/world.ts';
import { draw, type CardJson, type DrawnCard, type Pressed } from './drawn-card.ts';

export type Said = { readonly text: string; readonly card?: CardJson };
export type Reply = { readonly status: number; readonly card?: CardJson; readonly text?: string; readonly messages: readonly Said[] };
type Where = { readonly place?: 'personal' | 'channel' | 'groupChat'; readonly tenantId?: string; readonly mention?: boolean };

/** The bot in a pretend chat: what people say and press goes through botbuilder as Teams would send it. */
export class Chat {
  readonly register: Register;
  /** What the bot wrote after its turn had ended. */
  readonly later: Post[] = [];
  moment: Moment = at('2026-10-12');
  /** Stands for the time that a slow register takes; never, unless a test says otherwise. */
  slowness: () => Promise<void> = () => new Promise(() => {});
  readonly #bot: AssuranceBot;

  constructor(rows: readonly Stocked[] = [...aPartnership(), ...aRound()], register: Register = memoryRegister(rows)) {
    this.register = register;
    const send = async (_reference: string, post: Post) => {
      this.later.push(post);
      return { ok: true } as const;
    };
    this.#bot = new AssuranceBot({
      work: { register: this.register, now: () => this.moment }, tab: (path) => `https://assurance.example/tab${path}`,
      sender: { send, start: send }, pace: { pause: () => this.slowness(), chance: () => 0 },
    });
  }

  async say(person: string, text: string, where: Where = {}): Promise<readonly Said[]> {
    const mention = where.mention ?? (where.place !== undefined && where.place !== 'personal');
    const entities = mention ? [{ type: 'mention', text: '<at>Assurance</at>', mentioned: { id: '28:bot', name: 'Assurance' } }] : [];
    const { messages } = await this.#run(person, { type: 'message', text: mention ? `<at>Assurance</at> ${text}` : text, entities }, where);
    return messages;
  }

  /** A button's press, or the refresh that Teams does by itself. */
  press(person: string, pressed: Pressed, where: Where = {}): Promise<Reply> {
    if (pressed.type === 'Action.Submit') {
      const dialog = (pressed.data['msteams'] as { type?: string } | undefined)?.type === 'task/fetch';
      return dialog ? this.invoke(person, 'task/fetch', { data: pressed.data }, where) : this.#run(person, { type: 'message', text: '', value: pressed.data }, where);
    }
    return this.invoke(person, 'adaptiveCard/action', { action: { type: 'Action.Execute', verb: pressed.verb, data: pressed.data }, trigger: 'manual' }, where);
  }

  invoke(person: string, name: string, value: unknown, where: Where = {}): Promise<Reply> {
    return this.#run(person, { type: 'invoke', name, value }, where);
  }

  send(person: string, activity: Record<string, unknown>, where: Where = {}): Promise<Reply> {
    return this.#run(person, activity, where);
  }

  /** The return's card as this person gets it by asking. */
  async returnCard(person: string): Promise<CardJson> {
    const messages = await this.say(person, 'my returns');
    const found = messages.find(({ card }) => card !== undefined)?.card;
    if (!found) throw new Error(`No card for ${person}: ${messages.map(({ text }) => text).join(' / ')}`);
    return found;
  }

  async #run(person: string, activity: Record<string, unknown>, { place = 'personal', tenantId = TENANT }: Where): Promise<Reply> {
    const conversation = { id: place === 'personal' ? `a:${person}` : '19:channel@thread.tacv2;messageid=5', conversationType: place, tenantId, isGroup: place !== 'personal', name: '' };
    const adapter = new TestAdapter(async () => {}, { channelId: 'msteams', serviceUrl: 'https://smba.example/uk/', conversation, recipient: { id: '28:bot', name: 'Assurance' } } as Partial<Activity>);
    const objectId = person === 'nobody' ? '30000000-0000-4000-8000-000000000000' : objectIdOf(person);
    await adapter.processActivity({
      channelId: 'msteams', from: { id: `29:${person}`, name: person, aadObjectId: objectId }, channelData: { tenant: { id: tenantId } }, ...activity,
    } as Partial<Activity>, (context) => this.#bot.run(context));
    const sent = adapter.activeQueue;
    const answered = sent.find(({ type }) => type === 'invokeResponse')?.value as { status: number; body?: { type?: string; value?: unknown; task?: unknown } } | undefined;
    const value = answered?.body?.value;
    return {
      status: answered?.status ?? 200,
      ...(answered?.body?.type === 'application/vnd.microsoft.card.adaptive' ? { card: value as CardJson } : {}),
      ...(typeof value === 'string' ? { text: value } : answered?.body?.task === undefined ? {} : { text: JSON.stringify(answered.body.task) }),
      messages: sent.filter(({ type }) => type === 'message').map((message) => ({
        text: message.text ?? '', ...(message.attachments?.[0] ? { card: message.attachments[0].content as CardJson } : {}),
      })),
    };
  }
}

/** Fills in a card and presses one of its buttons, as a person does. */
export function fillAndPress(content: CardJson, fields: Readonly<Record<string, string>>, title: string): Pressed {
  const drawn: DrawnCard = draw(content);
  for (const [id, value] of Object.entries(fields)) drawn.fill(id, value);
  const pressed = drawn.press(title);
  if (!pressed) throw new Error(`The card does not let “${title}” through: an input is not as it asks`);
  return pressed;
}
