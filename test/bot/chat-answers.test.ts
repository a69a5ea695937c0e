import { conversations } from '../../src/assurance/notices/delivery.ts';
import { quarterlyReturns } from '../../src/assurance/returns/quarterly-return.ts';
import { aPartnership, aRound, SUBMITTED } from '../support/world.ts';
import { Chat } from './chat.ts';
import { draw } from './drawn-card.ts';

const words = (said: readonly { readonly text: string; readonly card?: object }[]) => said.map(({ text, card }) => text + (card ? draw(card as never).text : '')).join('\n');

describe('what the bot says', () => {
  let chat: Chat;
  beforeEach(() => { chat = new Chat([...aPartnership(), ...aRound({ police: SUBMITTED })]); });

  it.each(['help', 'Hi', ' HELLO! ', '?'])('answers %j with what it can do', async (text) => {
    const said = words(await chat.say('police-rep', text));
    expect(said).toContain('Assurance for Moor Safeguarding Children Partnership');
    expect(said).toContain('“my returns”');
    expect(said).not.toContain('who are we waiting for');
  });

  it('offers the chair what only the chair may ask', async () => {
    expect(words(await chat.say('chair', 'help'))).toContain('who are we waiting for');
    expect(words(await chat.say('chair', 'help', { place: 'channel' }))).toContain('post escalations here');
  });

  it('understands a mention in a channel, in any case', async () => {
    expect(words(await chat.say('chair', '  WHO are we   waiting for? ', { place: 'channel' }))).toContain('Northmoor Council');
  });

  it('says that it did not understand, and what it can do', async () => {
    const said = words(await chat.say('police-rep', 'order me a pizza'));
    expect(said).toContain('I did not understand that');
    expect(said).toContain('“my returns”');
  });

  it('says what it took a near miss for', async () => {
    expect(words(await chat.say('police-rep', 'my retruns'))).toContain('I took that as “my returns”');
  });

  it('shows the receipt of a return that is in, and the state to whom answers it', async () => {
    const sent = await chat.say('police-rep', 'my returns');
    expect(words(sent)).toContain('Moor Police');
    expect(words(sent)).toContain('R-2026Q2-0001');
    expect(JSON.stringify(sent)).toContain('https://assurance.example/tab/returns/2026-Q2.police');
  });

  it('tells somebody without a return where the partnership’s are', async () => {
    expect(words(await chat.say('scrutineer', 'my returns'))).toContain('You do not answer a return for an agency');
  });

  it('says what is due, in sentences', async () => {
    expect(words(await chat.say('eastvale-council-rep', 'what is due'))).toContain('Eastvale Council');
    expect(words(await chat.say('scrutineer', 'what is due'))).toContain('https://assurance.example/tab/my-desk');
  });

  it.each(['chair', 'office', 'scrutineer'])('tells the %s who is waited for, and not who has answered', async (person) => {
    const said = words(await chat.say(person, 'who are we waiting for'));
    expect(said).toContain('Northmoor Council');
    expect(said).not.toContain('Moor Police');
  });

  it('refuses that to anybody else, and says who may', async () => {
    expect(words(await chat.say('police-rep', 'who are we waiting for'))).toContain('Only a chair, the independent scrutineer and the board office');
  });

  it('says who can help somebody whom the register does not know', async () => {
    const said = words(await chat.say('nobody', 'help'));
    expect(said).toContain('not in the partnership’s register');
    expect(said).toContain('Moor board office');
    expect(chat.register.snapshot().all(conversations)).toEqual([]);
  });

  it('does not know somebody of another tenant who has the same object id', async () => {
    expect(words(await chat.say('police-rep', 'help', { tenantId: '99999999-0000-4000-8000-000000000000' }))).toContain('not in the partnership’s register');
  });

  it('keeps an agency’s own text out of a channel and a group chat', async () => {
    for (const place of ['channel', 'groupChat'] as const) {
      const said = await chat.say('eastvale-council-rep', 'my returns', { place });
      expect(said.every(({ card }) => card === undefined)).toBe(true);
      expect(words(said)).toContain('only in our personal chat');
      expect(words(await chat.say('eastvale-council-rep', 'what is due', { place }))).toContain('personal chat');
      const pressed = await chat.press('eastvale-council-rep', { type: 'Action.Execute', verb: 'view-return', data: { returnKey: '2026-Q2.eastvale-council' } }, { place });
      expect(pressed.card).toBeUndefined();
    }
  });

  it('binds the chair’s channel where the chair says so, and only there and only for the chair or the board office', async () => {
    expect(words(await chat.say('police-rep', 'post escalations here', { place: 'channel' }))).toContain('Only a group’s chair and the board office');
    expect(words(await chat.say('chair', 'post escalations here'))).toContain('Say this in the channel');
    expect(chat.register.snapshot().get(conversations, 'channel:aag')).toBeUndefined();
    expect(words(await chat.say('chair', 'post escalations here', { place: 'channel' }))).toContain('Audit and Assurance Group');
    expect(JSON.parse(chat.register.snapshot().get(conversations, 'channel:aag')?.reference ?? '{}')).toMatchObject({ conversation: { id: '19:channel@thread.tacv2', conversationType: 'channel' } });
    await chat.say('office', 'post escalations here', { place: 'channel' });
    expect(chat.register.snapshot().all(conversations).map(({ key }) => key)).toEqual(['chair', 'channel:aag']);
  });
});

