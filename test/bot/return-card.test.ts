import { quarterlyReturns, returnAnswers } from '../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../src/assurance/returns/return-draft.ts';
import { saveDraft } from '../../src/use-cases/save-draft.ts';
import { aPartnership, aRound, at, QUARTER, viewer } from '../support/world.ts';
import { Chat, fillAndPress } from './chat.ts';
import { draw, sizeOf } from './drawn-card.ts';

const EASTVALE = `${QUARTER}.eastvale-council`;
const HOSPITAL = `${QUARTER}.hospital`;

describe('the return card', () => {
  let chat: Chat;
  beforeEach(() => { chat = new Chat(); });

  it('says what, for whom and when, and asks for no more than five things', async () => {
    const card = draw(await chat.returnCard('eastvale-council-rep'));
    expect(card.text).toContain('Quarter 2 of 2026 to 2027 return · Eastvale Council · due 16 October 2026');
    expect(card.inputs.map(({ id }) => id)).toEqual(['scope', 'headline', 'topRisk', 'figure1', 'figure2']);
    for (const input of card.inputs) {
      expect(input.label).not.toBe('');
      expect(input.errorMessage).not.toBe('');
    }
    expect(card.buttons).toEqual(['Submit', 'Save for later', 'Open the full form', 'I can’t, ask my deputy']);
  });

  it('submits a return with nothing to raise in one press and becomes its receipt', async () => {
    const pressed = fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'nothing', figure1: '12', figure2: '60' }, 'Submit');
    const reply = await chat.press('eastvale-council-rep', pressed);
    expect(reply.status).toBe(200);
    const row = chat.register.snapshot().get(quarterlyReturns, EASTVALE);
    expect(row).toMatchObject({ status: 'submitted', submittedBy: 'eastvale-council-rep', version: 1 });
    const receipt = draw(reply.card ?? {});
    expect(receipt.text).toContain('submitted on 12 October 2026');
    expect(receipt.text).toContain((row as { receipt: string }).receipt);
    expect(receipt.inputs).toEqual([]);
    expect(chat.register.snapshot().where(returnAnswers, 'return', EASTVALE).map(({ nothingToRaise, attestedBy }) => [nothingToRaise, attestedBy])).toEqual(Array.from({ length: 3 }, () => [true, 'eastvale-council-rep']));
  });

  it('does a press that arrives twice once, and answers with the same receipt', async () => {
    const pressed = fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'only-this', headline: 'We learned', figure1: '12', figure2: '60' }, 'Submit');
    const first = await chat.press('eastvale-council-rep', pressed);
    const history = (await chat.register.history({})).length;
    const again = await chat.press('eastvale-council-rep', pressed);
    expect(draw(again.card ?? {}).text).toContain((chat.register.snapshot().get(quarterlyReturns, EASTVALE) as { receipt: string }).receipt);
    expect(draw(again.card ?? {}).text).not.toContain('Not saved');
    expect(draw(first.card ?? {}).text).toContain('Receipt');
    expect((await chat.register.history({})).length).toBe(history);
  });

  it('keeps what is written for later, in the one draft that the full form shows', async () => {
    await chat.press('eastvale-council-rep', fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'more', headline: 'Audits show…', topRisk: 'Vacancies' }, 'Save for later'));
    expect(chat.register.snapshot().get(returnDrafts, EASTVALE)?.content.answers).toMatchObject({ 'learning-1': { text: 'Audits show…', by: 'eastvale-council-rep' }, 'risks-1': { text: 'Vacancies' } });
    expect(JSON.stringify(await chat.returnCard('eastvale-council-deputy'))).toContain('Audits show…');
  });

  it('says what is missing when it is not complete, and keeps what was written', async () => {
    const reply = await chat.press('eastvale-council-rep', fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'only-this', headline: 'We learned' }, 'Submit'));
    const drawn = draw(reply.card ?? {});
    expect(drawn.text).toContain('saved, and not submitted yet');
    expect(drawn.text).toContain('Re-referrals');
    expect(chat.register.snapshot().get(quarterlyReturns, EASTVALE)?.status).toBe('draft');
    expect(JSON.stringify(reply.card)).toContain('We learned');
  });

  it('asks again when somebody says nothing to raise and raises something, without losing the words', async () => {
    const reply = await chat.press('eastvale-council-rep', fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'nothing', headline: 'But this' }, 'Submit'));
    expect(draw(reply.card ?? {}).text).toContain('You chose nothing to raise, and wrote something');
    expect(JSON.stringify(reply.card)).toContain('But this');
    expect(chat.register.snapshot().get(quarterlyReturns, EASTVALE)?.status).toBe('open');
  });

  it('does not overwrite what a colleague wrote in the meantime, says who it was, and takes it at the second press', async () => {
    const card = await chat.returnCard('eastvale-council-rep');
    const snapshot = chat.register.snapshot();
    await saveDraft({ register: chat.register, now: () => chat.moment }, viewer(snapshot, 'eastvale-council-deputy', chat.moment.today), { returnKey: EASTVALE, onBehalf: false, edits: [{ kind: 'answer', question: 'learning-1', text: 'The deputy’s words', was: '' }] });
    const reply = await chat.press('eastvale-council-rep', fillAndPress(card, { scope: 'more', headline: 'My words' }, 'Save for later'));
    const drawn = draw(reply.card ?? {});
    expect(drawn.text).toContain('Eastvale Council Deputy has changed Learning');
    expect(drawn.text).toContain('The deputy’s words');
    expect(chat.register.snapshot().get(returnDrafts, EASTVALE)?.content.answers['learning-1']?.text).toBe('The deputy’s words');
    const second = drawn.press('Save for later');
    expect(second?.data['headline']).toBe('My words');
    await chat.press('eastvale-council-rep', second ?? { type: 'Action.Execute', data: {} });
    expect(chat.register.snapshot().get(returnDrafts, EASTVALE)?.content.answers['learning-1']?.text).toBe('My words');
  });

  it('shows the current state when it is opened again, whoever changed it', async () => {
    const { refresh } = await chat.returnCard('eastvale-council-rep') as { refresh: { action: { verb: string; data: Record<string, unknown> }; userIds: string[] } };
    expect(refresh.userIds).toEqual(['29:eastvale-council-rep']);
    await chat.press('eastvale-council-deputy', fillAndPress(await chat.returnCard('eastvale-council-deputy'), { scope: 'nothing', figure1: '1', figure2: '2' }, 'Submit'));
    const reply = await chat.press('eastvale-council-rep', { type: 'Action.Execute', verb: refresh.action.verb, data: refresh.action.data });
    expect(draw(reply.card ?? {}).text).toContain('Receipt');
  });

  it('shows back what was written too late, instead of losing it', async () => {
    const card = await chat.returnCard('eastvale-council-rep');
    await chat.press('eastvale-council-deputy', fillAndPress(await chat.returnCard('eastvale-council-deputy'), { scope: 'nothing', figure1: '1', figure2: '2' }, 'Submit'));
    const reply = await chat.press('eastvale-council-rep', fillAndPress(card, { scope: 'more', headline: 'One more thing' }, 'Save for later'));
    const { text } = draw(reply.card ?? {});
    expect(text).toContain('submitted already');
    expect(text).toContain('One more thing');
  });

  it('asks the deputy at one press, without filling anything in', async () => {
    const pressed = fillAndPress(await chat.returnCard('eastvale-council-rep'), {}, 'I can’t, ask my deputy');
    expect(pressed.data).toEqual({ returnKey: EASTVALE });
    const reply = await chat.press('eastvale-council-rep', pressed);
    expect(draw(reply.card ?? {}).text).toContain('Eastvale Council Deputy');
    expect(chat.register.snapshot().get(quarterlyReturns, EASTVALE)?.deputyAskedBy).toBe('eastvale-council-rep');
  });

  it('opens the full form as a dialog on the same draft', async () => {
    const reply = await chat.press('eastvale-council-rep', fillAndPress(await chat.returnCard('eastvale-council-rep'), {}, 'Open the full form'));
    expect(JSON.parse(reply.text ?? '{}')).toMatchObject({ type: 'continue', value: { url: `https://assurance.example/tab/returns/${EASTVALE}/form?dialog=1` } });
  });

  it('answers a client without universal actions with the same card as a message', async () => {
    const pressed = fillAndPress(await chat.returnCard('eastvale-council-rep'), { scope: 'nothing', figure1: '1', figure2: '2' }, 'Submit');
    const reply = await chat.press('eastvale-council-rep', { type: 'Action.Submit', data: { ...pressed.data, verb: pressed.verb } });
    expect(draw(reply.messages[0]?.card ?? {}).text).toContain('Receipt');
  });

  it('goes to the senior officer first, where the agency’s executive signs off', async () => {
    const sent = await chat.press('hospital-rep', fillAndPress(await chat.returnCard('hospital-rep'), { scope: 'nothing' }, 'Save and ask for sign-off'));
    expect(draw(sent.card ?? {}).text).toContain('Hospital Chief');
    expect(chat.register.snapshot().get(quarterlyReturns, HOSPITAL)?.status).toBe('awaiting-sign-off');
    const asked = await chat.press('hospital-chief', { type: 'Action.Execute', verb: 'show-sign-off', data: { subject: HOSPITAL } });
    const card = asked.messages[0]?.card ?? {};
    expect(draw(card).text).toContain('Nothing to raise');
    const approved = await chat.press('hospital-chief', fillAndPress(card, {}, 'Approve and submit'));
    expect(draw(approved.card ?? {}).text).toContain('receipt');
    expect(chat.register.snapshot().get(quarterlyReturns, HOSPITAL)).toMatchObject({ status: 'submitted', signedOffBy: 'hospital-chief' });
  });

  it('comes back to the agency with the reason when the senior officer sends it back', async () => {
    await chat.press('hospital-rep', fillAndPress(await chat.returnCard('hospital-rep'), { scope: 'nothing' }, 'Save and ask for sign-off'));
    const card = (await chat.press('hospital-chief', { type: 'Action.Execute', verb: 'show-sign-off', data: { subject: HOSPITAL } })).messages[0]?.card ?? {};
    const empty = await chat.press('hospital-chief', fillAndPress(card, {}, 'Send back'));
    expect(draw(empty.card ?? {}).text).toContain('Enter what is to be changed');
    await chat.press('hospital-chief', fillAndPress(card, { reason: 'Add the audit' }, 'Send back'));
    expect(draw(await chat.returnCard('hospital-rep')).text).toContain('Add the audit');
  });

  it('stays small with the longest answers, and points to the full form for them', async () => {
    const long = '漢'.repeat(4_000);
    const rows = [...aPartnership(), ...aRound({ 'eastvale-council': { status: 'draft', startedAt: at('2026-10-02').instant, startedBy: 'eastvale-council-rep' } as never })];
    chat = new Chat([...rows, [returnDrafts, {
      key: EASTVALE, return: EASTVALE, onBehalf: false, savedAt: at('2026-10-02').instant, savedBy: 'eastvale-council-rep', content: {
        answers: { 'learning-1': { text: long, by: 'eastvale-council-rep', at: at('2026-10-02').instant }, 'risks-1': { text: '*'.repeat(2_000), by: 'eastvale-council-rep', at: at('2026-10-02').instant } }, nils: {}, figures: {},
      },
    } as { key: string }]]);
    const card = await chat.returnCard('eastvale-council-rep');
    expect(sizeOf(card)).toBeLessThan(25_000);
    expect(draw(card).text).toContain('too long for a card');
    const reply = await chat.press('eastvale-council-rep', { type: 'Action.Execute', verb: 'save-return', data: { returnKey: EASTVALE, scope: 'more', headline: long, topRisk: long } });
    expect(sizeOf(reply.card ?? {})).toBeLessThan(25_000);
  });
});
