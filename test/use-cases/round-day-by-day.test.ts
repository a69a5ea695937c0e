import { conversations, deliveries } from '../../src/assurance/notices/delivery.ts';
import { update } from '../../src/assurance/records/change.ts';
import { agencies } from '../../src/assurance/partnership/agency.ts';
import { addDays, day, type Day } from '../../src/assurance/time/day.ts';
import { instant } from '../../src/assurance/time/instant.ts';
import { roundFor } from '../../src/assurance/returns/decide-open-rounds.ts';
import { arrangementsOf } from '../../src/assurance/partnership/arrangements.ts';
import { quarterlyReturns, returnRounds, type ReturnRound } from '../../src/assurance/returns/quarterly-return.ts';
import { quarter } from '../../src/assurance/time/quarter.ts';
import { decideEscalation } from '../../src/use-cases/decide-escalation.ts';
import { londonMoment } from '../../src/server/clock.ts';
import { deliverNotices } from '../../src/use-cases/deliver-notices.ts';
import { proposeEscalations } from '../../src/use-cases/propose-escalations.ts';
import { memoryRegister, snapshotOf, type Stocked } from '../support/memory-register.ts';
import { fakePorts, workAt, type Sent } from '../support/ports.ts';
import { aPartnership, SUBMITTED, viewer } from '../support/world.ts';

/** The partnership with only the police owing a return, so that a day's messages fit in a line. */
function withOneReturn(of: string, dates: Partial<ReturnRound> = {}): Stocked[] {
  const partnership = aPartnership().map(([definition, row]): Stocked => [definition, definition === agencies && row.key !== 'police' ? { ...row, owesReturn: false } as typeof row : row]);
  const arrangements = arrangementsOf(snapshotOf(partnership));
  const round = { ...roundFor(quarter(of), arrangements), ...dates };
  return [
    ...partnership, [returnRounds, round],
    [quarterlyReturns, { key: `${of}.police`, quarter: quarter(of), agency: 'police', status: 'open' } as { key: string }],
    ...['police-rep', 'chair', 'channel:aag'].map((key): Stocked => [conversations, { key, reference: key, savedAt: instant('2026-01-01T09:00:00.000Z'), status: 'reachable' } as { key: string }]),
  ];
}

function inWords(sent: Sent): string {
  switch (sent.by) {
    case 'bot': case 'activity-feed': return `${sent.digest.person.key} by ${sent.by}: ${sent.digest.lines.map(({ sentence }) => sentence).join(' ')}`;
    case 'e-mail': return `${sent.to} by e-mail: ${sent.mail.subject}`;
    case 'post': case 'update': return `${sent.by} in ${sent.to}: ${sent.card.sentence}`;
  }
}

/** Runs the product at nine each day and lists who was told what on which day. */
async function toldFromTo(of: string, from: Day, to: Day, meanwhile: (today: Day, world: { readonly work: ReturnType<typeof workAt> }) => Promise<void> = async () => {}, dates: Partial<ReturnRound> = {}): Promise<string[]> {
  const register = memoryRegister(withOneReturn(of, dates));
  const ports = fakePorts();
  let today = from;
  const work = workAt(register, ports, () => londonMoment(today, '09:00'));
  const told: string[] = [];
  for (; today <= to; today = addDays(today, 1)) {
    await meanwhile(today, { work });
    await proposeEscalations(work);
    const before = ports.sent.length;
    await deliverNotices(work);
    told.push(...ports.sent.slice(before).map((each) => `${today} ${inWords(each)}`));
  }
  return told;
}

