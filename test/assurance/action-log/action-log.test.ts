import type { ActionChange, NewAction } from '../../../src/assurance/action-log/action-log-model.ts';
import { actionLog } from '../../../src/assurance/action-log/action-log.ts';
import { explainAction, type ActionRefusal } from '../../../src/assurance/action-log/action-refusal.ts';
import { decideAddAction } from '../../../src/assurance/action-log/decide-add-action.ts';
import { decideChangeAction } from '../../../src/assurance/action-log/decide-change-action.ts';
import { actionUpdates, loggedActions, type LoggedAction } from '../../../src/assurance/action-log/logged-action.ts';
import type { Snapshot } from '../../../src/assurance/records/snapshot.ts';
import { day, type Day } from '../../../src/assurance/time/day.ts';
import { addAction } from '../../../src/use-cases/add-action.ts';
import { changeAction } from '../../../src/use-cases/change-action.ts';
import type { Register } from '../../../src/register/register.ts';
import { memoryRegister, snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, at, viewer } from '../../support/world.ts';

const TODAY = day('2026-10-16');
const NEW: NewAction = { action: 'Share the protocol.', measure: 'Every front door has it.', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: '2026-11-30', source: 'meeting' };

function anAction(key: string, of: Partial<LoggedAction> = {}): Stocked {
  return [loggedActions, {
    key, status: 'open', action: `Do ${key}.`, measure: 'It is done.', agency: 'police', owner: 'police-rep', group: 'aag', dueOn: day('2026-11-30'), dueMovedFrom: [], source: 'meeting',
    addedAt: '2026-09-01T09:00:00.000Z', addedBy: 'office', ...of,
  } as { key: string }];
}

const DONE = { status: 'complete', completedAt: '2026-10-10T09:00:00.000Z', completedBy: 'police-rep', evidence: 'Minutes of 3 October.' } as Partial<LoggedAction>;

function worldWith(...actions: readonly Stocked[]): Snapshot {
  return snapshotOf([...aPartnership(), ...actions]);
}

function changed(snapshot: Snapshot, person: string, actionKey: string, change: ActionChange, on: Day = TODAY) {
  return decideChangeAction(snapshot, viewer(snapshot, person, on), at(on), { actionKey, ...change });
}

function reasonOf(outcome: ReturnType<typeof changed> | ReturnType<typeof decideAddAction>): string {
  return outcome.ok ? 'accepted' : outcome.refusal.reason;
}

