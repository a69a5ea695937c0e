import { type Activity, type AdaptiveCardInvokeResponse, type AdaptiveCardInvokeValue, type InvokeResponse, TeamsActivityHandler, type TaskModuleRequest, type TaskModuleResponse, TurnContext } from 'botbuilder';
import { z } from 'zod';
import { channelRecipient, conversations } from '../src/assurance/notices/delivery.ts';
import { pageAddress } from '../src/assurance/desk/page-address.ts';
import { arrangementsOf } from '../src/assurance/partnership/arrangements.ts';
import type { Person } from '../src/assurance/partnership/person.ts';
import { personSignedIn, viewerOf } from '../src/assurance/partnership/viewer.ts';
import type { Work } from '../src/use-cases/decide-and-commit.ts';
import { markUnreachable, saveConversation } from '../src/use-cases/save-conversation.ts';
import { answerCommand, answerTo, partnershipName } from './answers.ts';
import { hear } from './commands.ts';
import { lines } from './messages.ts';
import { readReference, referenceOf, textOf } from './reference.ts';
import { activityOf, type Pace, type Sender } from './send.ts';
import type { Answer, Place, Post, Turn } from './turn.ts';
import { act } from './verbs.ts';

/** Teams gives up on a button after some ten seconds; people do much earlier. */
const ANSWER_WITHIN = 2_500;
const CARD = 'application/vnd.microsoft.card.adaptive';
const MESSAGE = 'application/vnd.microsoft.activity.message';

/** Who sent an activity, as Teams says it. Nothing that a card carries is asked. */
const Sent = z.object({
  from: z.object({ id: z.string().default(''), aadObjectId: z.string().min(1) }),
  channelData: z.object({ tenant: z.object({ id: z.string().min(1) }) }),
});
const Pressed = z.looseObject({ verb: z.string() });
const Executed = z.object({ action: z.object({ type: z.literal('Action.Execute'), verb: z.string() }) });
const Dialog = z.object({ dialog: z.literal('return-form'), returnKey: z.string().min(1).max(255) });

export type BotHouse = { readonly work: Work; readonly tab: (path: string) => string; readonly sender: Sender; readonly pace: Pace };

/** What comes from Teams, turned into what the person asks for, and what comes of it, turned into cards and messages. */
export class AssuranceBot extends TeamsActivityHandler {
  readonly #house: BotHouse;

