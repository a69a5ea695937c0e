import { conversations, deliveries, type Delivery } from '../../src/assurance/notices/delivery.ts';
import { people } from '../../src/assurance/partnership/person.ts';
import { update } from '../../src/assurance/records/change.ts';
import { quarterlyReturns, returnQueries } from '../../src/assurance/returns/quarterly-return.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import type { Register } from '../../src/register/register.ts';
import { acknowledgeDelivery } from '../../src/use-cases/acknowledge-delivery.ts';
import { deliverNotices } from '../../src/use-cases/deliver-notices.ts';
import { remindNow } from '../../src/use-cases/remind-now.ts';
import { retryDelivery } from '../../src/use-cases/retry-delivery.ts';
import { saveConversation } from '../../src/use-cases/save-conversation.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { fakePorts, workAt, type Sent } from '../support/ports.ts';
import { aPartnership, aRound, at, objectIdOf, QUARTER, SUBMITTED, viewer } from '../support/world.ts';

const POLICE = `${QUARTER}.police`;
const KEY = `return-due.${POLICE}.5~police-rep`;
const EXCUSED = { status: 'excused', excusedOn: '2026-10-01', excusedBy: 'office', excusedReason: 'Not this quarter' } as never;
const DAY_OF_REMINDER = '2026-10-09';

function reachable(...keys: string[]): Stocked[] {
  return keys.map((key): Stocked => [conversations, { key, reference: `conversation of ${key}`, savedAt: '2026-09-01T09:00:00.000Z', status: 'reachable' } as { key: string }]);
}

/** Only the police owe a return; on 9 October their reminder of five working days is due. */
function setUp(...rows: Stocked[]) {
  const register = memoryRegister([...aPartnership(), ...aRound({ 'northmoor-council': EXCUSED, 'eastvale-council': EXCUSED, hospital: EXCUSED }), ...rows]);
  const ports = fakePorts();
  let moment: Moment = at(DAY_OF_REMINDER, '09:00');
  const work = workAt(register, ports, () => moment);
  return { register, ports, work, deliverAt: async (on: string, time: string) => { moment = at(on, time); return deliverNotices(work); }, clock: (on: string, time: string) => { moment = at(on, time); } };
}

function delivery(register: Register, key = KEY): Delivery {
  const row = register.snapshot().get(deliveries, key);
  if (!row) throw new Error(`No delivery ${key}: ${register.snapshot().all(deliveries).map((each) => each.key).join(', ')}`);
  return row;
}

const tried = (row: Delivery) => row.attempts.map(({ channel, outcome }) => `${channel} ${outcome}`);
const ways = (sent: readonly Sent[]) => sent.map(({ by, to }) => `${by} ${to}`);

