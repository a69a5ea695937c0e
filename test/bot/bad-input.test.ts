import { VERBS } from '../../bot/verbs.ts';
import { quarterlyReturns } from '../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import { aPartnership, aRound, QUARTER, SUBMITTED } from '../support/world.ts';
import { Chat } from './chat.ts';
import { draw, sizeOf } from './drawn-card.ts';

const EASTVALE = `${QUARTER}.eastvale-council`;
const HUGE = 'x'.repeat(100_000);
const NASTY = '**bold** [press](https://evil.example) <script>alert(1)</script> =HYPERLINK("https://evil.example") {{DATE(2026-10-16T00:00:00Z)}}';

const RUBBISH: readonly (readonly [string, unknown])[] = [
  ['nothing', undefined], ['null', null], ['a number', 7], ['a text', 'x'], ['a list', [1, 2]], ['an empty object', {}],
  ['wrong types', { returnKey: 7, queryKey: [], escalationKey: {}, subject: null, digest: 1, command: 5 }],
  ['empty ids', { returnKey: '', queryKey: '', escalationKey: '', subject: '', digest: '' }],
  ['unknown ids', { returnKey: 'nowhere', queryKey: 'nowhere', escalationKey: 'nowhere', subject: 'nowhere', digest: 'nowhere', command: 'nowhere', decision: 'escalate' }],
  ['ids of the language', { returnKey: '__proto__', queryKey: 'constructor', escalationKey: '__proto__', subject: 'toString', digest: '__proto__' }],
  ['enormous ids', { returnKey: HUGE, queryKey: HUGE, escalationKey: HUGE, subject: HUGE, digest: HUGE }],
];

