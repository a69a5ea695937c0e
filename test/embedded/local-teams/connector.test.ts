import {
  type Activity,
  CardFactory,
  type CloudAdapter,
  type ConversationParameters,
  type ConversationReference,
  TeamsInfo,
  type TurnContext,
} from 'botbuilder';
import { anAdapter, botEndpoint } from './bot-on-loopback.ts';
import { botId, chair, channel, guest, meeting, nadia, type Running, startPretendTenant, tenantId } from './pretend-tenant.ts';

const card = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'Quarter 2 return' }] };

describe('a bot that writes into Local Teams through botbuilder', () => {
  let running: Running;
  let adapter: CloudAdapter;

  beforeEach(async () => {
    adapter = anAdapter();
    running = await startPretendTenant(botEndpoint(adapter, async () => {}));
  });
  afterEach(() => running.stop());

  it('opens the chat of a person known by their Entra id, and writes, changes and deletes there', async () => {
    const ids = await inChatWith(nadia.aadObjectId, async (context) => {
      const sent = await context.sendActivity('Your return is due on 16 October 2026');
      const doomed = await context.sendActivity({ attachments: [CardFactory.adaptiveCard(card)] });
      await context.updateActivity({ id: sent?.id ?? '', type: 'message', text: 'Thank you, it has come' });
      await context.deleteActivity(doomed?.id ?? '');
      return [sent?.id, doomed?.id];
    });

    const chat = running.localTeams.world.personalChat(nadia);
    expect(running.localTeams.world.messages(chat.id)).toMatchObject([
      { id: ids[0], text: 'Thank you, it has come', edited: true, deleted: false, author: { kind: 'bot' } },
      { id: ids[1], cards: [], deleted: true },
    ]);
  });

  it('finds the same chat by Teams’ own id of the person', async () => {
    const byEntra = await inChatWith(nadia.aadObjectId, async (context) => context.activity.conversation.id);
    expect(await inChatWith(nadia.teamsId, async (context) => context.activity.conversation.id)).toBe(byEntra);
  });

  it('begins a post in a channel and answers in its thread', async () => {
    const activity = { type: 'message', summary: 'One return is missing', attachments: [CardFactory.adaptiveCard(card)] };
    const parameters = { isGroup: true, channelData: { channel: { id: channel.id } }, activity } as unknown as ConversationParameters;
    await createConversation(parameters, async (context) => {
      await context.sendActivity('Decided: wait until 30 October 2026');
    });

    const [post, reply] = running.localTeams.world.messages(channel.id);
    expect(post).toMatchObject({ summary: 'One return is missing', cards: [card], threadId: undefined });
    expect(reply).toMatchObject({ text: 'Decided: wait until 30 October 2026', threadId: post?.id });
  });

  it('posts to a channel by the helper for Teams', async () => {
    await continueIn(meeting.id, async (context) => {
      context.activity.serviceUrl = running.serviceUrl;
      await TeamsInfo.sendMessageToTeamsChannel(context, { type: 'message', text: 'Hello' } as Activity, channel.id, botId);
    });
    expect(running.localTeams.world.messages(channel.id)).toMatchObject([{ text: 'Hello' }]);
  });

  it('shows that it is typing, and leaves no message', async () => {
    const changes: unknown[] = [];
    running.localTeams.world.onChange((change) => changes.push(change));
    await continueIn(meeting.id, (context) => context.sendActivity({ type: 'typing' }));
    expect(changes).toEqual([{ kind: 'typing', conversationId: meeting.id }]);
    expect(running.localTeams.world.messages(meeting.id)).toEqual([]);
  });

  it('lists who is in a meeting’s chat, guests told apart', async () => {
    const { members } = await continueIn(meeting.id, (context) => TeamsInfo.getPagedMembers(context, 500));
    expect(members.map((one) => [one.id, one.aadObjectId, one.email, one.userRole])).toEqual([
      [nadia.teamsId, nadia.aadObjectId, nadia.mail, 'user'],
      [chair.teamsId, chair.aadObjectId, chair.mail, 'user'],
      [guest.teamsId, guest.aadObjectId, guest.mail, 'guest'],
    ]);
  });

  it('finds one member by either id, and says that another is not there', async () => {
    await continueIn(channel.id, async (context) => {
      expect(await TeamsInfo.getMember(context, chair.aadObjectId)).toMatchObject({ name: 'Ruth Pemberton' });
      await expect(TeamsInfo.getMember(context, nadia.teamsId)).rejects.toMatchObject({
        statusCode: 404,
        code: 'MemberNotFoundInConversation',
      });
    });
  });

  it('may not write to somebody who blocked it, though the chat opens', async () => {
    running.localTeams.world.blockPerson('nadia');
    await inChatWith(nadia.aadObjectId, async (context) => {
      const blocked = { statusCode: 403, code: 'MessageWritesBlocked' };
      await expect(context.sendActivity('Reminder')).rejects.toMatchObject(blocked);
    });
  });

  it('may not open a chat with somebody who does not have the app', async () => {
    await expect(inChatWith(guest.aadObjectId, async () => {})).rejects.toMatchObject({
      statusCode: 403,
      code: 'BotNotInConversationRoster',
    });
  });

  it('is told to slow down as often as the switch says, and then goes on', async () => {
    running.localTeams.world.throttleNext(2);
    const answers = [await sendHello(), await sendHello(), await sendHello()];
    expect(answers.map((one) => [one.status, one.headers.get('Retry-After')])).toEqual([[429, '1'], [429, '1'], [201, null]]);
    expect(await answers[0]?.json()).toMatchObject({ error: { code: 'TooManyRequests' } });
    expect(running.localTeams.world.messages(meeting.id)).toHaveLength(1);
  });

  it('gets no id back for text with a card, which Teams splits in two', async () => {
    const sent = await continueIn(meeting.id, (context) =>
      context.sendActivity({ type: 'message', text: 'Please see', attachments: [CardFactory.adaptiveCard(card)] }),
    );
    expect(sent?.id).toBeFalsy();
    expect(running.localTeams.world.messages(meeting.id)).toMatchObject([{ text: 'Please see', cards: [] }, { text: '', cards: [card] }]);
  });

  it('may not change what a person wrote, nor what is gone', async () => {
    const { world } = running.localTeams;
    const written = world.post(meeting.id, { kind: 'person', key: 'chair' }, { text: 'Mine', summary: '', cards: [] });
    await continueIn(meeting.id, async (context) => {
      const notThere = { statusCode: 404, code: 'ActivityNotFoundInConversation' };
      await expect(context.updateActivity({ id: written.id, type: 'message', text: 'Yours' })).rejects.toMatchObject(notThere);
      await expect(context.deleteActivity('12345')).rejects.toMatchObject(notThere);
    });
    expect(world.messages(meeting.id)).toMatchObject([{ text: 'Mine' }]);
  });

  it.each<[string, number, string, string, unknown]>([
    ['a message over 100 KB', 413, 'MessageSizeTooBig', `conversations/${meeting.id}/activities`, { type: 'message', text: 'x'.repeat(60_000) }],
    ['a channel post over 100 KB', 413, 'MessageSizeTooBig', 'conversations', { isGroup: true, channelData: { channel: { id: channel.id } }, activity: { type: 'message', text: 'x'.repeat(60_000) } }],
    ['a conversation that is not there', 404, 'ConversationNotFound', 'conversations/19:nowhere/activities', { type: 'message', text: 'Hello' }],
    ['a channel that is not there', 404, 'ConversationNotFound', 'conversations', { isGroup: true, channelData: { channel: { id: '19:nowhere' } }, activity: { type: 'message', text: 'Hello' } }],
    ['a stranger', 400, 'BadArgument', 'conversations', { members: [{ id: '29:stranger' }] }],
    ['a body that is no activity', 400, 'BadSyntax', `conversations/${meeting.id}/activities`, { type: 'message', text: 7 }],
    ['no body', 400, 'BadSyntax', 'conversations', undefined],
    ['an attachment that is no adaptive card', 400, 'BadSyntax', `conversations/${meeting.id}/activities`, { type: 'message', attachments: [{ contentType: 'image/png' }] }],
    ['an address that is not escaped well', 404, 'ConversationNotFound', 'conversations/%E0%A4%A/activities', { type: 'message', text: 'Hello' }],
    ['an address that Teams does not have', 404, 'NotFound', 'teams/1', {}],
  ])('refuses %s with %i', async (_what, status, code, path, body) => {
    const response = await fetch(`${running.serviceUrl}v3/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({ status, body: { error: { code } } });
  });

  it('is not answered from another machine', async () => {
    const asked = { method: 'GET', path: 'api/stage', query: {}, body: undefined };
    for (const remoteAddress of ['10.0.0.7', '::2', undefined]) {
      expect(await running.localTeams.handle({ ...asked, remoteAddress })).toMatchObject({ status: 403 });
    }
    for (const remoteAddress of ['127.0.0.1', '::ffff:127.0.0.1', '::1']) {
      expect(await running.localTeams.handle({ ...asked, remoteAddress })).toMatchObject({ status: 200 });
    }
  });

  function sendHello(): Promise<Response> {
    return fetch(`${running.serviceUrl}v3/conversations/${meeting.id}/activities`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ type: 'message', text: 'Hello' }),
    });
  }

  /** Runs `work` in a new conversation and hands on what it gave, since the adapter does not. */
  async function createConversation<Result>(parameters: ConversationParameters, work: (context: TurnContext) => Promise<Result>): Promise<Result> {
    const results: Result[] = [];
    await adapter.createConversationAsync(botId, 'msteams', running.serviceUrl, 'https://api.botframework.com', parameters, async (context) => {
      results.push(await work(context));
    });
    return results[0] as Result;
  }

  function inChatWith<Result>(member: string, work: (context: TurnContext) => Promise<Result>): Promise<Result> {
    const parameters = { isGroup: false, bot: { id: `28:${botId}` }, members: [{ id: member }], tenantId, channelData: { tenant: { id: tenantId } } };
    return createConversation(parameters as unknown as ConversationParameters, work);
  }

  async function continueIn<Result>(conversationId: string, work: (context: TurnContext) => Promise<Result>): Promise<Result> {
    const results: Result[] = [];
    const reference = {
      serviceUrl: running.serviceUrl,
      channelId: 'msteams',
      bot: { id: `28:${botId}`, name: 'Tiny bot' },
      conversation: { id: conversationId, tenantId, conversationType: 'groupChat', isGroup: true },
    } as unknown as Partial<ConversationReference>;
    await adapter.continueConversationAsync(botId, reference, async (context) => {
      results.push(await work(context));
    });
    return results[0] as Result;
  }
});
