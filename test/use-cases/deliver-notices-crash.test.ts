import { conversations, deliveries } from '../../src/assurance/notices/delivery.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import type { Register } from '../../src/register/register.ts';
import { decideEscalation } from '../../src/use-cases/decide-escalation.ts';
import { deliverNotices, type DeliveryWork } from '../../src/use-cases/deliver-notices.ts';
import { proposeEscalations } from '../../src/use-cases/propose-escalations.ts';
import { memoryRegister, type Stocked } from '../support/memory-register.ts';
import { fakePorts, workAt, type FakePorts, type Sent } from '../support/ports.ts';
import { aPartnership, aRound, at, viewer } from '../support/world.ts';

const CONVERSATIONS = ['police-rep', 'hospital-rep', 'chair', 'channel:aag'].map((key): Stocked => (
  [conversations, { key, reference: key, savedAt: '2026-09-01T09:00:00.000Z', status: 'reachable' } as { key: string }]));

/** Monday 26 October: four returns are missing, one has been escalated this morning, three are to be proposed. */
async function aBusyMorning(): Promise<Register> {
  const register = memoryRegister([...aPartnership(), ...aRound(), ...CONVERSATIONS]);
  const early = workAt(register, fakePorts(), () => at('2026-10-26', '07:00'));
  await proposeEscalations(early);
  const decided = await decideEscalation(early, viewer(register.snapshot(), 'chair'), { escalationKey: 'non-return.2026-Q2.police', decision: 'escalate' });
  if (!decided.ok) throw new Error(decided.refusal.message);
  return register;
}

const MORNING = at('2026-10-26', '09:00');
const AFTERWARDS = at('2026-10-26', '09:11');

function messageOf(sent: Sent): string {
  switch (sent.by) {
    case 'bot': case 'activity-feed': return `${sent.digest.person.key}: ${sent.digest.lines.map(({ delivery }) => delivery).join(' ')}`;
    case 'e-mail': return `${sent.to}: ${sent.mail.text}`;
    case 'post': case 'update': return `${sent.by} ${sent.card.key}`;
  }
}

class Died extends Error {}

/** The same work in a process that dies at step `last`: before or after a write or a message, and for good. Answers how many steps there were. */
function mortal(work: DeliveryWork, last: number): { readonly work: DeliveryWork; readonly steps: () => number } {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps >= last) throw new Died();
  };
  const around = <A extends unknown[], R>(call: (...of: A) => Promise<R>) => async (...of: A): Promise<R> => {
    step();
    const answer = await call(...of);
    step();
    return answer;
  };
  const { register, messenger, feed, mailer } = work;
  return {
    steps: () => steps,
    work: {
      ...work,
      register: { ...register, snapshot: () => register.snapshot(), commit: around(register.commit), refresh: around(register.refresh) },
      messenger: { sendDigest: around(messenger.sendDigest), postEscalation: around(messenger.postEscalation), updateEscalation: around(messenger.updateEscalation) },
      feed: { notify: around(feed.notify) }, mailer: { send: around(mailer.send) },
    },
  };
}

async function run(register: Register, ports: FakePorts, moment: Moment, last = Infinity): Promise<number> {
  const { work, steps } = mortal(workAt(register, ports, () => moment), last);
  await deliverNotices(work).catch((fault: unknown) => {
    if (!(fault instanceof Died)) throw fault;
  });
  return steps();
}

describe('a process that dies while it delivers', () => {
  it('loses no notice and repeats at most one, wherever it dies', async () => {
    const whole = fakePorts();
    const steps = await run(await aBusyMorning(), whole, MORNING);
    const expected = whole.sent.map(messageOf).sort();
    expect(expected.length).toBeGreaterThan(8);
    expect(new Set(expected).size).toBe(expected.length);

    const repeated: number[] = [];
    for (let last = 1; last <= steps; last += 1) {
      const register = await aBusyMorning();
      const ports = fakePorts();
      await run(register, ports, MORNING, last);
      await run(register, ports, AFTERWARDS);
      const told = ports.sent.map(messageOf);
      expect([...new Set(told)].sort()).toEqual(expected);
      expect(told.length - expected.length).toBeLessThanOrEqual(1);
      repeated.push(told.length - expected.length);
      expect(register.snapshot().all(deliveries).filter(({ status }) => status === 'claimed' || status === 'queued')).toEqual([]);
      await run(register, ports, at('2026-10-26', '17:00'));
      expect(ports.sent.length).toBe(told.length);
    }
    expect(repeated).toContain(1);
  }, 60_000);

  it('leaves what it had claimed alone for ten minutes, because another process may be at it', async () => {
    const register = await aBusyMorning();
    const ports = fakePorts();
    await run(register, ports, MORNING, 2);
    const claimed = register.snapshot().where(deliveries, 'status', 'claimed');
    expect(claimed.length).toBeGreaterThan(0);
    await run(register, ports, at('2026-10-26', '09:09'));
    expect(register.snapshot().where(deliveries, 'status', 'claimed')).toEqual(claimed);
  });

  it('shares the work with another process: no message goes twice', async () => {
    const whole = fakePorts();
    await run(await aBusyMorning(), whole, MORNING);
    const register = await aBusyMorning();
    const ports = fakePorts();
    await Promise.all([run(register, ports, MORNING), run(register, ports, MORNING)]);
    expect(ports.sent.map(messageOf).sort()).toEqual(whole.sent.map(messageOf).sort());
  });
});
