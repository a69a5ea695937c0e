import { calendarEvents, calendarRules, type CalendarRule } from '../../../src/assurance/calendar/calendar-event.ts';
import { calendarPage } from '../../../src/assurance/calendar/calendar-page.ts';
import { decideConfirmEvent, explainConfirm, type ConfirmRefusal, type EventConfirmation } from '../../../src/assurance/calendar/decide-confirm-event.ts';
import { decideExtendCalendar } from '../../../src/assurance/calendar/decide-extend-calendar.ts';
import type { Snapshot } from '../../../src/assurance/records/snapshot.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { extendCalendar } from '../../../src/use-cases/extend-calendar.ts';
import { confirmEvent } from '../../../src/use-cases/confirm-event.ts';
import { memoryRegister, snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, at, viewer } from '../../support/world.ts';

const TODAY = day('2026-11-23');

function rule(key: string, of: Partial<CalendarRule>): Stocked {
  return [calendarRules, { key, title: key, lane: 'annual-planning', tentative: false, owedBy: 'board-office', description: 'As agreed.', dependsOn: [], everyYears: 1, firstYear: 2020, ...of } as { key: string }];
}

const RULES = [
  rule('returns', { title: 'Returns due', startMonth: 10, endDay: 16, owedBy: 'every-agency', lane: 'quarterly-reporting', group: 'aag' }),
  rule('reading', { title: 'Returns read', startMonth: 11, dependsOn: ['returns'], tentative: true, owedBy: 'group', lane: 'quarterly-reporting', group: 'aag' }),
  rule('winter-exercise', { title: 'Winter exercise', startMonth: 1, endMonth: 2, lane: 'multi-agency-assurance' }),
  rule('spring-report', { title: 'Spring report', startMonth: 4, dependsOn: ['winter-exercise'] }),
  rule('peer-review', { startMonth: 9, everyYears: 3, firstYear: 2027 }),
];

async function aCalendar(): Promise<ReturnType<typeof memoryRegister>> {
  const register = memoryRegister([...aPartnership(), ...RULES]);
  await extendCalendar({ register, now: () => at(TODAY) });
  return register;
}

function eventOf(snapshot: Snapshot, key: string) {
  const event = snapshot.get(calendarEvents, key);
  if (!event) throw new Error(`no event ${key}`);
  return event;
}

describe('extending the calendar', () => {
  it('makes the events of this board year and the next two', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(snapshot.where(calendarEvents, 'rule', 'returns').map(({ key, startsOn, endsOn }) => [key, startsOn, endsOn])).toEqual([
      ['2026.returns', '2026-10-01', '2026-10-16'], ['2027.returns', '2027-10-01', '2027-10-16'], ['2028.returns', '2028-10-01', '2028-10-16'],
    ]);
  });

  it('changes nothing when it is done again', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(decideExtendCalendar(snapshot, TODAY).changes).toEqual([]);
  });

  it('goes on by one year on 1 April and not the day before', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(decideExtendCalendar(snapshot, day('2027-03-31')).changes).toEqual([]);
    expect(decideExtendCalendar(snapshot, day('2027-04-01')).fact.events).toBe(4);
  });

  it('puts January to March into the year after the one the board year is named for, and knows leap years', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(snapshot.where(calendarEvents, 'rule', 'winter-exercise').map(({ startsOn, endsOn }) => [startsOn, endsOn])).toEqual([
      ['2027-01-01', '2027-02-28'], ['2028-01-01', '2028-02-29'], ['2029-01-01', '2029-02-28'],
    ]);
  });

  it('lets an event depend on the last one before it, across board years, and on none that was never made', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(['2026', '2027', '2028'].map((year) => eventOf(snapshot, `${year}.spring-report`).dependsOn)).toEqual([[], ['2026.winter-exercise'], ['2027.winter-exercise']]);
    expect(eventOf(snapshot, '2026.reading').dependsOn).toEqual(['2026.returns']);
  });

  it('makes an event of every third year in that year only', async () => {
    expect((await aCalendar()).snapshot().where(calendarEvents, 'rule', 'peer-review').map(({ boardYear }) => boardYear)).toEqual([2027]);
  });

  it('leaves what the board office has moved where it is', async () => {
    const register = await aCalendar();
    const work = { register, now: () => at(TODAY) };
    await confirmEvent(work, viewer(register.snapshot(), 'office', TODAY), { eventKey: '2026.reading', startsOn: '2026-11-12', endsOn: '2026-11-12', tentative: false });
    await extendCalendar(work);
    expect(eventOf(register.snapshot(), '2026.reading')).toMatchObject({ startsOn: '2026-11-12', endsOn: '2026-11-12', tentative: false });
  });
});

