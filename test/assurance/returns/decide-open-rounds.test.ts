import { arrangements, arrangementsOf, type Arrangements } from '../../../src/assurance/partnership/arrangements.ts';
import { agencies } from '../../../src/assurance/partnership/agency.ts';
import { decideOpenRounds, roundFor } from '../../../src/assurance/returns/decide-open-rounds.ts';
import { quarterlyReturns, returnRounds } from '../../../src/assurance/returns/quarterly-return.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { quarter } from '../../../src/assurance/time/quarter.ts';
import { snapshotOf, memoryRegister } from '../../support/memory-register.ts';
import { aPartnership, at } from '../../support/world.ts';

const usual = arrangementsOf(snapshotOf(aPartnership()));
const withDue = (dueDayOfMonth: number): Arrangements => ({ ...usual, dueDayOfMonth });

describe('the dates of a round', () => {
  it.each([
    ['2026-Q2', 16, '2026-10-01', '2026-10-16', '2026-11-06', 'a working day stays'],
    ['2026-Q3', 16, '2027-01-01', '2027-01-18', '2027-02-08', 'a Saturday moves to Monday'],
    ['2025-Q4', 3, '2026-04-01', '2026-04-07', '2026-04-28', 'Good Friday moves past Easter Monday'],
    ['2026-Q4', 31, '2027-04-01', '2027-04-30', '2027-05-24', 'a month without the 31st has its last day'],
    ['2027-Q3', 31, '2028-01-01', '2028-01-31', '2028-02-21', 'the lock counts through February of a leap year'],
    ['2027-Q4', 16, '2028-04-01', '2028-04-18', '2028-05-10', 'Easter and the early May holiday'],
    ['2026-Q1', 29, '2026-07-01', '2026-07-29', '2026-08-19', 'summer'],
  ])('%s due on %d: opens %s, due %s, locks %s (%s)', (of, dueDay, opensOn, dueOn, locksOn) => {
    expect(roundFor(quarter(of), withDue(dueDay))).toMatchObject({ opensOn, dueOn, locksOn });
  });
});

describe('keeping the rounds going', () => {
  const run = async (register: ReturnType<typeof memoryRegister>, today: string) => {
    const outcome = decideOpenRounds(register.snapshot(), day(today));
    if (!outcome.ok) throw new Error('refused');
    if (outcome.fact.changes.length > 0) await register.commit(outcome.fact.changes, { person: 'system', at: at(today).instant, what: outcome.fact.what });
    return outcome.fact;
  };

  it('opens the round of the quarter that ended and schedules the one that runs', async () => {
    const register = memoryRegister(aPartnership());
    expect((await run(register, '2026-10-01')).fact).toEqual({ opened: 4, quarters: ['2026-Q2'] });
    expect(register.snapshot().all(returnRounds).map(({ key }) => key)).toEqual(['2026-Q2', '2026-Q3']);
    expect(register.snapshot().where(quarterlyReturns, 'status', 'open').map(({ key }) => key)).toEqual(['2026-Q2.eastvale-council', '2026-Q2.hospital', '2026-Q2.northmoor-council', '2026-Q2.police']);
    expect(register.snapshot().where(quarterlyReturns, 'status', 'scheduled')).toHaveLength(4);
  });

  it('adds nothing when it runs again', async () => {
    const register = memoryRegister(aPartnership());
    await run(register, '2026-10-01');
    expect((await run(register, '2026-10-01')).changes).toEqual([]);
    expect((await run(register, '2026-12-31')).changes).toEqual([]);
  });

  it.each([['2026-03-31', '2025-Q3'], ['2026-04-01', '2025-Q4'], ['2028-02-29', '2027-Q3'], ['2026-03-29', '2025-Q3'], ['2026-10-25', '2026-Q2']])('on %s the quarter that ended is %s', async (today, ended) => {
    expect((await run(memoryRegister(aPartnership()), today)).fact.quarters).toEqual([ended]);
  });

  it('opens a scheduled return on the first run after its day, however late, with the dates the board office gave the round', async () => {
    const register = memoryRegister([...aPartnership(),
      [returnRounds, { key: '2026-Q2', quarter: '2026-Q2', group: 'aag', opensOn: '2026-10-03', dueOn: '2026-10-20', locksOn: '2026-11-30' } as { key: string }],
      [quarterlyReturns, { key: '2026-Q2.police', quarter: '2026-Q2', agency: 'police', status: 'scheduled' } as { key: string }]]);
    await run(register, '2026-10-02');
    expect(register.snapshot().get(quarterlyReturns, '2026-Q2.police')?.status).toBe('scheduled');
    await run(register, '2027-01-05');
    expect(register.snapshot().get(quarterlyReturns, '2026-Q2.police')?.status).toBe('open');
    expect(register.snapshot().get(returnRounds, '2026-Q2')?.dueOn).toBe('2026-10-20');
  });

  it('asks nothing of an agency that owes no return, and takes its scheduled one away', async () => {
    const rows = aPartnership().map(([definition, row]): (typeof all)[number] => (definition === agencies && row.key === 'hospital' ? [definition, { ...row, owesReturn: false } as { key: string }] : [definition, row]));
    const all = aPartnership();
    const register = memoryRegister([...rows, [quarterlyReturns, { key: '2026-Q3.hospital', quarter: '2026-Q3', agency: 'hospital', status: 'scheduled' } as { key: string }]]);
    await run(register, '2026-10-01');
    expect(register.snapshot().where(quarterlyReturns, 'agency', 'hospital')).toEqual([]);
  });

  it('adds an agency that joins while a round is open', async () => {
    const register = memoryRegister(aPartnership());
    await run(register, '2026-10-01');
    const police = register.snapshot().get(agencies, 'police');
    await register.commit([{ kind: 'insert', definition: agencies, row: { ...police, key: 'probation', name: 'Probation' } as { key: string } }], { person: 'office', at: at('2026-10-02').instant, what: 'added an agency' });
    expect((await run(register, '2026-10-02')).fact.opened).toBe(1);
  });

  it('passes over a row that somebody broke by hand', async () => {
    const snapshot = snapshotOf(aPartnership()).with([], { found: [{ list: quarterlyReturns.title, rowId: '7', key: '2026-Q2.police', faults: [] }], mended: [] });
    const outcome = decideOpenRounds(snapshot, day('2026-10-01'));
    expect(outcome.ok && outcome.fact.changes.some((change) => change.kind === 'insert' && change.row.key === '2026-Q2.police')).toBe(false);
    expect(outcome.ok && outcome.fact.fact.opened).toBe(3);
  });

  it('cannot run before a template has been loaded', () => {
    const rows = aPartnership().filter(([definition]) => definition !== arrangements);
    expect(() => decideOpenRounds(snapshotOf(rows), day('2026-10-01'))).toThrow(/load a partnership template/);
  });
});
