import { CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import { renderDigestCard } from '../../bot/cards/digest-card.ts';
import { createMessenger } from '../../bot/messenger.ts';
import { createSender } from '../../bot/send.ts';
import { textOf } from '../../bot/reference.ts';
import type { Digest, DigestLine } from '../../src/assurance/notices/digest.ts';
import { deliveries } from '../../src/assurance/notices/delivery.ts';
import { quarterlyReturns, returnAnswers, returnQueries } from '../../src/assurance/returns/quarterly-return.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { aPartnership, aRound, at, DUE, QUARTER, SUBMITTED } from '../support/world.ts';
import { Chat, fillAndPress } from './chat.ts';
import { draw, sizeOf } from './drawn-card.ts';
import { pretendTeams } from './pretend-teams.ts';

const POLICE = `${QUARTER}.police`;
const EASTVALE = `${QUARTER}.eastvale-council`;
const NOW = at('2026-10-19').instant;

function delivery(key: string, recipient: string): Stocked {
  return [deliveries, { key, notice: key, kind: 'return-due', recipient, subject: EASTVALE, dueOn: DUE, status: 'sent', channel: 'bot', sentAt: NOW, attempts: [], digest: '2026-10-19.eastvale-council-rep' } as { key: string }];
}

function line(index: number, of: Partial<DigestLine> = {}): DigestLine {
  return { delivery: `d${index}`, kind: 'return-due', subject: EASTVALE, sentence: `The return ${index} is due.`, action: { label: `Open ${index}`, href: '/returns' }, ...of };
}

function digest(lines: readonly DigestLine[]): Digest {
  return { key: '2026-10-19.eastvale-council-rep', person: { key: 'eastvale-council-rep', name: 'Eastvale Council Rep', mail: 'rep@example.org' }, headline: `${lines.length} things need you`, lines };
}

const tab = (path: string) => `https://assurance.example/tab${path}`;
const draws = (lines: readonly DigestLine[]) => renderDigestCard(digest(lines), tab, tab('/my-desk'));

describe('the digest of a day', () => {
  it('says each thing with the button that deals with it, and one acknowledgement', () => {
    const card = draw(draws([line(1), line(2, { kind: 'query-raised' })]));
    expect(card.text).toContain('The return 1 is due.');
    expect(card.buttons).toEqual(['Open 1', 'Open 2', 'I have seen this']);
  });

  it('never has more than six buttons, stays small and leads to the desk for the rest', () => {
    const content = draws(Array.from({ length: 80 }, (_, index) => line(index, { sentence: '漢'.repeat(400) })));
    expect(draw(content).buttons).toHaveLength(6);
    expect(draw(content).text).toContain('And 68 more on your desk');
    expect(sizeOf(content)).toBeLessThan(25_000);
  });

  it('brings the return’s card beside it and stays', async () => {
    const chat = new Chat();
    const reply = await chat.press('eastvale-council-rep', fillAndPress(draws([line(1)]), {}, 'Open 1'));
    expect(reply).toMatchObject({ text: 'Here is the return.' });
    expect(draw(reply.messages[0]?.card ?? {}).text).toContain('Eastvale Council');
  });

  it('is acknowledged once, for the reader’s own notices only', async () => {
    const chat = new Chat([...aPartnership(), ...aRound(), delivery('d1', 'eastvale-council-rep'), delivery('d2', 'eastvale-council-rep'), delivery('d3', 'police-rep')]);
    const pressed = fillAndPress(draws([line(1), line(2), line(3)]), {}, 'I have seen this');
    const reply = await chat.press('eastvale-council-rep', pressed);
    expect(draw(reply.card ?? {}).text).toContain('All 2 seen, thank you');
    const states = () => chat.register.snapshot().all(deliveries).map(({ status }) => status);
    expect(states()).toEqual(['acknowledged', 'acknowledged', 'sent']);
    const before = (await chat.register.history({})).length;
    expect((await chat.press('eastvale-council-rep', pressed)).card).toEqual(reply.card);
    expect((await chat.register.history({})).length).toBe(before);
    expect((await chat.press('scrutineer', pressed)).text).toContain('somebody else');
  });

  it('brings a round’s card at once when the round opens', async () => {
    const teams = await pretendTeams();
    const register = memoryRegister([...aPartnership(), ...aRound()]);
    const sender = createSender({ adapter: new CloudAdapter(new ConfigurationBotFrameworkAuthentication({})), appId: '', pace: { pause: async () => {}, chance: () => 0 } });
    const messenger = createMessenger({ sender, tab, work: { register, now: () => at('2026-10-05') } });
    const reference = textOf({ serviceUrl: teams.serviceUrl, bot: { id: '28:bot' }, user: { id: '29:rep' }, conversation: { id: 'a:1', conversationType: 'personal' } });
    expect(await messenger.sendDigest(reference, digest([line(1, { kind: 'round-opened' })]))).toMatchObject({ ok: true, message: 'm1' });
    await teams.stop();
    expect(teams.heard).toHaveLength(2);
    expect(JSON.stringify(teams.heard[1]?.body)).toContain('29:rep');
  });
});

describe('a query about a return', () => {
  const query: Stocked = [returnQueries, { key: `${POLICE}.q1`, return: POLICE, section: 'risks', query: 'What about **vacancies**?', askedBy: 'chair', askedAt: NOW, status: 'open' } as { key: string }];
  const answer: Stocked = [returnAnswers, { key: `${POLICE}.v1.risks`, return: POLICE, version: 1, section: 'risks', sectionTitle: 'Risks', nothingToRaise: false, answers: [] } as { key: string }];
  const rows = [...aPartnership(), ...aRound({ police: { ...SUBMITTED, status: 'queried' } as never }), answer, query];
  const show = (chat: Chat, person: string, verb = 'show-query') => chat.press(person, { type: 'Action.Execute', verb, data: { subject: `${POLICE}.q1` } });

  it('is answered on the card and becomes the receipt', async () => {
    const chat = new Chat(rows);
    const card = (await show(chat, 'police-rep')).messages[0]?.card ?? {};
    expect(draw(card).text).toContain('What about **vacancies**?');
    expect(draw(card).text).toContain('Risks');
    const reply = await chat.press('police-rep', fillAndPress(card, { reply: 'We have filled them.' }, 'Send reply'));
    expect(draw(reply.card ?? {}).text).toContain('We have filled them.');
    expect(chat.register.snapshot().get(returnQueries, `${POLICE}.q1`)).toMatchObject({ status: 'answered', answeredBy: 'police-rep' });
  });

  it('keeps the reply that counts when a second one comes, and shows the second back', async () => {
    const chat = new Chat(rows);
    const card = (await show(chat, 'police-rep')).messages[0]?.card ?? {};
    await chat.press('police-deputy', fillAndPress(card, { reply: 'First' }, 'Send reply'));
    const reply = await chat.press('police-rep', fillAndPress(card, { reply: 'Second' }, 'Send reply'));
    expect(draw(reply.card ?? {}).text).toMatch(/First[^]*Not saved[^]*Second/);
    expect(chat.register.snapshot().get(returnQueries, `${POLICE}.q1`)).toMatchObject({ reply: 'First' });
  });

  it('asks for a reply when there is none, and lets only the agency answer', async () => {
    const chat = new Chat(rows);
    expect((await show(chat, 'police-rep')).messages[0]?.card).toBeDefined();
    const empty = await chat.press('police-rep', { type: 'Action.Execute', verb: 'answer-query', data: { queryKey: `${POLICE}.q1`, reply: '  ' } });
    expect(draw(empty.card ?? {}).text).toContain('Enter a reply');
    const other = await chat.press('hospital-rep', { type: 'Action.Execute', verb: 'answer-query', data: { queryKey: `${POLICE}.q1`, reply: 'Mine' } });
    expect(draw(other.card ?? {}).text).toContain('can answer a query');
    expect(JSON.stringify(other.card)).toContain('Mine');
    expect(chat.register.snapshot().get(returnQueries, `${POLICE}.q1`)?.status).toBe('open');
  });

  it('brings the reply to the chair, who accepts with thanks', async () => {
    const chat = new Chat(rows);
    await chat.press('police-rep', { type: 'Action.Execute', verb: 'answer-query', data: { queryKey: `${POLICE}.q1`, reply: 'Filled.' } });
    const card = (await show(chat, 'chair', 'show-answer')).messages[0]?.card ?? {};
    expect(draw(card).text).toContain('Filled.');
    const both = await chat.press('chair', fillAndPress(card, { query: 'And retention?' }, 'Accept with thanks'));
    expect(draw(both.card ?? {}).text).toContain('You wrote another query');
    const reply = await chat.press('chair', fillAndPress(card, {}, 'Accept with thanks'));
    expect(draw(reply.card ?? {}).text).toContain('accepted with thanks');
    expect(chat.register.snapshot().get(quarterlyReturns, POLICE)).toMatchObject({ status: 'accepted', acceptedBy: 'chair' });
  });

  it('lets the chair ask again, about the same part', async () => {
    const chat = new Chat(rows);
    await chat.press('police-rep', { type: 'Action.Execute', verb: 'answer-query', data: { queryKey: `${POLICE}.q1`, reply: 'Filled.' } });
    const card = (await show(chat, 'chair', 'show-answer')).messages[0]?.card ?? {};
    await chat.press('chair', fillAndPress(card, { query: 'And retention?' }, 'Ask again'));
    expect(chat.register.snapshot().all(returnQueries).map(({ query: words, section, status }) => [words, section, status])).toContainEqual(['And retention?', 'risks', 'open']);
  });

  it('stays small with the longest query and reply', async () => {
    const long = '漢'.repeat(4_000);
    const chat = new Chat([...rows.slice(0, -1), [returnQueries, { key: `${POLICE}.q1`, return: POLICE, query: long, askedBy: 'chair', askedAt: NOW, status: 'answered', reply: long, answeredBy: 'police-rep', answeredAt: NOW } as { key: string }]]);
    for (const verb of ['show-query', 'show-answer']) expect(sizeOf((await show(chat, 'chair', verb)).messages[0]?.card ?? {})).toBeLessThan(25_000);
    const late = await chat.press('police-rep', { type: 'Action.Execute', verb: 'answer-query', data: { queryKey: `${POLICE}.q1`, reply: 'x'.repeat(100_000) } });
    expect(sizeOf(late.card ?? {})).toBeLessThan(25_000);
  });
});