describe('adding an action', () => {
  const add = (snapshot: Snapshot, of: Partial<NewAction> = {}, person = 'chair', on: Day = TODAY) => decideAddAction(snapshot, viewer(snapshot, person, on), at(on), { ...NEW, ...of });
  const keyOf = (outcome: ReturnType<typeof add>) => (outcome.ok ? outcome.fact.fact.key : outcome.refusal.reason);

  it('takes the next reference of the calendar year, whatever the order of the list', () => {
    expect(keyOf(add(worldWith()))).toBe('2026-1');
    expect(keyOf(add(worldWith(anAction('2026-9'), anAction('2026-13'), anAction('2025-40'))))).toBe('2026-14');
  });

  it('begins again at one on 1 January, not on 1 April', () => {
    const snapshot = worldWith(anAction('2026-13'));
    expect(keyOf(add(snapshot, { dueOn: '2027-02-01' }, 'chair', day('2026-12-31')))).toBe('2026-14');
    expect(keyOf(add(snapshot, { dueOn: '2027-02-01' }, 'chair', day('2027-01-01')))).toBe('2027-1');
    expect(keyOf(add(snapshot, { dueOn: '2027-05-01' }, 'chair', day('2027-04-01')))).toBe('2027-1');
  });

  it('is for the chair of that group and the board office', () => {
    const snapshot = worldWith();
    expect(['chair', 'office', 'board-chair', 'police-rep', 'scrutineer', 'stranger'].map((person) => reasonOf(add(snapshot, {}, person)))).toEqual([
      'accepted', 'accepted', 'not-permitted', 'not-permitted', 'not-permitted', 'not-permitted',
    ]);
  });

  it.each([
    [{ agency: 'fire' }, 'unknown-choice'], [{ owner: 'nobody' }, 'owner-cannot-update'], [{ owner: 'hospital-rep' }, 'owner-cannot-update'], [{ owner: 'police-chief' }, 'owner-cannot-update'],
    [{ dueOn: '2026-02-30' }, 'not-a-day'], [{ dueOn: '2026-10-15' }, 'day-has-passed'], [{ action: '  ' }, 'words-missing'], [{ measure: '\u0007' }, 'words-missing'],
    [{ action: 'Speak to the child, born 03/04/2019.' }, 'case-data'],
  ] as [Partial<NewAction>, string][])('with %o is refused as %s', (of, reason) => {
    const outcome = add(worldWith(), of);
    expect(reasonOf(outcome)).toBe(reason);
    if (!outcome.ok) expect(explainAction(outcome.refusal as ActionRefusal)).toMatch(/\.$/);
  });

  it('for a group that does not exist is refused even to the board office', () => {
    expect(reasonOf(add(worldWith(), { group: 'nothing' }, 'office'))).toBe('unknown-choice');
  });

  it('may fall due today', () => {
    expect(reasonOf(add(worldWith(), { dueOn: TODAY }))).toBe('accepted');
  });

  it('pressed twice is added once', async () => {
    const register = memoryRegister(aPartnership());
    const work = { register, now: () => at(TODAY) };
    const chair = viewer(register.snapshot(), 'chair', TODAY);
    const answers = [await addAction(work, chair, NEW), await addAction(work, chair, NEW)];
    expect(answers.map((answer) => answer.ok && answer.fact.key)).toEqual(['2026-1', '2026-1']);
    expect(register.snapshot().all(loggedActions)).toHaveLength(1);
  });

  it('by several people at the same moment gives each a reference of its own', async () => {
    const register = memoryRegister(aPartnership());
    const slow: Register = { ...register, commit: async (changes, by) => { await Promise.resolve(); return register.commit(changes, by); } };
    const work = { register: slow, now: () => at(TODAY) };
    const chair = viewer(register.snapshot(), 'chair', TODAY);
    const answers = await Promise.all(['one', 'two', 'three'].map((action) => addAction(work, chair, { ...NEW, action })));
    expect(answers.map((answer) => (answer.ok ? answer.fact.key : answer.refusal.reason)).toSorted()).toEqual(['2026-1', '2026-2', '2026-3']);
  });
});

describe('an action that is to be done', () => {
  const snapshot = worldWith(anAction('2026-1'));

  it('is updated by its own agency and the board office, and by nobody else', () => {
    expect(['police-rep', 'police-deputy', 'office', 'hospital-rep', 'chair', 'scrutineer', 'police-chief', 'stranger'].map((person) => reasonOf(changed(snapshot, person, '2026-1', { change: 'progress', note: 'Under way.' })))).toEqual([
      'accepted', 'accepted', 'accepted', 'not-permitted', 'not-permitted', 'not-permitted', 'not-permitted', 'not-permitted',
    ]);
  });

  it('is moved with a reason, and every move is counted', async () => {
    const register = memoryRegister([...aPartnership(), anAction('2026-1')]);
    const work = { register, now: () => at(TODAY) };
    const owner = viewer(register.snapshot(), 'police-rep', TODAY);
    await changeAction(work, owner, { actionKey: '2026-1', change: 'move-due-date', dueOn: '2026-12-15', note: 'Staff are on leave.' });
    await changeAction(work, owner, { actionKey: '2026-1', change: 'move-due-date', dueOn: '2027-01-15', note: 'The system is late.' });
    expect(register.snapshot().get(loggedActions, '2026-1')).toMatchObject({ dueOn: '2027-01-15', dueMovedFrom: ['2026-11-30', '2026-12-15'] });
    const log = actionLog(register.snapshot(), owner, TODAY);
    expect(log.ok && log.fact.rows[0]).toMatchObject({ timesMoved: 2, lastNote: 'Due date moved to 15 January 2027: The system is late.' });
  });

  it('is not moved without a reason, to the day it has, into the past or to no day at all', () => {
    const move = (dueOn: string, note = 'Staff are on leave.') => reasonOf(changed(snapshot, 'police-rep', '2026-1', { change: 'move-due-date', dueOn, note }));
    expect([move('2026-12-15', ' '), move('2026-11-30'), move('2026-10-15'), move('2026-13-01')]).toEqual(['words-missing', 'due-then-already', 'day-has-passed', 'not-a-day']);
  });

  it('is complete only with evidence', () => {
    expect(reasonOf(changed(snapshot, 'police-rep', '2026-1', { change: 'complete', evidence: ' ' }))).toBe('words-missing');
    expect(reasonOf(changed(snapshot, 'police-rep', '2026-1', { change: 'complete', evidence: 'Minutes of 3 October.' }))).toBe('accepted');
  });

  it('is neither verified nor re-opened before it is complete', () => {
    expect([reasonOf(changed(snapshot, 'chair', '2026-1', { change: 'verify' })), reasonOf(changed(snapshot, 'chair', '2026-1', { change: 'reopen', note: 'Not good.' }))]).toEqual(['wrong-state', 'wrong-state']);
  });

  it('is closed as not needed by the chair with a reason, not by its owner', () => {
    const close = (person: string) => reasonOf(changed(snapshot, person, '2026-1', { change: 'not-needed', note: 'Done nationally.' }));
    expect([close('chair'), close('office'), close('police-rep')]).toEqual(['accepted', 'accepted', 'not-permitted']);
  });

  it('takes no text that points to a child', () => {
    expect(reasonOf(changed(snapshot, 'police-rep', '2026-1', { change: 'complete', evidence: 'NHS number 943 476 5919' }))).toBe('case-data');
  });

  it('that nobody knows cannot be changed', () => {
    expect(reasonOf(changed(snapshot, 'office', '2026-99', { change: 'progress', note: 'Under way.' }))).toBe('not-found');
  });
});