describe('a round from its opening to an escalation', () => {
  it('tells each person once, on the day, and nobody at a weekend (autumn, clocks going back on 25 October 2026)', async () => {
    const told = await toldFromTo('2026-Q2', day('2026-09-30'), day('2026-11-09'), async (today, { work }) => {
      if (today !== '2026-10-27') return;
      const decided = await decideEscalation(work, viewer(work.register.snapshot(), 'chair', today), { escalationKey: 'non-return.2026-Q2.police', decision: 'escalate' });
      expect(decided.ok).toBe(true);
    });
    expect(told).toEqual([
      '2026-10-01 police-rep by bot: The Quarter 2 return for Moor Police is open. It is due on Friday 16 October.',
      '2026-10-02 police-rep by bot: The Quarter 2 return for Moor Police is due on Friday 16 October, in 10 working days.',
      '2026-10-09 police-rep by bot: The Quarter 2 return for Moor Police is due on Friday 16 October, in 5 working days.',
      '2026-10-15 police-rep by bot: The Quarter 2 return for Moor Police is due on Friday 16 October, in 1 working day.',
      '2026-10-19 police-rep by bot: The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 1 working day.',
      '2026-10-23 police-rep by bot: The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 5 working days.',
      '2026-10-26 post in channel:aag: The Quarter 2 return of Moor Police was due on 16 October 2026 and is overdue by 6 working days.',
      '2026-10-26 chair by bot: The Quarter 2 return of Moor Police was due on 16 October 2026 and is overdue by 6 working days. Please decide.',
      '2026-10-27 police-chief@example.org by e-mail: Quarterly return outstanding: Moor Police',
      '2026-10-27 update in channel:aag: Escalated about Moor Police on 27 October 2026; a reply is due by 10 November 2026.',
      '2026-10-27 police-rep by bot: The chair has escalated that the Quarter 2 return of Moor Police has not come: Letter to the senior officer.',
      '2026-10-27 scrutineer by activity-feed: The chair has escalated that the Quarter 2 return of Moor Police has not come: Letter to the senior officer.',
      '2026-10-30 police-rep by bot: The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 10 working days.',
    ]);
  });

  it('counts past Easter 2027, and the clocks going forward on 28 March, without telling anybody on a holiday', async () => {
    const told = await toldFromTo('2026-Q4', day('2027-03-25'), day('2027-05-10'));
    expect(told.map((line) => line.replace(/: .*?(open|in \d+ working days?|overdue by \d+ working days?).*/, ': $1'))).toEqual([
      '2027-04-01 police-rep by bot: open',
      '2027-04-02 police-rep by bot: in 10 working days',
      '2027-04-09 police-rep by bot: in 5 working days',
      '2027-04-15 police-rep by bot: in 1 working day',
      '2027-04-19 police-rep by bot: overdue by 1 working day',
      '2027-04-23 police-rep by bot: overdue by 5 working days',
      '2027-04-26 post in channel:aag: overdue by 6 working days',
      '2027-04-26 chair by bot: overdue by 6 working days',
      '2027-04-30 police-rep by bot: overdue by 10 working days',
    ]);
  });

  it('steps over Good Friday and Easter Monday 2026', async () => {
    const told = await toldFromTo('2025-Q4', day('2026-03-25'), day('2026-04-24'));
    expect(told.map((line) => line.slice(0, 10))).toEqual(['2026-04-01', '2026-04-09', '2026-04-15', '2026-04-17', '2026-04-23', '2026-04-24', '2026-04-24']);
  });

  it('steps over New Year: what opens on the holiday is told on the first working day', async () => {
    const told = await toldFromTo('2026-Q3', day('2026-12-20'), day('2027-01-19'));
    expect(told.map((line) => line.slice(0, 10))).toEqual(['2027-01-04', '2027-01-11', '2027-01-15', '2027-01-19']);
  });

  it('steps over Christmas for a return that is due just before it', async () => {
    const told = await toldFromTo('2026-Q2', day('2026-12-14'), day('2027-01-08'), async () => {}, { opensOn: day('2026-12-01'), dueOn: day('2026-12-22'), locksOn: day('2027-01-29') });
    expect(told.map((line) => line.slice(0, 10))).toEqual(['2026-12-14', '2026-12-15', '2026-12-21', '2026-12-23', '2026-12-31', '2027-01-04', '2027-01-04', '2027-01-08']);
  });

  it('tells nobody anything more once the return has come', async () => {
    const told = await toldFromTo('2026-Q2', day('2026-10-12'), day('2026-11-20'), async (today, { work }) => {
      if (today !== '2026-10-14') return;
      const snapshot = work.register.snapshot();
      const of = snapshot.get(quarterlyReturns, '2026-Q2.police');
      if (!of) throw new Error('There is a return');
      const submitted = { ...SUBMITTED, key: of.key, quarter: of.quarter, agency: of.agency };
      await work.register.commit([update(snapshot, quarterlyReturns, submitted)], { person: 'police-rep', at: work.now().instant, what: 'submitted the return' });
    });
    expect(told.map((line) => line.slice(0, 10))).toEqual(['2026-10-12']);
  });

  it('sends only the latest reminder after a stop, and says in the ledger why the others were not sent', async () => {
    const register = memoryRegister(withOneReturn('2026-Q2'));
    const ports = fakePorts();
    await deliverNotices(workAt(register, ports, () => londonMoment(day('2026-10-19'), '09:00')));
    expect(ports.sent.map(inWords)).toEqual(['police-rep by bot: The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 1 working day.']);
    expect(register.snapshot().all(deliveries).map(({ notice, status }) => `${notice} ${status}`)).toEqual([
      'return-due.2026-Q2.police.10 superseded', 'return-due.2026-Q2.police.1 superseded', 'return-due.2026-Q2.police.5 superseded',
      'return-overdue.2026-Q2.police.1 sent', 'round-opened.2026-Q2.police superseded',
    ]);
  });
});
