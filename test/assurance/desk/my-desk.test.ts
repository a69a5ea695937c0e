import { loggedActions } from '../../../src/assurance/action-log/logged-action.ts';
import { myDesk } from '../../../src/assurance/desk/my-desk.ts';
import type { MyDesk } from '../../../src/assurance/desk/my-desk-model.ts';
import { MyDesk as MyDeskSchema } from '../../../src/assurance/desk/my-desk-model.ts';
import { escalations, escalationSteps } from '../../../src/assurance/escalations/escalation.ts';
import { deliveries } from '../../../src/assurance/notices/delivery.ts';
import { returnQueries } from '../../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { day, type Day } from '../../../src/assurance/time/day.ts';
import { snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, aRound, PEOPLE, QUARTER, SUBMITTED, viewer } from '../../support/world.ts';

const row = (of: object) => of as { key: string };

function deskOf(person: string, today: Day | string, states: Parameters<typeof aRound>[0] = {}, ...rows: Stocked[]): MyDesk {
  const snapshot = snapshotOf([...aPartnership(), ...aRound(states), ...rows]);
  const desk = myDesk(snapshot, viewer(snapshot, person, day(today)), day(today));
  expect(MyDeskSchema.parse(desk)).toEqual(desk);
  return desk;
}

const sentences = (desk: MyDesk) => ({
  overdue: desk.overdue.map(({ sentence }) => sentence), thisWeek: desk.thisWeek.map(({ sentence }) => sentence),
  later: desk.later.map(({ sentence }) => sentence), waiting: desk.waitingForOthers.map(({ sentence }) => sentence),
});

const anAction = (of: object): Stocked => [loggedActions, row({
  key: '2026-14', action: 'Share the missing-children protocol', measure: 'Shared', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-09-30', dueMovedFrom: [], source: 'meeting',
  addedAt: '2026-06-01T09:00:00.000Z', addedBy: 'office', status: 'open', ...of,
})];

describe('a representative’s desk', () => {
  it('shows the return with how far it is, and a way to ask the deputy', () => {
    const draft: Stocked = [returnDrafts, row({
      key: `${QUARTER}.police`, return: `${QUARTER}.police`, onBehalf: false, savedAt: '2026-10-11T09:00:00.000Z', savedBy: 'police-rep',
      content: { answers: { 'learning-1': { text: 'We learnt', by: 'police-rep', at: '2026-10-11T09:00:00.000Z' } }, nils: {}, figures: {} },
    })];
    const desk = deskOf('police-rep', '2026-10-12', { police: { status: 'draft', startedAt: '2026-10-11T09:00:00.000Z', startedBy: 'police-rep' } as never }, draft);
    expect(desk.heading).toBe('1 thing waits for you this week');
    expect(desk.thisWeek).toEqual([{
      id: '2026-Q2.police', kind: 'return', sentence: 'Quarter 2 return for Moor Police is due on Friday 16 October', detail: '1 of 5 parts done · last saved by you, 11 October 2026', dueOn: '2026-10-16',
      main: { label: 'Continue', href: '/returns/2026-Q2.police/form' }, quiet: { label: 'Ask deputy', does: 'ask-deputy', target: '2026-Q2.police' },
    }]);
  });

  it('puts what is overdue first, and counts it in the heading', () => {
    const desk = deskOf('police-rep', '2026-10-19', {}, anAction({}), anAction({ key: '2026-15', dueOn: '2026-12-01' }));
    expect(desk.heading).toBe('2 things are overdue');
    expect(sentences(desk)).toMatchObject({
      overdue: ['Action 2026-14 · Share the missing-children protocol', 'Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 1 working day'],
      later: ['Action 2026-15 · Share the missing-children protocol'],
    });
  });

  it('shows an open query, and what waits for others once the return is in', () => {
    const query: Stocked = [returnQueries, row({ key: 'q1', return: `${QUARTER}.police`, query: 'Why the rise?', askedBy: 'chair', askedAt: '2026-10-16T09:00:00.000Z', status: 'open' })];
    expect(sentences(deskOf('police-rep', '2026-10-16', { police: { ...SUBMITTED, status: 'queried' } }, query)).thisWeek).toEqual(['Chair asks about the Quarter 2 return for Moor Police']);
    expect(sentences(deskOf('police-rep', '2026-10-16', { police: SUBMITTED })).waiting).toEqual(['Quarter 2 return for Moor Police is with the chair and the board office to be read']);
  });

  it('says when the next thing comes to somebody who owes nothing', () => {
    expect(deskOf('police-rep', '2026-10-20', { police: SUBMITTED })).toMatchObject({ heading: 'Nothing waits for you', next: 'Your next return, for quarter 3, opens on 1 January 2027.' });
  });

  it('tells what to do about a return that the lock closed on', () => {
    expect(deskOf('police-rep', '2026-11-09').overdue).toMatchObject([{ sentence: 'Quarter 2 return for Moor Police did not come before it was locked, after 6 November 2026', detail: 'Ask the board office for an exception if it can still come.' }]);
  });
});

describe('a deputy’s desk', () => {
  it('is empty until the representative asks', () => {
    expect(sentences(deskOf('police-deputy', '2026-10-12')).thisWeek).toEqual([]);
    const asked = { police: { status: 'open', deputyAskedAt: '2026-10-10T09:00:00.000Z', deputyAskedBy: 'police-rep' } as never };
    expect(deskOf('police-deputy', '2026-10-12', asked).thisWeek).toMatchObject([{ id: '2026-Q2.police' }]);
    expect(deskOf('police-deputy', '2026-10-12', asked).thisWeek[0]?.quiet).toBeUndefined();
    expect(deskOf('police-rep', '2026-10-12', asked).thisWeek[0]?.quiet).toBeUndefined();
  });
});