describe('an action that is complete', () => {
  it('is verified by the chair of its group or the board office', () => {
    const snapshot = worldWith(anAction('2026-1', DONE));
    expect(['chair', 'office', 'board-chair', 'police-rep', 'scrutineer'].map((person) => reasonOf(changed(snapshot, person, '2026-1', { change: 'verify' })))).toEqual([
      'accepted', 'accepted', 'not-permitted', 'not-permitted', 'not-permitted',
    ]);
  });

  it('is not verified by whoever completed it', () => {
    const snapshot = worldWith(anAction('2026-1', { ...DONE, completedBy: 'office' } as Partial<LoggedAction>));
    const outcome = changed(snapshot, 'office', '2026-1', { change: 'verify' });
    expect(reasonOf(outcome)).toBe('verifies-own-work');
    if (!outcome.ok) expect(explainAction(outcome.refusal as ActionRefusal)).toBe('You completed action 2026-1 yourself, so somebody else verifies it. Ask the chair or a colleague in the board office.');
    expect(reasonOf(changed(snapshot, 'chair', '2026-1', { change: 'verify' }))).toBe('accepted');
  });

  it('takes no more progress, and says what to do', () => {
    const outcome = changed(worldWith(anAction('2026-1', DONE)), 'police-rep', '2026-1', { change: 'progress', note: 'More.' });
    expect(outcome.ok ? '' : explainAction(outcome.refusal as ActionRefusal)).toBe('Action 2026-1 is complete and waits to be verified. Open it again before you add progress.');
  });

  it('is opened again with a reason, and forgets no evidence: it stays in the updates', async () => {
    const register = memoryRegister([...aPartnership(), anAction('2026-1')]);
    const work = { register, now: () => at(TODAY) };
    const as = (person: string) => viewer(register.snapshot(), person, TODAY);
    await changeAction(work, as('police-rep'), { actionKey: '2026-1', change: 'complete', evidence: 'Minutes of 3 October.' });
    await changeAction(work, as('chair'), { actionKey: '2026-1', change: 'reopen', note: 'The minutes do not show it.' });
    expect(register.snapshot().get(loggedActions, '2026-1')?.status).toBe('open');
    expect(register.snapshot().all(actionUpdates).map(({ key, by, note }) => [key, by, note])).toEqual([
      ['2026-1.u1', 'police-rep', 'Completed. Evidence: Minutes of 3 October.'], ['2026-1.u2', 'chair', 'Opened again: The minutes do not show it.'],
    ]);
  });
});

describe('the same change pressed twice', () => {
  it.each([
    ['police-rep', { change: 'progress', note: 'Under way.' }, {}], ['police-rep', { change: 'complete', evidence: 'Minutes.' }, {}],
    ['police-rep', { change: 'move-due-date', dueOn: '2026-12-15', note: 'Leave.' }, {}], ['chair', { change: 'verify', note: 'Good.' }, DONE],
    ['chair', { change: 'reopen', note: 'Not good.' }, DONE], ['chair', { change: 'not-needed', note: 'Done nationally.' }, {}],
  ] as [string, ActionChange, Partial<LoggedAction>][])('by %s (%o) is made once and answered alike', async (person, change, state) => {
    const register = memoryRegister([...aPartnership(), anAction('2026-1', state)]);
    const work = { register, now: () => at(TODAY) };
    const press = () => changeAction(work, viewer(register.snapshot(), person, TODAY), { actionKey: '2026-1', ...change });
    expect([await press(), await press()].map((answer) => answer.ok && answer.fact.message).every((message, _, all) => message !== false && message === all[0])).toBe(true);
    expect(register.snapshot().all(actionUpdates)).toHaveLength(1);
  });
});

