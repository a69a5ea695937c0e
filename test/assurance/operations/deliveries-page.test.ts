import { deliveries } from '../../../src/assurance/notices/delivery.ts';
import { deliveriesPage } from '../../../src/assurance/operations/deliveries-page.ts';
import { DeliveriesPage } from '../../../src/assurance/operations/deliveries-page-model.ts';
import { jobRuns } from '../../../src/assurance/operations/job-run.ts';
import type { Snapshot } from '../../../src/assurance/records/snapshot.ts';
import { snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, aRound, at, PEOPLE, QUARTER, SUBMITTED, viewer } from '../../support/world.ts';

const row = (of: object) => of as { key: string };
const failed: Stocked = [deliveries, row({
  key: 'n1~police-rep', notice: `return-overdue.${QUARTER}.police.1`, kind: 'return-overdue', recipient: 'police-rep', subject: `${QUARTER}.police`, dueOn: '2026-10-19',
  attempts: [{ channel: 'bot', at: '2026-10-19T09:00:00.000Z', outcome: 'failed', problem: 'Blocked' }, { channel: 'e-mail', at: '2026-10-19T09:00:01.000Z', outcome: 'failed', problem: 'Mailbox unknown' }],
  status: 'failed', failedAt: '2026-10-19T09:00:01.000Z', problem: 'Mailbox unknown',
})];
const job = (of: object): Stocked => [jobRuns, row({ key: 'deliver-notices', title: 'Deliver notices', startedAt: '2026-10-20T08:00:00.000Z', finishedAt: '2026-10-20T08:00:01.000Z', failuresInARow: 0, ...of })];

function page(snapshot: Snapshot, on = '2026-10-20', person = 'office'): DeliveriesPage {
  const seen = deliveriesPage(snapshot, viewer(snapshot, person), at(on));
  if (!seen.ok) throw new Error(seen.refusal.message);
  expect(DeliveriesPage.parse(seen.fact)).toEqual(seen.fact);
  return seen.fact;
}

describe('deliveries and problems', () => {
  it('are the board office’s alone', () => {
    const snapshot = snapshotOf([...aPartnership(), ...aRound(), failed]);
    expect(PEOPLE.filter((person) => deliveriesPage(snapshot, viewer(snapshot, person), at('2026-10-20')).ok)).toEqual(['office']);
  });

  it('show what could not be delivered, to whom, why and what was tried', () => {
    const { heading, failed: rows } = page(snapshotOf([...aPartnership(), ...aRound(), failed]));
    expect(heading).toBe('1 notice could not be delivered');
    expect(rows).toMatchObject([{
      recipientName: 'Police Rep', what: 'The Quarter 2 return for Moor Police was due on Friday 16 October and is overdue by 2 working days.', words: 'Could not be delivered: Mailbox unknown', canRetry: true,
      attempts: [{ channel: 'Teams message', words: 'Failed: Blocked' }, { channel: 'e-mail', words: 'Failed: Mailbox unknown' }],
    }]);
  });

  it('no longer count a failure whose reason has gone, but keep it in sight', () => {
    const seen = page(snapshotOf([...aPartnership(), ...aRound({ police: SUBMITTED }), failed]));
    expect(seen).toMatchObject({ heading: 'Everything was delivered and nothing is broken', failed: [], recent: [{ key: 'n1~police-rep', canRetry: false }] });
  });

  it('show a job that failed, and one that has not been heard of for long', () => {
    const ratings = (of: object) => page(snapshotOf([...aPartnership(), job(of)])).jobs.map(({ rating }) => rating);
    expect(ratings({})).toEqual(['on-track']);
    expect(ratings({ lastError: 'The register could not be reached.', failuresInARow: 2 })).toEqual(['off-track']);
    expect(ratings({ startedAt: '2026-10-19T08:00:00.000Z' })).toEqual(['not-known']);
  });

  it('name the rows that somebody broke by hand, with the link to mend them', () => {
    const snapshot = snapshotOf(aPartnership());
    const broken: Snapshot = {
      get: (definition, key) => snapshot.get(definition, key), all: (definition) => snapshot.all(definition), where: (definition, field, value) => snapshot.where(definition, field, value),
      versionOf: (definition, key) => snapshot.versionOf(definition, key),
      problems: () => [{ list: 'Actions', rowId: '17', key: undefined, faults: [{ field: 'dueOn', label: 'Due', message: 'Enter a real date' }], link: 'https://example.org/17' }],
    };
    expect(page(broken)).toMatchObject({ heading: '1 row cannot be read', problems: [{ list: 'Actions', row: '17', faults: ['Enter a real date'], link: 'https://example.org/17' }] });
  });

  it('say since when the records cannot be read, and what to do, while pages go on from what was known', () => {
    const snapshot = snapshotOf(aPartnership());
    const seen = deliveriesPage(snapshot, viewer(snapshot, 'office'), at('2026-10-20'), { fault: 'The client secret has expired.', asOf: { today: at('2026-10-20').today, time: '09:58' } });
    expect(seen.ok && seen.fact.notes).toEqual(['The records cannot be read or written at the moment. The client secret has expired. Pages show what was known on 20 October 2026 at 09:58; nothing that was saved is lost.']);
  });

  it('say in good time that the list of bank holidays ends', () => {
    const snapshot = snapshotOf(aPartnership());
    expect(page(snapshot, '2027-12-30').notes).toEqual([]);
    expect(page(snapshot, '2027-12-31').notes).toEqual([expect.stringContaining('The list of bank holidays ends on 31 December 2028')]);
  });
});