describe('a senior officer’s desk', () => {
  it('has what waits for sign-off, and the letter to reply to', () => {
    const waiting = { hospital: { status: 'awaiting-sign-off', startedAt: '2026-10-02T09:00:00.000Z', startedBy: 'hospital-rep', requestedAt: '2026-10-12T09:00:00.000Z', requestedBy: 'hospital-rep', signer: 'hospital-chief' } as never };
    expect(sentences(deskOf('hospital-chief', '2026-10-12', waiting)).thisWeek).toEqual(['Quarter 2 return for Moor Hospitals NHS Trust is ready for you to sign off']);
    expect(sentences(deskOf('hospital-rep', '2026-10-12', waiting)).waiting).toEqual(['Quarter 2 return for Moor Hospitals NHS Trust waits for Hospital Chief to sign it off']);
    expect(deskOf('police-chief', '2026-10-28', {}, ...escalated()).later).toMatchObject([{ kind: 'escalation-reply', dueOn: '2026-11-09', main: { label: 'Reply' } }]);
    expect(sentences(deskOf('hospital-chief', '2026-10-28', {}, ...escalated())).later).toEqual([]);
  });
});

function escalated(): Stocked[] {
  const key = `non-return.${QUARTER}.police`;
  const evidence = { askedOn: '2026-10-01', dueOn: '2026-10-16', reminders: [] };
  return [
    [escalations, row({ key, return: `${QUARTER}.police`, quarter: QUARTER, agency: 'police', proposedAt: '2026-10-26T09:00:00.000Z', proposedStage: 'senior-officer', evidence, status: 'escalated', stage: 'senior-officer', escalatedAt: '2026-10-26T10:00:00.000Z', escalatedBy: 'chair', replyDueOn: '2026-11-09' })],
    [escalationSteps, row({ key: `${key}.s1`, escalation: key, step: 'proposed', at: '2026-10-26T09:00:00.000Z', by: 'system', stage: 'senior-officer', note: 'It is overdue.' })],
    [escalationSteps, row({ key: `${key}.s2`, escalation: key, step: 'escalated', at: '2026-10-26T10:00:00.000Z', by: 'chair', stage: 'senior-officer', note: 'Letter sent.', letterSubject: 'Outstanding', letter: 'Dear chief' })],
  ];
}

describe('the desks of those who read', () => {
  it('show the chair what has come, what is to decide, and who is still waited for', () => {
    const [proposed, first] = escalated();
    const waits: Stocked[] = [[escalations, row({ ...proposed?.[1], status: 'proposed', stage: undefined, escalatedAt: undefined, escalatedBy: undefined, replyDueOn: undefined })], first as Stocked];
    const desk = deskOf('chair', '2026-10-26', { hospital: SUBMITTED }, ...waits);
    expect(sentences(desk)).toMatchObject({
      thisWeek: ['Quarter 2 return for Moor Hospitals NHS Trust has come and waits to be read', 'It is overdue.'],
      waiting: ['3 of 4 quarter 2 returns have not come'],
    });
  });

  it('show the board office what could not be delivered and still matters', () => {
    const failed: Stocked = [deliveries, row({ key: 'n~police-rep', notice: `return-overdue.${QUARTER}.police.1`, kind: 'return-overdue', recipient: 'police-rep', subject: `${QUARTER}.police`, dueOn: '2026-10-19', attempts: [], status: 'failed', failedAt: '2026-10-19T09:00:00.000Z', problem: 'Mailbox unknown' })];
    expect(sentences(deskOf('office', '2026-10-20', {}, failed)).thisWeek).toEqual(['1 notice could not be delivered']);
    expect(sentences(deskOf('office', '2026-10-20', { police: SUBMITTED }, failed)).thisWeek).toEqual(['Quarter 2 return for Moor Police has come and waits to be read']);
  });

  it('let the scrutineer see whose move it is, without anything to do', () => {
    const desk = deskOf('scrutineer', '2026-10-28', {}, ...escalated());
    expect([...desk.overdue, ...desk.thisWeek, ...desk.later]).toEqual([]);
    expect(sentences(desk).waiting).toEqual(['4 of 4 quarter 2 returns have not come', 'Escalated about Moor Police on 26 October 2026; a reply is due by 9 November 2026.']);
  });

  it('ask somebody else than the owner to verify a complete action', () => {
    const complete = anAction({ status: 'complete', completedAt: '2026-10-01T09:00:00.000Z', completedBy: 'police-rep', evidence: 'Minutes' });
    expect(sentences(deskOf('office', '2026-10-05', {}, complete)).thisWeek).toEqual(['Action 2026-14 is complete and waits to be verified · Share the missing-children protocol']);
    expect(sentences(deskOf('police-rep', '2026-12-20', { police: SUBMITTED }, complete)).thisWeek).toEqual([]);
  });
});

it('shows a person without a role nothing', () => {
  expect(deskOf('stranger', '2026-10-20', {}, ...escalated(), anAction({}))).toMatchObject({ heading: 'Nothing waits for you', overdue: [], thisWeek: [], later: [], waitingForOthers: [] });
});

it('shows nobody’s draft text to anybody', () => {
  const draft: Stocked = [returnDrafts, row({ key: `${QUARTER}.police`, return: `${QUARTER}.police`, onBehalf: false, savedAt: '2026-10-11T09:00:00.000Z', savedBy: 'police-rep', content: { answers: { 'learning-1': { text: 'SECRET', by: 'police-rep', at: '2026-10-11T09:00:00.000Z' } }, nils: {}, figures: {} } })];
  for (const person of PEOPLE) expect(JSON.stringify(deskOf(person, '2026-10-12', {}, draft))).not.toContain('SECRET');
});
