import { actionUpdates, loggedActions } from '../../../src/assurance/action-log/logged-action.ts';
import { findCaseData } from '../../../src/assurance/confidentiality.ts';
import { decideProposeEscalations } from '../../../src/assurance/escalations/decide-propose-escalations.ts';
import { escalations } from '../../../src/assurance/escalations/escalation.ts';
import { gridOf, completenessOf, valueOf } from '../../../src/assurance/indicators/figure-grid.ts';
import { indicators } from '../../../src/assurance/indicators/indicator.ts';
import { observations, observationKey } from '../../../src/assurance/indicators/observation.ts';
import { deliveries } from '../../../src/assurance/notices/delivery.ts';
import { agencies } from '../../../src/assurance/partnership/agency.ts';
import { arrangementsOf } from '../../../src/assurance/partnership/arrangements.ts';
import { groups } from '../../../src/assurance/partnership/partnership.ts';
import { deputyOf, holdersOf, representativeOf } from '../../../src/assurance/partnership/people-of.ts';
import { people } from '../../../src/assurance/partnership/person.ts';
import type { Snapshot } from '../../../src/assurance/records/snapshot.ts';
import { quarterlyReturns, returnAnswers, returnKey, returnQueries, returnRounds, timelinessOf } from '../../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { addDays, day, type Day } from '../../../src/assurance/time/day.ts';
import { lastDayOf, lastEndedQuarter } from '../../../src/assurance/time/quarter.ts';
import { workingDaysBetween } from '../../../src/assurance/time/working-days.ts';
import { sampleRounds } from '../../../src/embedded/sample/sample-dates.ts';
import { makePresent, sampleRows, startMaking } from '../../../src/embedded/sample/sample-rows.ts';
import { readSample, stockSample } from '../../../src/embedded/sample/stock-sample.ts';
import { memoryRegister, snapshotOf } from '../../support/memory-register.ts';
import { at } from '../../support/world.ts';

const sample = readSample();
const TODAY = day('2026-11-23');

/** Decoded from cells as a store would hold them, so that no row is there which a list could not keep. */
function stockedOn(today: Day): Snapshot {
  return snapshotOf(sampleRows(sample, today).flatMap((change) => (change.kind === 'insert' ? [[change.definition, change.row] as const] : [])));
}

describe('the sample, on any day of a leap year', () => {
  const everyDay = Array.from({ length: 366 }, (_, index) => addDays(day('2028-01-01'), index));
  const arrangements = arrangementsOf(sample.partnership);

  function brokenOn(days: readonly Day[], promisesOn: (today: Day) => Readonly<Record<string, boolean>>): readonly string[] {
    return days.flatMap((today) => Object.entries(promisesOn(today)).filter(([, kept]) => !kept).map(([promise]) => `${today}: ${promise}`));
  }

  it('has a round that is due, overdue past the limit of escalation and not locked, for a quarter that had ended when it opened', () => {
    expect(brokenOn(everyDay, (today) => {
      const { past, current, next } = sampleRounds(today, arrangements);
      return {
        'the quarter is over before its round opens': lastDayOf(current.quarter) < current.opensOn && current.opensOn < current.dueOn,
        'it is overdue past the limit': workingDaysBetween(current.dueOn, today) > arrangements.escalateWorkingDaysOverdue,
        'it is not locked': today <= current.locksOn,
        'the rounds before it are over': past.length === 8 && past.every(({ locksOn: locked }) => locked < today),
        'a quarter that has only just ended opens next': (next === undefined) === (current.quarter === lastEndedQuarter(today)) && (next === undefined || (today < next.opensOn && next.opensOn < next.dueOn)),
      };
    })).toEqual([]);
  });

  it('has returns in, returns in progress and one overdue that is put before the chair with its reminders on record', () => {
    expect(brokenOn(everyDay.filter((_, index) => index % 29 === 0), (today) => {
      const making = startMaking(sample, today);
      makePresent(making, today);
      const now = making.world.snapshot();
      const { current } = making.dates;
      const returns = now.where(quarterlyReturns, 'quarter', current.quarter);
      const count = (...states: string[]) => returns.filter(({ status }) => states.includes(status)).length;
      const proposed = decideProposeEscalations(now, at(today)).map((proposal) => proposal.return);
      return {
        'it is the round that people see': now.all(returnRounds).findLast(({ opensOn }) => opensOn <= today)?.quarter === current.quarter,
        'three are accepted, two submitted, one queried, one submitted again': [count('accepted'), count('submitted'), count('queried'), count('resubmitted')].join() === '3,2,1,1',
        'two are in progress, one waits for sign-off and two have not begun': [count('draft'), count('awaiting-sign-off'), count('open')].join() === '2,1,2',
        'those that have not come are overdue and not given up': returns.filter((of) => timelinessOf(of, current, today) === 'overdue').length === 5,
        'only one of them is put before the chair': proposed.join() === returnKey(current.quarter, 'voluntary-sector-forum'),
        'its reminders are on record': now.where(deliveries, 'subject', returnKey(current.quarter, 'voluntary-sector-forum')).filter(({ kind }) => kind === 'return-overdue').length === 2,
        'nothing is on record that has yet to come': returns.every((of) => !('submittedAt' in of) || of.submittedAt.slice(0, 10) < today)
          && now.all(deliveries).every(({ dueOn }) => dueOn < today) && now.all(returnQueries).every(({ askedAt }) => askedAt.slice(0, 10) < today),
      };
    })).toEqual([]);
  });

  it.each(['2028-02-29', '2028-03-31', '2026-04-06'])('is whole on %s, and every row of it can be kept', (today) => {
    const snapshot = stockedOn(day(today));
    expect(snapshot.all(returnRounds).length).toBeGreaterThanOrEqual(9);
    expect(snapshot.all(loggedActions)).toHaveLength(12);
  });
});