describe('the action log', () => {
  const snapshot = worldWith(
    anAction('2026-1', { dueOn: day('2026-10-15') }), anAction('2026-2', DONE), anAction('2026-3', { dueOn: day('2026-10-23') }), anAction('2026-4', { dueOn: day('2026-10-26') }),
    anAction('2026-10', { dueOn: day('2026-10-14'), agency: 'hospital', owner: 'hospital-rep', status: 'in-progress' }),
    anAction('2026-5', { ...DONE, status: 'verified', verifiedAt: '2026-10-12T09:00:00.000Z', verifiedBy: 'chair' } as Partial<LoggedAction>),
    anAction('2026-6', { group: 'board', dueOn: day('2026-12-01') }),
  );
  const log = (person: string) => {
    const answer = actionLog(snapshot, viewer(snapshot, person, TODAY), TODAY);
    if (!answer.ok) throw new Error(answer.refusal.message);
    return answer.fact;
  };

  it('says how many are overdue and how many wait to be verified, and puts those first', () => {
    const shown = log('office');
    expect(shown.heading).toBe('2 actions are overdue, 1 waits to be verified');
    expect(shown.rows.map(({ key }) => key)).toEqual(['2026-10', '2026-1', '2026-2', '2026-3', '2026-4', '2026-6', '2026-5']);
    expect(shown.counts).toEqual({ open: 5, overdue: 2, mine: 0, toVerify: 1 });
  });

  it('calls an action overdue from the day after it was due, and at risk in the five working days before', () => {
    const rating = (key: string) => log('office').rows.find((row) => row.key === key)?.rating;
    expect(['2026-1', '2026-3', '2026-4', '2026-2'].map(rating)).toEqual(['off-track', 'at-risk', 'on-track', 'on-track']);
  });

  it('shows a representative the actions of their own groups, and which are theirs', () => {
    const shown = log('police-rep');
    expect(shown.rows.map(({ key }) => key)).not.toContain('2026-6');
    expect(shown.counts.mine).toBe(3);
    expect(shown.canAdd).toBe(false);
    expect(shown.choices).toEqual({ groups: [], agencies: [], owners: [] });
  });

  it('shows a senior officer their own agency’s only, and somebody without a role nothing', () => {
    expect(log('hospital-chief').rows.map(({ key }) => key)).toEqual(['2026-10']);
    expect(actionLog(snapshot, viewer(snapshot, 'stranger', TODAY), TODAY)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
  });

  it('offers each reader exactly what the decisions would accept', () => {
    for (const person of ['police-rep', 'hospital-deputy', 'chair', 'office', 'scrutineer']) {
      for (const { key, can } of log(person).rows) {
        const tries = {
          update: changed(snapshot, person, key, { change: 'progress', note: 'Under way.' }), complete: changed(snapshot, person, key, { change: 'complete', evidence: 'Minutes.' }),
          verify: changed(snapshot, person, key, { change: 'verify' }), reopen: changed(snapshot, person, key, { change: 'reopen', note: 'Not good.' }),
        };
        const accepted = Object.fromEntries(Object.entries(tries).map(([name, outcome]) => [name, outcome.ok && outcome.fact.changes.length > 0]));
        expect([person, key, can]).toEqual([person, key, accepted]);
      }
    }
  });

  it('offers as owners only those who could update the action', () => {
    const { choices } = log('chair');
    expect(choices.groups.map(({ key }) => key)).toEqual(['aag']);
    expect(choices.owners.filter(({ agency }) => agency === 'police').map(({ key }) => key)).toEqual(['police-rep', 'police-deputy']);
  });

  it('says so when there is nothing', () => {
    const empty = worldWith();
    const answer = actionLog(empty, viewer(empty, 'office', TODAY), TODAY);
    expect(answer.ok && answer.fact.heading).toBe('There are no actions yet');
  });
});