describe('settling when an event is', () => {
  const settled = { eventKey: '2026.reading', startsOn: '2026-11-12', endsOn: '2026-11-12', tentative: false };

  it('is for the board office only', async () => {
    const snapshot = (await aCalendar()).snapshot();
    for (const person of ['chair', 'police-rep', 'scrutineer', 'stranger']) expect(decideConfirmEvent(snapshot, viewer(snapshot, person, TODAY), settled)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(decideConfirmEvent(snapshot, viewer(snapshot, 'office', TODAY), settled)).toMatchObject({ ok: true, fact: { fact: { message: 'Returns read is confirmed on 12 November 2026.' } } });
  });

  it.each([
    [{ startsOn: '2026-11-31' }, 'not-a-day', /real start date/], [{ endsOn: 'soon' }, 'not-a-day', /real end date/],
    [{ endsOn: '2026-11-11' }, 'ends-before-it-starts', /end date/], [{ startsOn: '2027-04-01', endsOn: '2027-04-01' }, 'outside-board-year', /1 April 2026 to 31 March 2027/],
  ] as [Partial<EventConfirmation>, string, RegExp][])('with %o is refused as %s, in words that help', async (given, reason, words) => {
    const snapshot = (await aCalendar()).snapshot();
    const decided = decideConfirmEvent(snapshot, viewer(snapshot, 'office', TODAY), { ...settled, ...given });
    if (decided.ok) throw new Error('was accepted');
    expect(decided.refusal.reason).toBe(reason);
    expect(explainConfirm(decided.refusal as ConfirmRefusal)).toMatch(words);
  });

  it('of an event nobody knows is refused', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect(decideConfirmEvent(snapshot, viewer(snapshot, 'office', TODAY), { ...settled, eventKey: '2026.nothing' })).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });

  it('as it already is changes nothing', async () => {
    const snapshot = (await aCalendar()).snapshot();
    const decided = decideConfirmEvent(snapshot, viewer(snapshot, 'office', TODAY), { eventKey: '2026.returns', startsOn: '2026-10-01', endsOn: '2026-10-16', tentative: false });
    expect(decided).toMatchObject({ ok: true, fact: { changes: [] } });
  });
});

describe('the calendar page', () => {
  const page = (snapshot: Snapshot, person: string, boardYear?: number) => {
    const answer = calendarPage(snapshot, viewer(snapshot, person, TODAY), TODAY, boardYear);
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.fact;
  };

  it('shows the running board year by start, with what is past, under way and to come', async () => {
    const shown = page((await aCalendar()).snapshot(), 'police-rep');
    expect(shown.events.map(({ key, state }) => [key, state])).toEqual([
      ['2026.spring-report', 'past'], ['2026.returns', 'past'], ['2026.reading', 'now'], ['2026.winter-exercise', 'coming'],
    ]);
    expect(shown.heading).toBe('1 event is under way, the next begins on 1 January 2027, 1 still to be confirmed');
    expect(shown.months[0]).toEqual({ month: '2026-04', name: 'April 2026' });
    expect(shown.months.at(-1)).toEqual({ month: '2027-03', name: 'March 2027' });
  });

  it('says who owes what, what an event waits for and what waits for it', async () => {
    const shown = page((await aCalendar()).snapshot(), 'chair');
    const [returns, reading, exercise] = ['2026.returns', '2026.reading', '2026.winter-exercise'].map((key) => shown.events.find((event) => event.key === key));
    expect(returns).toMatchObject({ owedBy: 'Every agency', groupName: 'Audit and Assurance Group', leadsTo: [{ key: '2026.reading', title: 'Returns read' }] });
    expect(reading).toMatchObject({ owedBy: 'Audit and Assurance Group', dependsOn: [{ key: '2026.returns', title: 'Returns due' }] });
    expect(exercise?.leadsTo).toEqual([{ key: '2027.spring-report', title: 'Spring report' }]);
  });

  it('lets only the board office manage it, and nobody without a role see it', async () => {
    const snapshot = (await aCalendar()).snapshot();
    expect([page(snapshot, 'office').canManage, page(snapshot, 'chair').canManage]).toEqual([true, false]);
    expect(calendarPage(snapshot, viewer(snapshot, 'stranger', TODAY), TODAY)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
  });

  it('says so when a year has no events yet', async () => {
    const shown = page((await aCalendar()).snapshot(), 'office', 2031);
    expect([shown.heading, shown.events]).toEqual(['No events are planned for 2031 to 2032 yet', []]);
    expect(page(snapshotOf(aPartnership()), 'office').heading).toBe('No events are planned for 2026 to 2027 yet');
  });
});