describe('the sample partnership', () => {
  const snapshot = stockedOn(TODAY);
  const current = snapshot.all(returnRounds).findLast(({ opensOn }) => opensOn <= TODAY);
  if (!current) throw new Error('no round');
  const past = snapshot.all(returnRounds).filter(({ quarter }) => quarter < current.quarter);

  it('is the same whenever it is made for the same day', () => {
    expect(JSON.stringify(sampleRows(sample, TODAY))).toBe(JSON.stringify(sampleRows(readSample(), TODAY)));
  });

  it('has a representative, a deputy and a senior officer for every agency, and a chair for every group', () => {
    const agencyKeys = snapshot.all(agencies).map(({ key }) => key);
    expect(agencyKeys.filter((agency) => !representativeOf(snapshot, 'aag', agency, TODAY) || !deputyOf(snapshot, 'aag', agency, TODAY))).toEqual([]);
    expect(agencyKeys.filter((agency) => holdersOf(snapshot, 'senior-officer', TODAY, { agency }).length !== 1)).toEqual([]);
    expect(snapshot.all(groups).filter(({ key }) => holdersOf(snapshot, 'chair', TODAY, { group: key }).length !== 1)).toEqual([]);
    expect([holdersOf(snapshot, 'scrutineer', TODAY).length, holdersOf(snapshot, 'board-office', TODAY).length]).toEqual([1, 2]);
  });

  it('has people whom no mail reaches, each with ids of their own in one tenant', () => {
    const all = snapshot.all(people);
    expect(all.filter(({ mail }) => !/^[a-z.]+@[a-z-]+\.example$/.test(mail))).toEqual([]);
    expect(new Set(all.map(({ objectId }) => objectId)).size).toBe(all.length);
    expect(new Set(all.map(({ tenantId }) => tenantId)).size).toBe(1);
    expect(all.every(({ objectId }) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(objectId ?? ''))).toBe(true);
  });

  it('has eight past quarters, with returns late, nil, on behalf, excused and missed', () => {
    expect(past).toHaveLength(8);
    const returns = past.flatMap((round) => snapshot.where(quarterlyReturns, 'quarter', round.quarter).map((of) => ({ of, kept: timelinessOf(of, round, TODAY) })));
    expect(Object.fromEntries(['on-time', 'late', 'missed', 'excused'].map((kept) => [kept, returns.filter((each) => each.kept === kept).length]))).toEqual({ 'on-time': 84, late: 9, missed: 2, excused: 1 });
    expect(returns.filter(({ of }) => of.status === 'accepted')).toHaveLength(93);
    expect(returns.filter(({ of }) => 'onBehalf' in of && of.onBehalf)).toHaveLength(1);
    const allNil = returns.filter(({ of }) => { const sections = snapshot.where(returnAnswers, 'return', of.key); return sections.length > 0 && sections.every(({ nothingToRaise }) => nothingToRaise); });
    expect(allNil.length).toBeGreaterThanOrEqual(5);
  });

  it('has every section answered in words, or said to have nothing to raise by somebody named', () => {
    const answers = snapshot.all(returnAnswers);
    expect(answers.length).toBe(100 * 5 + 5);
    expect(answers.filter(({ nothingToRaise, attestedBy, answers: given }) => (nothingToRaise ? attestedBy === undefined : given.some(({ text }) => text.length < 40)))).toEqual([]);
  });

  it('keeps every figure complete or missing with a reason, and possible', () => {
    const all = snapshot.all(observations);
    const odd = all.filter((row) => {
      const indicator = snapshot.get(indicators, row.indicator);
      if (!indicator) return true;
      if (row.status === 'missing') return row.missingReason === '';
      return completenessOf(gridOf(indicator, row.quarter), row.cells) !== 'complete' || valueOf(indicator, row.quarter, row.cells)?.value !== row.value;
    });
    expect(odd).toEqual([]);
    expect(all.filter(({ status }) => status === 'missing').length).toBeGreaterThan(3);
  });

  it('counts the police’s strategy meetings alike by department and by outcome, and no more domestic abuse referrals than referrals', () => {
    for (const { quarter } of past) {
      for (const area of ['leicester', 'leicestershire', 'rutland']) {
        const [a, b, all, some] = ['Pol1a', 'Pol1b', 'Pol2a', 'Pol2b'].map((code) => snapshot.get(observations, observationKey(quarter, code, area)));
        if (a?.status === 'reported' && b?.status === 'reported') expect([quarter, area, a.value]).toEqual([quarter, area, b.value]);
        if (all?.status === 'reported' && some?.status === 'reported') expect(some.value).toBeLessThanOrEqual(all.value);
      }
    }
  });

  it('shows fewer contacts in the quarter of the summer holidays than in the one after', () => {
    const summed = (quarterNumber: string) => past.filter(({ quarter }) => quarter.endsWith(quarterNumber)).flatMap(({ quarter }) => {
      const row = snapshot.get(observations, observationKey(quarter, 'LA2c', 'leicester'));
      return row?.status === 'reported' ? [row.denominator ?? 0] : [];
    });
    expect(Math.max(...summed('Q2'))).toBeLessThan(Math.min(...summed('Q3')));
  });

  it('identifies no child anywhere', () => {
    const texts = [...snapshot.all(returnAnswers).flatMap(({ answers }) => answers.map(({ text }) => text)), ...snapshot.all(actionUpdates).map(({ note }) => note)];
    expect(texts.filter((text) => findCaseData(text) !== undefined)).toEqual([]);
    expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
  });

  it('has two agencies whose senior officer signed off what was submitted', () => {
    const signed = snapshot.all(quarterlyReturns).flatMap((of) => ('signedOffBy' in of && of.signedOffBy !== undefined ? [of.agency] : []));
    expect([...new Set(signed)].toSorted()).toEqual(['lpt', 'rutland-county-council']);
  });

  it('has drafts only where somebody is writing, and each is the agency’s own', () => {
    expect(snapshot.all(returnDrafts).map(({ return: of, onBehalf }) => [of.slice(8), onBehalf])).toEqual([['charnwood-borough-council', false], ['leicestershire-police', false], ['lpt', false]]);
  });

  it('has an action in every state, some overdue, numbered within the year in which they were added', () => {
    const actions = snapshot.all(loggedActions);
    expect([...new Set(actions.map(({ status }) => status))].toSorted()).toEqual(['complete', 'in-progress', 'not-needed', 'open', 'verified']);
    expect(actions.filter(({ status, dueOn }) => (status === 'open' || status === 'in-progress') && dueOn < TODAY).length).toBeGreaterThanOrEqual(3);
    expect(actions.filter(({ key, addedAt }) => key.slice(0, 4) !== addedAt.slice(0, 4))).toEqual([]);
  });

  it('has a past escalation that was answered and closed, with the letter and whom it reached', () => {
    const closed = snapshot.all(escalations).find(({ status }) => status === 'closed');
    expect(closed?.agency).toBe('charnwood-borough-council');
    const told = snapshot.where(deliveries, 'subject', closed?.key ?? '');
    expect(told.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['escalation-letter', 'escalation-told']));
    expect(closed?.evidence.reminders.length).toBeGreaterThanOrEqual(5);
  });
});

describe('stocking a register', () => {
  it('is one commit, and a register with a partnership in it is left as it is', async () => {
    const register = memoryRegister();
    expect((await stockSample(register, TODAY)).stocked).toBe(true);
    const stocked = register.snapshot();
    expect(await stockSample(register, addDays(TODAY, 90))).toEqual({ stocked: false, rows: 0 });
    expect(register.snapshot()).toBe(stocked);
    expect(new Set((await register.history({ limit: 5_000 })).map(({ what }) => what))).toEqual(new Set(['stocked the sample partnership']));
  });
});
