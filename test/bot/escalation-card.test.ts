import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { createMessenger } from '../../bot/messenger.ts';
import { createSender } from '../../bot/send.ts';
import { textOf } from '../../bot/reference.ts';
import { escalations, escalationSteps } from '../../src/assurance/escalations/escalation.ts';
import { escalationsPage } from '../../src/assurance/escalations/escalations-page.ts';
import { quarterlyReturns } from '../../src/assurance/returns/quarterly-return.ts';
import type { Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, at, DUE, OPENED, QUARTER, viewer } from '../support/world.ts';
import { Chat, fillAndPress } from './chat.ts';
import { draw, sizeOf, type CardJson } from './drawn-card.ts';
import { pretendTeams } from './pretend-teams.ts';

const KEY = `non-return.${QUARTER}.police`;
const TODAY = at('2026-10-26');

const proposed: readonly Stocked[] = [
  [escalations, {
    key: KEY, return: `${QUARTER}.police`, quarter: QUARTER, agency: 'police', proposedAt: TODAY.instant, proposedStage: 'senior-officer', status: 'proposed',
    evidence: { askedOn: OPENED, dueOn: DUE, reminders: [{ notice: 'return-due', person: 'Police Rep', channel: 'bot', status: 'sent', at: at('2026-10-09').instant }] },
  } as { key: string }],
  [escalationSteps, { key: `${KEY}.s1`, escalation: KEY, step: 'proposed', at: TODAY.instant, by: 'system', stage: 'senior-officer', note: 'The quarter 2 return of Moor Police is 6 working days overdue.' } as { key: string }],
];