  constructor(house: BotHouse) {
    super();
    this.#house = house;
    this.onMessage(async (context, next) => { await this.#hear(context); await next(); });
    this.onMembersAdded(async (context, next) => {
      const { membersAdded = [], recipient } = context.activity;
      if (membersAdded.some(({ id }) => id === recipient.id)) await this.#welcome(context);
      await next();
    });
    this.onInstallationUpdateAdd(async (context, next) => { await this.#turn(context); await next(); });
    this.onInstallationUpdateRemove(async (context, next) => { await this.#forget(context.activity); await next(); });
  }

  protected override async onAdaptiveCardInvoke(context: TurnContext, invoked: AdaptiveCardInvokeValue): Promise<AdaptiveCardInvokeResponse> {
    const turn = await this.#turn(context);
    if (turn === undefined) return invokeAnswer(MESSAGE, this.#whoCanHelp());
    const answer = await this.#inTime(turn, act(turn, invoked.action.verb, invoked.action.data));
    await this.#post(context, answer.posts ?? []);
    return answer.kind === 'card' ? invokeAnswer(CARD, answer.card) : invokeAnswer(MESSAGE, answer.text);
  }

  protected override async onInvokeActivity(context: TurnContext): Promise<InvokeResponse> {
    // botbuilder answers a card press that it cannot read with an error the person cannot act on.
    if (context.activity.name === 'adaptiveCard/action' && !Executed.safeParse(context.activity.value).success) {
      return { status: 200, body: invokeAnswer(MESSAGE, 'I could not read what this button sent, so nothing was changed. Say “help” to see what I can do.') };
    }
    return super.onInvokeActivity(context);
  }

  /** Opens the full form on the same draft. The tab signs the person in and decides what they see. */
  protected override async handleTeamsTaskModuleFetch(_context: TurnContext, request: TaskModuleRequest | undefined): Promise<TaskModuleResponse> {
    const asked = Dialog.safeParse(request?.data);
    if (!asked.success) return { task: { type: 'message', value: 'I do not know this form. Open the tab instead.' } };
    const url = this.#house.tab(pageAddress.returnForm(asked.data.returnKey, { dialog: true }));
    return { task: { type: 'continue', value: { title: 'Quarterly return', height: 'large', width: 'large', url, fallbackUrl: url } } };
  }

  protected override async handleTeamsTaskModuleSubmit(): Promise<TaskModuleResponse> {
    return { task: { type: 'message', value: 'Saved. The card in the chat shows the new state when you open it again.' } };
  }

  async #hear(context: TurnContext): Promise<void> {
    const turn = await this.#turn(context);
    if (turn === undefined) return this.#post(context, [{ text: lines(this.#whoCanHelp()) }]);
    const pressed = Pressed.safeParse(context.activity.value);
    if (!pressed.success) return this.#post(context, await answerTo(turn, hear(TurnContext.removeRecipientMention(context.activity) ?? '')));
    const answer = await act(turn, pressed.data.verb, pressed.data);
    return this.#post(context, [...postsOf(turn.place, answer), ...(answer.posts ?? [])]);
  }

  async #welcome(context: TurnContext): Promise<void> {
    const turn = await this.#turn(context);
    if (placeOf(context.activity) !== 'personal') {
      return this.#post(context, [{ text: lines(`Hello. I am the assurance assistant of ${partnershipName(this.#house.work.register.snapshot())}. Mention me and say “help”. Here I say no more than headlines.`) }]);
    }
    return this.#post(context, turn === undefined ? [{ text: lines(this.#whoCanHelp()) }] : await answerCommand(turn, 'help'));
  }

  /** The person and the place; keeps the place's address fresh. Undefined for whom the register does not know. */
  async #turn(context: TurnContext): Promise<Turn | undefined> {
    const { work, tab } = this.#house;
    const sent = Sent.safeParse(context.activity);
    const person = sent.success ? this.#personOf(sent.data) : undefined;
    if (!sent.success || person === undefined) return undefined;
    const { today } = work.now();
    const turn: Turn = {
      viewer: viewerOf(work.register.snapshot(), person, today), place: placeOf(context.activity), today, snapshot: () => work.register.snapshot(), work, tab,
      teamsUser: sent.data.from.id, reference: textOf(referenceOf(context.activity)),
    };
    await this.#keepAddress(turn);
    return turn;
  }

  #personOf({ from, channelData }: z.infer<typeof Sent>): Person | undefined {
    return personSignedIn(this.#house.work.register.snapshot(), { tenantId: channelData.tenant.id, objectId: from.aadObjectId });
  }

  /** Writes only when something about the address is new, so that an ordinary message costs nothing. */
  async #keepAddress(turn: Turn): Promise<void> {
    const snapshot = turn.snapshot();
    const recipients = turn.place === 'personal' ? [turn.viewer.person] : turn.place === 'channel' ? this.#boundTo(turn.reference) : [];
    for (const recipient of recipients) {
      const saved = snapshot.get(conversations, recipient);
      if (saved?.status === 'reachable' && saved.reference === turn.reference) continue;
      await saveConversation(turn.work, { recipient, reference: turn.reference });
    }
  }

  /** The chairs' channels that are this one. */
  #boundTo(reference: string): readonly string[] {
    const here = readReference(reference)?.conversation.id;
    return this.#house.work.register.snapshot().all(conversations)
      .filter(({ key, reference: saved }) => key.startsWith(channelRecipient('')) && readReference(saved)?.conversation.id === here).map(({ key }) => key);
  }

  async #forget(activity: Activity): Promise<void> {
    const sent = Sent.safeParse(activity);
    const person = sent.success ? this.#personOf(sent.data) : undefined;
    const recipients = placeOf(activity) === 'personal' ? (person ? [person.key] : []) : this.#boundTo(textOf(referenceOf(activity)));
    for (const recipient of recipients) await markUnreachable(this.#house.work, { recipient, problem: 'The app was removed' });
  }

  #whoCanHelp(): string {
    const { boardOfficeName, boardOfficeMail } = arrangementsOf(this.#house.work.register.snapshot());
    return `You are not in the partnership’s register yet, so I cannot show or change anything. ${boardOfficeName} (${boardOfficeMail}) can add you.`;
  }

  /** The answer, or a promise of one where the register is slow: the answer then follows as a message. */
  async #inTime(turn: Turn, answering: Promise<Answer>): Promise<Answer> {
    const answered = new AbortController();
    const slow = this.#house.pace.pause(ANSWER_WITHIN, answered.signal).then(() => undefined, () => undefined);
    const answer = await Promise.race([answering, slow]).finally(() => answered.abort());
    if (answer !== undefined) return answer;
    void answering.then(async (late) => {
      for (const post of [...postsOf(turn.place, late), ...(late.posts ?? [])]) await this.#house.sender.send(turn.reference, post);
    }, () => this.#house.sender.send(turn.reference, { text: lines('That did not work. Nothing was lost: press the button again.') }));
    return { kind: 'sentence', text: 'This takes longer than usual. I write here when it is done; you need not press again.' };
  }

  async #post(context: TurnContext, posts: readonly Post[]): Promise<void> {
    for (const post of posts) await context.sendActivity(activityOf(post));
  }
}

function placeOf(activity: Activity): Place {
  const { conversationType, isGroup } = activity.conversation;
  if (conversationType === 'channel') return 'channel';
  return conversationType === 'personal' || (conversationType === undefined && !isGroup) ? 'personal' : 'group';
}

/** An answer as messages, for clients that cannot change the card that was pressed. Where others read along, a card's own view stays out. */
function postsOf(place: Place, answer: Answer): readonly Post[] {
  if (answer.kind === 'sentence') return [{ text: lines(answer.text) }];
  return place === 'personal' ? [{ card: answer.card }] : [{ text: lines('Done. Open the tab to see where it stands: here everybody would read it.') }];
}

function invokeAnswer(type: string, value: object | string): AdaptiveCardInvokeResponse {
  return { statusCode: 200, type, value: value as Record<string, unknown> };
}
