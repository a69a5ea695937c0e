import { botId, chair, channel, guest, meeting, nadia, type Running, startPretendTenant, tenantId } from './pretend-tenant.ts';

type Activity = Record<string, unknown>;

const form = {
  type: 'AdaptiveCard',
  version: '1.5',
  refresh: { action: { type: 'Action.Execute', verb: 'look', data: { id: 7 } }, userIds: [nadia.teamsId] },
  body: [],
};
const receipt = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Receipt' }] };

describe('what people do in Local Teams', () => {
  let running: Running;
  let heard: Activity[];
  let reply: { status: number; body?: unknown };

  beforeEach(async () => {
    heard = [];
    reply = { status: 200 };
    running = await startPretendTenant((activity, _request, response) => {
      heard.push(activity);
      response.statusCode = reply.status;
      response.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    });
  });
  afterEach(() => running.stop());

  it('reaches the bot as Teams would send it', async () => {
    const outcome = await post('say', { as: 'nadia', conversation: chatOf(nadia), text: ' help ', mentionBot: true });
    expect(outcome).toEqual({ kind: 'nothing' });
    expect(heard).toMatchObject([
      {
        type: 'message',
        text: 'help',
        channelId: 'msteams',
        serviceUrl: running.serviceUrl,
        from: { id: nadia.teamsId, name: 'Nadia Okafor', aadObjectId: nadia.aadObjectId },
        recipient: { id: `28:${botId}`, name: 'Tiny bot' },
        conversation: { id: chatOf(nadia), conversationType: 'personal', tenantId, isGroup: false },
        channelData: { tenant: { id: tenantId } },
      },
    ]);
  });

  it('mentions the bot in a channel, in the thread that was begun', async () => {
    await post('say', { as: 'chair', conversation: channel.id, text: 'who are we waiting for', mentionBot: true });
    const [root] = running.localTeams.world.messages(channel.id);
    await post('say', { as: 'chair', conversation: channel.id, text: 'and now?', mentionBot: true, threadId: root?.id });
    const mention = { type: 'mention', text: '<at>Tiny bot</at>', mentioned: { id: `28:${botId}`, name: 'Tiny bot' } };
    expect(heard).toMatchObject([
      {
        text: '<at>Tiny bot</at> who are we waiting for',
        entities: [{ type: 'clientInfo' }, mention],
        conversation: { id: `${channel.id};messageid=${root?.id}`, conversationType: 'channel', isGroup: true },
        channelData: { channel: { id: channel.id }, team: { id: channel.teamId }, tenant: { id: tenantId } },
      },
      { conversation: { id: `${channel.id};messageid=${root?.id}` }, replyToId: root?.id },
    ]);
  });

  it('is not heard by the bot in a meeting unless it is mentioned', async () => {
    await post('say', { as: 'chair', conversation: meeting.id, text: 'Good morning', mentionBot: false });
    expect(heard).toEqual([]);
    expect(running.localTeams.world.messages(meeting.id)).toMatchObject([{ text: 'Good morning' }]);
  });

  it('shows the card that a button gives back to the presser alone', async () => {
    const message = fromBot(meeting.id);
    reply = { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: receipt } };
    const action = { type: 'Action.Execute', verb: 'save', data: { headline: 'All well' } };

    expect(await post('press', { as: 'nadia', conversation: meeting.id, message, action })).toEqual({ kind: 'card' });
    expect(heard).toMatchObject([
      { type: 'invoke', name: 'adaptiveCard/action', replyToId: message, value: { action, trigger: 'manual' } },
    ]);
    expect(await cardsSeenBy('nadia')).toEqual([receipt]);
    expect(await cardsSeenBy('chair')).toEqual([form]);

    const [sent] = running.localTeams.world.messages(meeting.id);
    if (sent) running.localTeams.world.edit(sent, { text: '', summary: '', cards: [receipt, form] });
    expect(await cardsSeenBy('nadia')).toEqual([receipt, form]);
  });

  it.each([
    ['a message', 200, { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Saved' }, { kind: 'message', text: 'Saved' }],
    ['a refusal', 400, { statusCode: 400, type: 'application/vnd.microsoft.error', value: { code: 'NotYours', message: 'This is for Ruth' } }, { kind: 'failed', text: 'This is for Ruth' }],
    ['nothing to show', 200, undefined, { kind: 'nothing' }],
    ['a fault', 500, 'oops', { kind: 'failed', text: 'Unable to reach the app. Please try again.' }],
  ])('tells the presser of %s', async (_what, status, body, outcome) => {
    const message = fromBot(meeting.id);
    reply = { status, body };
    const action = { type: 'Action.Execute', verb: 'save', data: {} };
    expect(await post('press', { as: 'nadia', conversation: meeting.id, message, action })).toEqual(outcome);
  });

  it('refreshes a card by itself for those whom it names', async () => {
    const message = fromBot(meeting.id);
    reply = { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: receipt } };
    await post('refresh', { as: 'chair', conversation: meeting.id, message });
    expect(heard).toEqual([]);
    await post('refresh', { as: 'nadia', conversation: meeting.id, message });
    expect(heard).toMatchObject([{ value: { action: { verb: 'look', data: { id: 7 } }, trigger: 'automatic' } }]);
    expect(await cardsSeenBy('nadia')).toEqual([receipt]);
  });

  it('sends a plain submit as a message with a value', async () => {
    const message = fromBot(chatOf(nadia));
    await post('press', { as: 'nadia', conversation: chatOf(nadia), message, action: { type: 'Action.Submit', data: { verb: 'save' } } });
    expect(heard).toMatchObject([{ type: 'message', replyToId: message, value: { verb: 'save' } }]);
  });

  it('opens a dialog on request and sends back what was filled in', async () => {
    const message = fromBot(chatOf(nadia));
    const at = { as: 'nadia', conversation: chatOf(nadia), message };
    reply = { status: 200, body: { task: { type: 'continue', value: { title: 'Full form', height: 'large', url: 'https://tab.example/form' } } } };
    const data = { msteams: { type: 'task/fetch' }, returnId: '2026-Q2' };
    expect(await post('press', { ...at, action: { type: 'Action.Submit', data } })).toEqual({
      kind: 'dialog',
      dialog: { title: 'Full form', height: 'large', width: 'medium', content: { kind: 'url', url: 'https://tab.example/form' } },
    });
    reply = { status: 200, body: { task: { type: 'message', value: 'Thank you' } } };
    expect(await post('dialog', { ...at, data: { done: true } })).toEqual({ kind: 'message', text: 'Thank you' });
    expect(heard).toMatchObject([
      { type: 'invoke', name: 'task/fetch', value: { data, context: { theme: 'default' } } },
      { type: 'invoke', name: 'task/submit', value: { data: { done: true } } },
    ]);
  });

  it('adds the app for a person, and the bot hears of it', async () => {
    const refused = await post('say', { as: 'guest', conversation: chatOf(guest), text: 'help', mentionBot: false });
    expect(refused).toEqual({ message: 'The app is not added for this person.' });
    await post('switches', { install: { person: 'guest', installed: true } });
    expect(heard).toMatchObject([
      { type: 'installationUpdate', action: 'add', from: { id: guest.teamsId }, conversation: { id: chatOf(guest) } },
      { type: 'conversationUpdate', membersAdded: [{ id: `28:${botId}` }] },
    ]);
    await post('say', { as: 'guest', conversation: chatOf(guest), text: 'help', mentionBot: false });
    expect(heard.at(-1)).toMatchObject({ type: 'message', text: 'help' });
  });

  it('takes the app away from a person, after which the bot may not write to them', async () => {
    await post('switches', { install: { person: 'nadia', installed: false } });
    expect(heard).toMatchObject([{ type: 'installationUpdate', action: 'remove', from: { id: nadia.teamsId } }]);
    const answer = await fetch(`${running.serviceUrl}v3/conversations/${encodeURIComponent(chatOf(nadia))}/activities`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: 'Reminder' }),
    });
    expect(await answer.json()).toMatchObject({ error: { code: 'BotNotInConversationRoster' } });
  });

  it('tells the bot at the start of every place where it is installed', async () => {
    await running.localTeams.announceInstallations();
    const places = heard.filter((one) => one['type'] === 'installationUpdate').map((one) => one['conversation']);
    expect(places).toMatchObject([{ id: chatOf(nadia) }, { id: chatOf(chair) }, { id: meeting.id }, { id: channel.id }]);
  });

  it('fails readably while the bot is down', async () => {
    reply = { status: 503 };
    expect(await post('say', { as: 'nadia', conversation: chatOf(nadia), text: 'help', mentionBot: false })).toEqual({
      kind: 'failed',
      text: 'Unable to reach the app. Please try again.',
    });
  });

  it.each([
    ['an empty message', 'say', { as: 'nadia', conversation: 'x', text: ' ', mentionBot: false }, 400],
    ['a message of the wrong type', 'say', { as: 'nadia', conversation: 'x', text: 7, mentionBot: false }, 400],
    ['a stranger', 'say', { as: 'nobody', conversation: 'x', text: 'help', mentionBot: false }, 404],
    ['a conversation of others', 'say', { as: 'nadia', conversation: channel.id, text: 'help', mentionBot: true }, 404],
    ['a button of a message that is gone', 'press', { as: 'chair', conversation: channel.id, message: '1', action: { type: 'Action.Submit', data: {} } }, 404],
    ['a switch for a stranger', 'switches', { block: { person: 'nobody', blocked: true } }, 404],
    ['a negative throttle', 'switches', { throttleNext: -1 }, 400],
    ['an unknown request', 'explode', {}, 404],
  ])('refuses %s', async (_what, path, body, status) => {
    const response = await request(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ message: expect.stringMatching(/\w/) });
    expect(heard).toEqual([]);
  });

  function chatOf(person: typeof nadia): string {
    return running.localTeams.world.personalChat(person).id;
  }

  function fromBot(conversationId: string): string {
    return running.localTeams.world.post(conversationId, { kind: 'bot' }, { text: '', summary: '', cards: [form] }).id;
  }

  async function cardsSeenBy(as: string): Promise<unknown> {
    const query = new URLSearchParams({ as, conversation: meeting.id });
    const messages = (await (await fetch(`${running.url}/local-teams/api/messages?${query}`)).json()) as { cards: unknown }[];
    return messages[0]?.cards;
  }

  function request(path: string, body: object): Promise<Response> {
    return fetch(`${running.url}/local-teams/api/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  async function post(path: string, body: object): Promise<unknown> {
    return (await request(path, body)).json();
  }
});