describe('a proposal to escalate', () => {
  let chat: Chat;
  let post: CardJson;
  beforeEach(async () => {
    chat = new Chat([...aPartnership(), ...aRound(), ...proposed]);
    chat.moment = TODAY;
    const teams = await pretendTeams();
    const sender = createSender({ adapter: new CloudAdapter(new ConfigurationBotFrameworkAuthentication({})), appId: '', pace: { pause: async () => {}, chance: () => 0 } });
    const messenger = createMessenger({ sender, tab: (path) => `https://assurance.example/tab${path}`, work: { register: chat.register, now: () => chat.moment } });
    const reference = textOf({ serviceUrl: teams.serviceUrl, bot: { id: '28:bot' }, conversation: { id: '19:channel', conversationType: 'channel', isGroup: true } });
    await chat.say('chair', 'help');
    const [concern] = escalationsPage(chat.register.snapshot(), viewer(chat.register.snapshot(), 'chair', TODAY.today), TODAY.today).open;
    if (!concern) throw new Error('There is no concern');
    expect(await messenger.postEscalation(reference, concern)).toEqual({ ok: true, message: 'm1', conversation: '19:channel' });
    await messenger.updateEscalation(reference, 'm1', { ...concern, status: 'waiting', sentence: 'The chair waits: a private reason' });
    await teams.stop();
    const posted = teams.heard[0]?.body as { activity: { attachments: [{ content: CardJson }] } } | undefined;
    post = posted?.activity.attachments[0].content ?? {};
    expect(teams.heard[1]?.path).toContain('19:channel;messageid=m1');
    expect(teams.heard[1]?.body['text']).toContain('the chair waits');
    expect(JSON.stringify(teams.heard[1]?.body)).not.toContain('private reason');
  });

  /** The chair's view, which Teams asks for when the chair looks at the post. */
  const chairsCard = async (): Promise<CardJson> => {
    const { action } = post['refresh'] as { action: { verb: string; data: Record<string, unknown> } };
    return (await chat.press('chair', { type: 'Action.Execute', verb: action.verb, data: action.data }, { place: 'channel' })).card ?? {};
  };

  it('shows the channel a headline and refreshes for the chair', () => {
    const { text, inputs } = draw(post);
    expect(text).toContain('Return outstanding · Moor Police · Quarter 2');
    expect(text).not.toContain('Police Rep');
    expect(inputs).toEqual([]);
    expect((post['refresh'] as { userIds: string[] }).userIds).toEqual(['29:chair']);
  });

  it('shows the chair which reminders reached whom, and three decisions', async () => {
    const card = draw(await chairsCard());
    expect(card.text).toContain('Police Rep');
    expect(card.buttons).toEqual(['Escalate', 'Wait until that day', 'Excuse', 'Read the letter in the tab']);
    for (const input of card.inputs) expect(input.label).not.toBe('');
  });

  it('is escalated at one press, once', async () => {
    const pressed = fillAndPress(await chairsCard(), {}, 'Escalate');
    const reply = await chat.press('chair', pressed, { place: 'channel' });
    expect(draw(reply.card ?? {}).text).toContain('reply due by');
    expect(chat.register.snapshot().get(escalations, KEY)).toMatchObject({ status: 'escalated', escalatedBy: 'chair' });
    const before = (await chat.register.history({})).length;
    await chat.press('chair', pressed, { place: 'channel' });
    expect((await chat.register.history({})).length).toBe(before);
  });

  it('waits until a day with a reason, and asks for what is missing without losing the rest', async () => {
    const card = await chairsCard();
    const without = await chat.press('chair', fillAndPress(card, { reason: 'Staff are ill' }, 'Wait until that day'), { place: 'channel' });
    expect(draw(without.card ?? {}).text).toContain('Enter a real date');
    expect(JSON.stringify(without.card)).toContain('Staff are ill');
    await chat.press('chair', fillAndPress(card, { reason: 'Staff are ill', until: '2026-11-02' }, 'Wait until that day'), { place: 'channel' });
    expect(chat.register.snapshot().get(escalations, KEY)).toMatchObject({ status: 'waiting', waitUntil: '2026-11-02', waitReason: 'Staff are ill' });
  });

  it('excuses with a reason, and the return with it', async () => {
    const card = await chairsCard();
    expect(draw((await chat.press('chair', fillAndPress(card, {}, 'Excuse'), { place: 'channel' })).card ?? {}).text).toContain('Enter a reason');
    await chat.press('chair', fillAndPress(card, { reason: 'The agency is new' }, 'Excuse'), { place: 'channel' });
    expect(chat.register.snapshot().get(quarterlyReturns, `${QUARTER}.police`)?.status).toBe('excused');
  });

  it.each(['police-rep', 'office', 'scrutineer', 'board-chair'])('refuses the %s politely, who may look but not decide', async (person) => {
    const reply = await chat.press(person, fillAndPress(await chairsCard(), {}, 'Escalate'), { place: 'channel' });
    expect(reply.status).toBe(200);
    expect(reply.text).toContain('Only a chair can decide');
    expect(chat.register.snapshot().get(escalations, KEY)?.status).toBe('proposed');
  });

  it('decides nothing new when an old card is pressed after the decision', async () => {
    const card = await chairsCard();
    await chat.press('chair', fillAndPress(card, { reason: 'New here' }, 'Excuse'), { place: 'channel' });
    const reply = await chat.press('chair', fillAndPress(card, {}, 'Escalate'), { place: 'channel' });
    expect(draw(reply.card ?? {}).text).toContain('excused');
    expect(chat.register.snapshot().get(escalations, KEY)?.status).toBe('excused');
  });

  it('keeps the chair’s view out of the channel for a client that cannot show it to the chair alone', async () => {
    const reply = await chat.press('chair', { type: 'Action.Submit', data: { verb: 'view-escalation', escalationKey: KEY } }, { place: 'channel' });
    expect(reply.messages.every(({ card }) => card === undefined)).toBe(true);
  });

  it('stays small with a hundred reminders', async () => {
    const row = chat.register.snapshot().get(escalations, KEY);
    if (!row) throw new Error('gone');
    const reminders = Array.from({ length: 100 }, () => ({ ...row.evidence.reminders[0], person: '漢'.repeat(200) }));
    chat = new Chat([...aPartnership(), ...aRound(), [escalations, { ...row, evidence: { ...row.evidence, reminders } } as object as { key: string }], ...proposed.slice(1)]);
    chat.moment = TODAY;
    expect(sizeOf(await chairsCard())).toBeLessThan(25_000);
  });
});
