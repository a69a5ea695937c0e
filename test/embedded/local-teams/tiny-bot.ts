import {
  type AdaptiveCardInvokeResponse,
  type AdaptiveCardInvokeValue,
  CardFactory,
  type CloudAdapter,
  type ConversationParameters,
  MessageFactory,
  TeamsActivityHandler,
  type TaskModuleResponse,
  TurnContext,
} from 'botbuilder';
import { botId, channel, nadia } from './pretend-tenant.ts';

const execute = (title: string, verb: string, more: object = {}): object => ({ type: 'Action.Execute', title, verb, ...more });

function cardOf(...body: object[]): { type: string; version: string; body: object[]; [more: string]: unknown } {
  return { type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', version: '1.5', body };
}

const heading = (text: string): object => ({ type: 'TextBlock', text, style: 'heading', weight: 'Bolder', size: 'Large', wrap: true });

const form = {
  ...cardOf(
    heading('Quarter 2 return'),
    { type: 'TextBlock', text: 'Due **16 October 2026**, for \\_Leicestershire\\_ <b>Police</b>', wrap: true, isSubtle: true },
    { type: 'FactSet', facts: [{ title: 'State', value: 'Open' }] },
    { type: 'Input.Text', id: 'headline', label: 'Headline', isRequired: true, errorMessage: 'Write a headline' },
    { type: 'Input.Number', id: 'figure', label: 'Missing episodes', min: 0, errorMessage: 'A number from 0' },
    { type: 'Input.ChoiceSet', id: 'nil', label: 'Anything to raise?', style: 'expanded', value: 'yes', choices: [{ title: 'Something to raise', value: 'yes' }, { title: 'Nothing to raise', value: 'no' }] },
    { type: 'Input.ChoiceSet', id: 'risk', label: 'Top risk', value: 'a', choices: [{ title: 'Capacity', value: 'a' }, { title: 'Data', value: 'b' }] },
    { type: 'Input.Toggle', id: 'attest', label: 'Attestation', title: 'I attest this', valueOn: 'true', valueOff: 'false' },
  ),
  msteams: { width: 'Full' },
  actions: [
    execute('Submit', 'submit', { style: 'positive' }),
    execute('Not mine', 'refuse', { associatedInputs: 'none' }),
    execute('Remind me', 'tell', { associatedInputs: 'none' }),
    { type: 'Action.Submit', title: 'Open the full form', data: { msteams: { type: 'task/fetch' }, form: 'page' }, associatedInputs: 'none' },
    { type: 'Action.Submit', title: 'Ask my deputy', data: { msteams: { type: 'task/fetch' }, form: 'card' }, associatedInputs: 'none' },
    { type: 'Action.OpenUrl', title: 'Open in tab', url: 'https://teams.microsoft.com/l/entity/11111111-1111-4111-8111-111111111111/returns?context=%7B%22subEntityId%22%3A%22return%2F9%22%7D' },
  ],
};

const deputyForm = {
  ...cardOf(heading('Ask my deputy'), { type: 'Input.Text', id: 'deputy', label: 'Deputy', isRequired: true, errorMessage: 'Name them' }),
  actions: [{ type: 'Action.Submit', title: 'Ask' }],
};

const personal = {
  ...cardOf({ type: 'TextBlock', text: 'Something waits for somebody', wrap: true }),
  refresh: { action: execute('Look', 'look'), userIds: [nadia.teamsId] },
};

/** A bot that uses each part of Local Teams once. It writes what it was told back into the cards. */
export class TinyBot extends TeamsActivityHandler {
  constructor(adapter: CloudAdapter, pageUrl: () => string) {
    super();
    this.onMessage(async (context, next) => {
      const text = (TurnContext.removeRecipientMention(context.activity) ?? context.activity.text ?? '').trim();
      if (text === 'help') await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(form)));
      else if (text === 'mine') await context.sendActivity(MessageFactory.attachment(CardFactory.adaptiveCard(personal)));
      else if (text === 'tell the chair') await postToChannel(adapter, context);
      else await context.sendActivity(`You said: ${text}`);
      await next();
    });
    this.#pageUrl = pageUrl;
  }

  readonly #pageUrl: () => string;

  protected override async onAdaptiveCardInvoke(_context: TurnContext, { action }: AdaptiveCardInvokeValue): Promise<AdaptiveCardInvokeResponse> {
    const said = action.data as { headline?: string; figure?: string; nil?: string; attest?: string };
    const card = 'application/vnd.microsoft.card.adaptive';
    const plain = (text: string): Record<string, unknown> => cardOf({ type: 'TextBlock', text, wrap: true });
    switch (action.verb) {
      case 'submit':
        return { statusCode: 200, type: card, value: plain(`Submitted: ${said.headline}, ${said.figure}, ${said.nil}, ${said.attest}`) };
      case 'look':
        return { statusCode: 200, type: card, value: plain('This waits for you, Nadia') };
      case 'tell':
        return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'You will be reminded' } as never;
      default:
        return { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'NotYours', message: 'This return belongs to somebody else.' } };
    }
  }

  protected override async handleTeamsTaskModuleFetch(context: TurnContext): Promise<TaskModuleResponse> {
    const asked = context.activity.value as { data: { form: string } };
    const value =
      asked.data.form === 'page'
        ? { title: 'Full form', height: 'medium', width: 'medium', url: this.#pageUrl() }
        : { title: 'Ask my deputy', height: 300, width: 400, card: CardFactory.adaptiveCard(deputyForm) };
    return { task: { type: 'continue', value } } as TaskModuleResponse;
  }

  protected override async handleTeamsTaskModuleSubmit(context: TurnContext): Promise<TaskModuleResponse> {
    const { data } = context.activity.value as { data: unknown };
    return { task: { type: 'message', value: `The dialog said ${JSON.stringify(data)}` } };
  }
}

async function postToChannel(adapter: CloudAdapter, context: TurnContext): Promise<void> {
  const activity = MessageFactory.attachment(CardFactory.adaptiveCard(cardOf(heading('One return is missing'))));
  const parameters = { isGroup: true, channelData: { channel: { id: channel.id } }, activity: { ...activity, summary: 'One return is missing' } };
  await adapter.createConversationAsync(
    botId,
    'msteams',
    context.activity.serviceUrl,
    'https://api.botframework.com',
    parameters as unknown as ConversationParameters,
    async () => {},
  );
  await context.sendActivity('The chair was told');
}