describe('where the bot can write', () => {
  it('is noted when the app is added, greets once, and is written only when something is new', async () => {
    const chat = new Chat();
    await chat.send('police-rep', { type: 'installationUpdate', action: 'add' });
    const { messages } = await chat.send('police-rep', { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] });
    expect(words(messages)).toContain('Assurance for');
    const saved = chat.register.snapshot().get(conversations, 'police-rep');
    expect(JSON.parse(saved?.reference ?? '{}')).toEqual({ serviceUrl: 'https://smba.example/uk/', bot: { id: '28:bot' }, user: { id: '29:police-rep' }, conversation: { id: 'a:police-rep', tenantId: expect.any(String), conversationType: 'personal', isGroup: false } });
    const before = (await chat.register.history({})).length;
    await chat.say('police-rep', 'help');
    expect((await chat.register.history({})).length).toBe(before);
  });

  it('is forgotten when the app is removed, and found again when the person writes', async () => {
    const chat = new Chat();
    await chat.say('police-rep', 'help');
    await chat.send('police-rep', { type: 'installationUpdate', action: 'remove' });
    expect(chat.register.snapshot().get(conversations, 'police-rep')).toMatchObject({ status: 'unreachable', problem: 'The app was removed' });
    await chat.say('police-rep', 'help');
    expect(chat.register.snapshot().get(conversations, 'police-rep')?.status).toBe('reachable');
  });

  it('greets a channel with a headline and shows no card there', async () => {
    const { messages } = await new Chat().send('chair', { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }, { place: 'channel' });
    expect(words(messages)).toContain('no more than headlines');
  });

  it('says nothing when somebody else joins', async () => {
    expect((await new Chat().send('chair', { type: 'conversationUpdate', membersAdded: [{ id: '29:someone' }] })).messages).toEqual([]);
  });
});

describe('a register that is slow', () => {
  it('is not waited for longer than Teams does, and the answer follows as a message', async () => {
    const chat = new Chat([...aPartnership(), ...aRound()]);
    let open = () => {};
    const gate = new Promise<void>((resolve) => { open = resolve; });
    const commit = chat.register.commit.bind(chat.register);
    await chat.say('eastvale-council-rep', 'help');
    chat.register.commit = async (...args) => { await gate; return commit(...args); };
    chat.slowness = () => Promise.resolve();
    const reply = await chat.press('eastvale-council-rep', { type: 'Action.Execute', verb: 'save-return', data: { returnKey: '2026-Q2.eastvale-council', scope: 'more', headline: 'Words' } });
    expect(reply.text).toContain('I write here when it is done');
    open();
    while (chat.later.length === 0) await new Promise((resolve) => { setImmediate(resolve); });
    expect(JSON.stringify(chat.later)).toContain('Saved');
    expect(chat.register.snapshot().get(quarterlyReturns, '2026-Q2.eastvale-council')?.status).toBe('draft');
  });
});
