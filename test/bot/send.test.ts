import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createSender, failureOf, type Sender } from '../../bot/send.ts';
import { textOf } from '../../bot/reference.ts';
import { card, paragraph } from '../../bot/cards/card.ts';
import { pretendTeams, type PretendTeams } from './pretend-teams.ts';

describe('writing into Teams', () => {
  let teams: PretendTeams;
  let sender: Sender;
  let pauses: number[];
  let chat: string;
  let channel: string;

  beforeEach(async () => {
    teams = await pretendTeams();
    pauses = [];
    const pace = { pause: async (milliseconds: number) => { pauses.push(milliseconds); }, chance: () => 0.5 };
    sender = createSender({ adapter: new CloudAdapter(new ConfigurationBotFrameworkAuthentication({})), appId: '', pace });
    const where = (id: string, conversationType: string) => textOf({ serviceUrl: teams.serviceUrl, bot: { id: '28:bot' }, conversation: { id, tenantId: 't', conversationType, isGroup: conversationType !== 'personal' } });
    chat = where('a:chat', 'personal');
    channel = where('19:channel', 'channel');
  });
  afterEach(() => teams.stop());

  it('sends a text into the chat and says which message it became', async () => {
    expect(await sender.send(chat, { text: 'Hello' })).toEqual({ ok: true, message: 'm1', conversation: 'a:chat' });
    expect(teams.heard).toMatchObject([{ method: 'POST', path: expect.stringMatching('^/v3/conversations/a:chat/activities'), body: { type: 'message', text: 'Hello' } }]);
  });

  it('sends a card with a summary that makes sense without it, and no text beside it', async () => {
    await sender.send(chat, { card: card({ title: 'T', summary: 'One thing needs you.', body: [paragraph('Words')] }) });
    const [{ body } = { body: {} }] = teams.heard;
    expect(body).toMatchObject({ summary: 'One thing needs you.', attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive' }] });
    expect(body).not.toHaveProperty('text');
  });

  it('begins a thread in a channel and says which post it became', async () => {
    expect(await sender.start(channel, { text: 'Decide' })).toEqual({ ok: true, message: 'm1', conversation: '19:channel' });
    expect(teams.heard).toMatchObject([{ path: '/v3/conversations', body: { isGroup: true, channelData: { channel: { id: '19:channel' } }, activity: { text: 'Decide' } } }]);
  });

  it('answers a post in its thread', async () => {
    await sender.send(channel, { text: 'Decided' }, 'm1');
    expect(teams.heard[0]?.path).toMatch('/v3/conversations/19:channel;messageid=m1/activities');
  });

  it.each([[403, 'MessageWritesBlocked', 'The person has blocked the bot'], [403, 'BotNotInConversationRoster', 'The app is not installed there'], [404, 'ConversationNotFound', 'The conversation no longer exists'], [413, 'MessageSizeTooBig', 'The message was too large for Teams'], [400, 'BadSyntax', 'Teams refused the message (400 BadSyntax)']])(
    'takes %i %s for unreachable and does not try again', async (status, code, problem) => {
      teams.answers.push({ status, code });
      expect(await sender.send(chat, { text: 'Hello' })).toEqual({ ok: false, kind: 'unreachable', problem });
      expect(teams.heard).toHaveLength(1);
    });

  it.each([412, 429, 502, 504])('tries again after %i', async (status) => {
    teams.answers.push({ status });
    expect(await sender.send(chat, { text: 'Hello' })).toMatchObject({ ok: true });
    expect(teams.heard.length).toBeGreaterThan(1);
  });

  it('gives up after a few tries and says that it may work later', async () => {
    teams.answers.push(...Array.from({ length: 40 }, () => ({ status: 412 })));
    expect(await sender.send(chat, { text: 'Hello' })).toEqual({ ok: false, kind: 'later', problem: 'Teams could not be reached (412)' });
    expect(teams.heard).toHaveLength(3);
    expect(pauses.slice(0, 2)).toEqual([800, 1600]);
  });

  it('says later when nothing answers there', async () => {
    await teams.stop();
    const outcomes = await Promise.all([sender.send(chat, { text: 'Hello' }), sender.start(channel, { text: 'Hello' })]);
    expect(outcomes).toMatchObject([{ ok: false, kind: 'later' }, { ok: false, kind: 'later' }]);
  });

  it('takes a kept address that cannot be read for unreachable', async () => {
    for (const broken of ['', '{', '{"serviceUrl":1}', 'null']) expect(await sender.send(broken, { text: 'Hello' })).toMatchObject({ ok: false, kind: 'unreachable' });
  });

  it('leaves a moment between two messages of one conversation, keeps their order, and lets other conversations go ahead', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => { release = resolve; });
    const pace = { pause: () => gate, chance: () => 0.5 };
    const paced = createSender({ adapter: new CloudAdapter(new ConfigurationBotFrameworkAuthentication({})), appId: '', pace });
    await paced.send(chat, { text: 'one' });
    const two = paced.send(chat, { text: 'two' });
    await paced.send(channel, { text: 'other' });
    expect(teams.heard.map(({ body }) => body['text'])).toEqual(['one', 'other']);
    release();
    await two;
    expect(teams.heard.map(({ body }) => body['text'])).toEqual(['one', 'other', 'two']);
  });
});

describe('what a refusal by Teams means', () => {
  it('never repeats what was sent', () => {
    expect(JSON.stringify(failureOf({ statusCode: 400, message: 'secret text', body: { error: { code: 'BadSyntax', message: 'secret text' } }, request: { body: 'secret text' } }))).not.toContain('secret');
  });
  it.each([[undefined, 'later'], [401, 'later'], [429, 'later'], [500, 'later'], [403, 'unreachable'], [404, 'unreachable']])('%p is %s', (statusCode, kind) => {
    expect(failureOf(Object.assign(new Error('x'), { statusCode }))).toMatchObject({ ok: false, kind });
  });
});