describe('a notice to one person', () => {
  it('goes by the bot where the bot can write, and nowhere else', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('police-rep'));
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent)).toEqual(['bot conversation of police-rep']);
    expect(delivery(register)).toMatchObject({ status: 'sent', channel: 'bot', message: 'm1', conversation: 'conversation of police-rep' });
  });

  it('goes to the activity feed of somebody who has Teams but no chat with the bot', async () => {
    const { ports, deliverAt } = setUp();
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent)).toEqual([`activity-feed ${objectIdOf('police-rep')}`]);
  });

  it('goes by e-mail to somebody without the app, in the same run, with a link that opens the form', async () => {
    const { ports, register, deliverAt } = setUp();
    ports.cue('activity-feed', objectIdOf('police-rep'), { ok: false, kind: 'unreachable', problem: 'The app is not installed' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent)).toEqual(['e-mail police-rep@example.org']);
    const [sent] = ports.sent;
    expect(sent?.by === 'e-mail' && sent.mail.text).toContain('https://assurance.example.org/tab/returns/2026-Q2.police/form');
    expect(tried(delivery(register))).toEqual(['activity-feed failed', 'e-mail sent']);
  });

  it('goes on to the next channel when the bot is blocked, and remembers that until it hears from the person again', async () => {
    const { ports, register, work, deliverAt } = setUp(...reachable('police-rep'));
    ports.cue('bot', 'conversation of police-rep', { ok: false, kind: 'unreachable', problem: 'Blocked by the user' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent)).toEqual([`activity-feed ${objectIdOf('police-rep')}`]);
    expect(register.snapshot().get(conversations, 'police-rep')).toMatchObject({ status: 'unreachable', problem: 'Blocked by the user' });
    await saveConversation(work, { recipient: 'police-rep', reference: 'new conversation' });
    await deliverAt('2026-10-15', '09:00');
    expect(ways(ports.sent).at(-1)).toBe('bot new conversation');
  });

  it('waits five, then fifteen minutes when the bot is throttled, then takes the next channel', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('police-rep'));
    ports.cue('bot', 'conversation of police-rep', { ok: false, kind: 'later', problem: 'Too many requests' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(delivery(register)).toMatchObject({ status: 'queued', notBefore: '2026-10-09T09:05:00.000Z' });
    await deliverAt(DAY_OF_REMINDER, '09:04');
    expect(tried(delivery(register))).toEqual(['bot failed']);
    await deliverAt(DAY_OF_REMINDER, '09:05');
    expect(delivery(register)).toMatchObject({ status: 'queued', notBefore: '2026-10-09T09:20:00.000Z' });
    await deliverAt(DAY_OF_REMINDER, '09:20');
    expect(ways(ports.sent)).toEqual([`activity-feed ${objectIdOf('police-rep')}`]);
    expect(tried(delivery(register))).toEqual(['bot failed', 'bot failed', 'bot failed', 'activity-feed sent']);
  });

  it('counts a channel that breaks off without an answer as a passing failure', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('police-rep'));
    ports.cue('bot', 'conversation of police-rep', 'throw');
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(delivery(register).status).toBe('queued');
    ports.cue('bot', 'conversation of police-rep', undefined);
    await deliverAt(DAY_OF_REMINDER, '09:10');
    expect(delivery(register).status).toBe('sent');
  });

  it('is not sent any more when the return comes while it waits for another try, and the ledger says so', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('police-rep'));
    ports.cue('bot', 'conversation of police-rep', { ok: false, kind: 'later', problem: 'Too many requests' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    const snapshot = register.snapshot();
    await register.commit([update(snapshot, quarterlyReturns, { ...SUBMITTED, key: POLICE, quarter: QUARTER, agency: 'police' })], { person: 'police-rep', at: at(DAY_OF_REMINDER).instant, what: 'submitted' });
    await deliverAt(DAY_OF_REMINDER, '11:00');
    expect(ports.sent).toEqual([]);
    expect(delivery(register)).toMatchObject({ status: 'superseded', supersededBecause: 'Its reason had gone' });
  });
});

describe('working hours and days', () => {
  it.each([['2026-10-09', '07:59', 0], ['2026-10-09', '08:00', 1], ['2026-10-09', '17:59', 1], ['2026-10-09', '18:00', 0], ['2026-10-10', '09:00', 0], ['2026-10-12', '08:00', 1]])('on %s at %s, %i people are written to', async (on, time, count) => {
    const { ports, deliverAt } = setUp(...reachable('police-rep'));
    await deliverAt(on, time);
    expect(ports.sent.length).toBe(count);
  });
});