describe('a press that nobody could have made', () => {
  it.each(Object.keys(VERBS).flatMap((verb) => RUBBISH.map(([what, data]) => [verb, what, data] as const)))('%s with %s gets a sentence and changes nothing', async (verb, _what, data) => {
    const chat = new Chat([...aPartnership(), ...aRound({ police: SUBMITTED })]);
    await chat.say('eastvale-council-rep', 'help');
    const before = (await chat.register.history({})).length;
    const reply = await chat.invoke('eastvale-council-rep', 'adaptiveCard/action', { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' });
    expect(reply.status).toBe(200);
    expect(reply.text ?? draw(reply.card ?? {}).text).toMatch(/\w+ \w+/);
    expect((await chat.register.history({})).length).toBe(before);
  });

  it.each([[undefined], [null], ['text'], [{}], [{ action: null }], [{ action: { verb: 5 } }], [{ action: { type: 'Action.Execute' } }], [{ action: { type: 'Action.Execute', verb: 'toString', data: {} } }], [{ action: { type: 'Action.Execute', verb: '__proto__', data: {} } }], [{ action: { type: 'Action.Execute', verb: 'deleteEverything', data: {} } }], [{ action: { type: 'Action.Submit', verb: 'view-return', data: {} } }]])(
    'the shape %j gets a sentence', async (value) => {
      const reply = await new Chat().invoke('eastvale-council-rep', 'adaptiveCard/action', value);
      expect(reply.status).toBe(200);
      expect(reply.text).toMatch(/nothing was changed/);
    });

  it.each([[undefined], [{}], [{ data: 'x' }], [{ data: { dialog: 'other', returnKey: EASTVALE } }], [{ data: { dialog: 'return-form', returnKey: 7 } }]])('the dialog %j gets a sentence', async (value) => {
    const reply = await new Chat().invoke('eastvale-council-rep', 'task/fetch', value);
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('Open the tab instead');
  });

  it.each([['a text'], [5], [[]], [{ verb: 5 }], [{ verb: 'save-return' }]])('the message value %j does not break the chat', async (value) => {
    const reply = await new Chat().send('eastvale-council-rep', { type: 'message', text: 'help', value });
    expect(reply.messages.length).toBeGreaterThan(0);
  });

  it.each([[{ from: undefined }], [{ from: { id: '29:x' } }], [{ channelData: {} }], [{ channelData: undefined }], [{ text: undefined }]])('an activity with %j is answered as from somebody unknown, or as an empty message', async (over) => {
    const { messages } = await new Chat().send('police-rep', { type: 'message', text: 'help', ...over });
    expect(messages.length).toBeGreaterThan(0);
  });
});

describe('somebody else’s button', () => {
  it.each(['save-return', 'submit-return', 'ask-sign-off', 'view-return', 'ask-deputy', 'view-sign-off', 'approve-return', 'send-back-return'])('%s is refused politely to another agency', async (verb) => {
    const chat = new Chat();
    const reply = await chat.press('police-rep', { type: 'Action.Execute', verb, data: { returnKey: EASTVALE, scope: 'nothing', reason: 'x' } });
    expect(reply.status).toBe(200);
    expect(reply.text ?? draw(reply.card ?? {}).text).toContain('Only the agency’s own');
    expect(chat.register.snapshot().get(quarterlyReturns, EASTVALE)?.status).toBe('open');
  });

  it('is the presser’s, whatever the card says about who presses', async () => {
    const chat = new Chat();
    const reply = await chat.press('police-rep', { type: 'Action.Execute', verb: 'save-return', data: { returnKey: EASTVALE, scope: 'more', headline: 'x', person: 'eastvale-council-rep', viewer: { person: 'eastvale-council-rep' } } });
    expect(reply.text).toContain('Only the agency’s own');
    expect(chat.register.snapshot().all(returnDrafts)).toEqual([]);
  });

  it('does nothing for somebody whom the register does not know, and says who can help', async () => {
    const reply = await new Chat().press('nobody', { type: 'Action.Execute', verb: 'view-return', data: { returnKey: EASTVALE } });
    expect(reply).toMatchObject({ status: 200, text: expect.stringContaining('Moor board office') });
  });
});

describe('what people type', () => {
  const save = (chat: Chat, data: object, verb = 'save-return') => chat.press('eastvale-council-rep', { type: 'Action.Execute', verb, data: { returnKey: EASTVALE, scope: 'more', ...data } });

  it('may be a hundred thousand characters: it is refused in a sentence, and what fits is shown again', async () => {
    const chat = new Chat();
    const reply = await save(chat, { headline: HUGE, topRisk: 'Short' });
    expect(draw(reply.card ?? {}).text).toContain('An answer can hold 4000 characters');
    expect(JSON.stringify(reply.card)).toContain('Short');
    expect(sizeOf(reply.card ?? {})).toBeLessThan(25_000);
    expect(chat.register.snapshot().all(returnDrafts)).toEqual([]);
  });

  it('is kept as it was written and is never shown as markup', async () => {
    const chat = new Chat();
    await save(chat, { headline: NASTY });
    expect(chat.register.snapshot().get(returnDrafts, EASTVALE)?.content.answers['learning-1']?.text).toBe(NASTY);
    const late = new Chat([...aPartnership(), ...aRound({ 'eastvale-council': SUBMITTED })]);
    const { card = {} } = await save(late, { headline: NASTY });
    const drawn = draw(card);
    expect(drawn.text).toContain(NASTY);
    expect(drawn.html).not.toMatch(/<script|<a [^>]*evil|<strong>bold/);
  });

  it.each([['abc'], ['-5'], ['1e999'], ['NaN'], ['٣'], [HUGE]])('the figure %.20j is asked for again, and nothing is lost', async (figure1) => {
    const chat = new Chat();
    const { card = {} } = await save(chat, { headline: 'Kept', figure1 });
    expect(draw(card).text).toContain('is not a number');
    expect(JSON.stringify(card)).toContain('Kept');
    expect(sizeOf(card)).toBeLessThan(25_000);
    expect(chat.register.snapshot().all(returnDrafts)).toEqual([]);
  });

  it.each([[{ headline: 5 }], [{ headline: ['x'] }], [{ seen: 'x' }], [{ seen: { headline: 5 } }], [{ figure1: {} }]])('with the wrong shape %j changes nothing', async (data) => {
    const chat = new Chat();
    expect((await save(chat, data)).text).toContain('nothing was changed');
    expect(chat.register.snapshot().all(returnDrafts)).toEqual([]);
  });

  it('is asked for again when a choice is missing or unknown', async () => {
    for (const scope of ['', 'everything']) expect(draw((await save(new Chat(), { scope, headline: 'Kept' })).card ?? {}).text).toContain('Choose what there is to raise');
  });

  it('may not identify a child, and is shown again so that it can be mended', async () => {
    const chat = new Chat();
    const { card = {} } = await save(chat, { headline: 'Child 943 476 5919 was seen' });
    expect(draw(card).text).toContain('NHS number');
    expect(JSON.stringify(card)).toContain('Child 943');
    expect(chat.register.snapshot().all(returnDrafts)).toEqual([]);
  });

  it('with the out-of-order press of a sign-off that nobody asked for, is refused', async () => {
    const chat = new Chat();
    const reply = await chat.press('hospital-chief', { type: 'Action.Execute', verb: 'approve-return', data: { returnKey: `${QUARTER}.hospital` } });
    expect(reply.status).toBe(200);
    expect(chat.register.snapshot().get(quarterlyReturns, `${QUARTER}.hospital`)?.status).toBe('open');
  });
});