describe('one digest a person and day', () => {
  const query = (key: string): Stocked => [returnQueries, { key: `2026-Q1.police.${key}`, return: '2026-Q1.police', query: 'What <b>changed</b>?', askedBy: 'chair', askedAt: '2026-10-09T08:30:00.000Z', status: 'open' } as { key: string }];
  const lastQuarter: Stocked = [quarterlyReturns, { ...SUBMITTED, status: 'queried', key: '2026-Q1.police', quarter: '2026-Q1', agency: 'police' } as { key: string }];

  it('puts everything of the morning in one message', async () => {
    const { ports, deliverAt } = setUp(...reachable('police-rep'), lastQuarter, query('q1'), query('q2'));
    await deliverAt(DAY_OF_REMINDER, '09:00');
    const [sent] = ports.sent;
    expect(ports.sent.length).toBe(1);
    expect(sent?.by === 'bot' && sent.digest.headline).toBe('3 things need you: 2 queries, 1 return due.');
  });

  it('keeps what comes up later for the next working day’s', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('police-rep'), lastQuarter);
    await deliverAt(DAY_OF_REMINDER, '09:00');
    const [definition, row] = query('q1');
    await register.commit([{ kind: 'insert', definition, row }], { person: 'chair', at: at(DAY_OF_REMINDER).instant, what: 'asked' });
    await deliverAt(DAY_OF_REMINDER, '11:00');
    expect(ports.sent.length).toBe(1);
    await deliverAt('2026-10-12', '08:00');
    expect(ports.sent.length).toBe(2);
  });

  it('sends a reminder that the board office asks for on the same day all the same, once', async () => {
    const { ports, register, work, deliverAt, clock } = setUp(...reachable('police-rep'));
    const office = viewer(register.snapshot(), 'office');
    clock('2026-10-12', '10:00');
    expect(await remindNow(work, office, { returnKey: POLICE })).toEqual({ ok: true, fact: { message: 'Police Rep is reminded on Monday 12 October, in working hours.' } });
    expect((await remindNow(work, office, { returnKey: POLICE })).ok).toBe(true);
    await deliverAt('2026-10-12', '10:01');
    expect(ports.sent.length).toBe(1);
    expect(await remindNow(work, office, { returnKey: POLICE })).toMatchObject({ ok: false, refusal: { reason: 'reminded-today' } });
    await deliverAt('2026-10-12', '10:30');
    expect(ports.sent.length).toBe(1);
  });

  it('puts off a reminder asked for in the evening until the next working morning', async () => {
    const { ports, register, work, deliverAt, clock } = setUp(...reachable('police-rep'));
    clock('2026-10-16', '19:00');
    expect(await remindNow(work, viewer(register.snapshot(), 'office'), { returnKey: POLICE })).toMatchObject({ fact: { message: 'Police Rep is reminded on Monday 19 October, in working hours.' } });
    await deliverAt('2026-10-16', '19:01');
    expect(ports.sent.length).toBe(0);
    await deliverAt('2026-10-19', '08:00');
    const [sent] = ports.sent;
    expect(ports.sent.length).toBe(1);
    expect(sent?.by === 'bot' && sent.digest.lines.map(({ sentence }) => sentence)).toEqual(['The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 1 working day.']);
    await acknowledgeDelivery(work, viewer(register.snapshot(), 'police-rep'), { deliveryKey: sent?.by === 'bot' ? sent.digest.lines[0]?.delivery ?? '' : '' });
    expect(register.snapshot().where(deliveries, 'recipient', 'police-rep').filter(({ status }) => status !== 'superseded').map(({ status }) => status)).toEqual(['acknowledged', 'acknowledged']);
  });
});

describe('a delivery that failed', () => {
  async function failed() {
    const world = setUp();
    world.ports.cue('activity-feed', objectIdOf('police-rep'), { ok: false, kind: 'unreachable', problem: 'No app' });
    world.ports.cue('e-mail', 'police-rep@example.org', { ok: false, kind: 'unreachable', problem: 'Mailbox unknown' });
    await world.deliverAt(DAY_OF_REMINDER, '09:00');
    return world;
  }

  it('is shown with what was tried and why', async () => {
    const { register } = await failed();
    expect(delivery(register)).toMatchObject({ status: 'failed', problem: 'Mailbox unknown' });
    expect(tried(delivery(register))).toEqual(['activity-feed failed', 'e-mail failed']);
  });

  it('is tried again only when the board office asks, and then from the first channel', async () => {
    const { ports, register, work, deliverAt } = await failed();
    ports.cue('e-mail', 'police-rep@example.org', undefined);
    await deliverAt(DAY_OF_REMINDER, '10:00');
    expect(ports.sent).toEqual([]);
    const office = viewer(register.snapshot(), 'office');
    expect((await retryDelivery(work, office, { deliveryKey: KEY })).ok).toBe(true);
    expect((await retryDelivery(work, office, { deliveryKey: KEY })).ok).toBe(true);
    await deliverAt(DAY_OF_REMINDER, '10:01');
    expect(ways(ports.sent)).toEqual(['e-mail police-rep@example.org']);
    expect(await retryDelivery(work, office, { deliveryKey: KEY })).toMatchObject({ ok: false, refusal: { reason: 'not-failed' } });
  });

  it('is tried again by itself when the bot hears from the person', async () => {
    const { ports, work, deliverAt } = await failed();
    await saveConversation(work, { recipient: 'police-rep', reference: 'first conversation' });
    await deliverAt(DAY_OF_REMINDER, '10:00');
    expect(ways(ports.sent)).toEqual(['bot first conversation']);
  });

  it('is not retried by anybody else than the board office, nor when there is no such delivery', async () => {
    const { register, work } = await failed();
    for (const person of ['police-rep', 'chair', 'scrutineer', 'stranger', 'police-chief']) {
      expect(await retryDelivery(work, viewer(register.snapshot(), person), { deliveryKey: KEY })).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    }
    expect(await retryDelivery(work, viewer(register.snapshot(), 'office'), { deliveryKey: 'nothing~nobody' })).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });
});

describe('“seen”', () => {
  it('is said by the recipient only, and twice is once', async () => {
    const { register, work, deliverAt, clock } = setUp(...reachable('police-rep'));
    await deliverAt(DAY_OF_REMINDER, '09:00');
    for (const person of ['police-deputy', 'office', 'chair']) {
      expect(await acknowledgeDelivery(work, viewer(register.snapshot(), person), { deliveryKey: KEY })).toMatchObject({ ok: false, refusal: { reason: 'not-the-recipient' } });
    }
    const rep = viewer(register.snapshot(), 'police-rep');
    expect((await acknowledgeDelivery(work, rep, { deliveryKey: KEY })).ok).toBe(true);
    clock(DAY_OF_REMINDER, '15:00');
    expect((await acknowledgeDelivery(work, rep, { deliveryKey: KEY })).ok).toBe(true);
    expect(delivery(register)).toMatchObject({ status: 'acknowledged', acknowledgedAt: '2026-10-09T09:00:00.000Z', message: 'm1' });
  });

  it('cannot be said of what was never sent', async () => {
    const { register, ports, work, deliverAt } = setUp(...reachable('police-rep'));
    ports.cue('bot', 'conversation of police-rep', { ok: false, kind: 'later', problem: 'Busy' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(await acknowledgeDelivery(work, viewer(register.snapshot(), 'police-rep'), { deliveryKey: KEY })).toMatchObject({ ok: false, refusal: { reason: 'not-sent-yet' } });
  });
});

describe('whom a notice goes to', () => {
  it('is the deputy as well, once the representative has asked', async () => {
    const { register, ports, deliverAt } = setUp(...reachable('police-rep', 'police-deputy'));
    const snapshot = register.snapshot();
    await register.commit([update(snapshot, quarterlyReturns, {
      key: POLICE, quarter: QUARTER, agency: 'police', status: 'open', deputyAskedAt: at('2026-10-08').instant, deputyAskedBy: 'police-rep', deputyAskedNote: 'I am on leave',
    })], { person: 'police-rep', at: at('2026-10-08').instant, what: 'asked' });
    await deliverAt('2026-10-08', '11:00');
    const deputy = ports.sent.find(({ to }) => to === 'conversation of police-deputy');
    expect(deputy?.by === 'bot' && deputy.digest.lines.map(({ sentence }) => sentence)).toContain('Police Rep asks you to answer the Quarter 2 return for Moor Police. It is due on Friday 16 October. They say: “I am on leave”');
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent).slice(-2).sort()).toEqual(['bot conversation of police-deputy', 'bot conversation of police-rep']);
  });

  it('is the board office where nobody sits for the agency, so that nothing lapses', async () => {
    const { ports, register, deliverAt } = setUp(...reachable('office'));
    const snapshot = register.snapshot();
    const rep = snapshot.get(people, 'police-rep');
    if (!rep) throw new Error('There is a representative');
    await register.commit([{ kind: 'remove', definition: people, key: 'police-rep', version: snapshot.versionOf(people, 'police-rep') ?? '' }], { person: 'office', at: at(DAY_OF_REMINDER).instant, what: 'removed' });
    await deliverAt(DAY_OF_REMINDER, '09:00');
    expect(ways(ports.sent)).toEqual(['bot conversation of office']);
  });
});

describe('reminding now', () => {
  it('is the board office’s alone, and only for a return that is waited for', async () => {
    const { register, work } = setUp();
    for (const person of ['police-rep', 'chair', 'scrutineer', 'stranger', 'police-chief']) {
      expect(await remindNow(work, viewer(register.snapshot(), person), { returnKey: POLICE })).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    }
    const office = viewer(register.snapshot(), 'office');
    expect(await remindNow(work, office, { returnKey: `${QUARTER}.hospital` })).toMatchObject({ ok: false, refusal: { reason: 'not-waited-for' } });
    expect(await remindNow(work, office, { returnKey: '2030-Q1.nobody' })).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });
});
