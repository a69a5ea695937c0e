import { decideAskDeputy, decideException, decideExcuse } from '../../../src/assurance/returns/decide-round-changes.ts';
import { seats } from '../../../src/assurance/partnership/person.ts';
import { explainReturnRefusal } from '../../../src/assurance/returns/return-refusal.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { answer, played, POLICE, type Played } from '../../support/returns.ts';

const excuses = (world: Played, person: string, reason = 'Merged with another agency.') =>
  world.does(person, (snapshot, viewer, moment) => decideExcuse(snapshot, viewer, moment, { returnKey: POLICE, reason }));
const grants = (world: Played, person: string, until: string, reason = 'Systems were down.') =>
  world.does(person, (snapshot, viewer, moment) => decideException(snapshot, viewer, moment, { returnKey: POLICE, until: day(until), reason }));
const asksDeputy = (world: Played, person: string, note?: string) =>
  world.does(person, (snapshot, viewer, moment) => decideAskDeputy(snapshot, viewer, moment, { returnKey: POLICE, note }));

describe('excusing an agency', () => {
  it('closes the return with its reason and keeps the draft', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Kept')]);
    await excuses(world, 'office');
    expect(world.row(POLICE)).toEqual({ key: POLICE, quarter: '2026-Q2', agency: 'police', status: 'excused', excusedOn: '2026-10-05', excusedBy: 'office', excusedReason: 'Merged with another agency.' });
    expect(world.snapshot.get(returnDrafts, POLICE)?.content.answers['learning-1']?.text).toBe('Kept');
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'More', 'Kept')])).toEqual({ ok: false, refusal: { reason: 'excused', excusedOn: '2026-10-05' } });
  });

  it('is for the board office, needs a reason, and comes too late once submitted', async () => {
    expect(await excuses(played(), 'chair')).toMatchObject({ refusal: { reason: 'not-permitted' } });
    expect(await excuses(played(), 'office', '')).toMatchObject({ refusal: { reason: 'words-missing' } });
    expect(await excuses(await played().submitted(POLICE), 'office')).toMatchObject({ refusal: { reason: 'submitted-already' } });
  });

  it('done twice changes nothing', async () => {
    const world = played();
    await excuses(world, 'office');
    const before = world.snapshot;
    expect(await excuses(world.on('2026-10-09'), 'office', 'Again')).toMatchObject({ ok: true });
    expect(world.snapshot).toBe(before);
  });
});

describe('an exception to the lock', () => {
  it.each([
    ['2026-10-05', '2026-11-06', /open until 6 November 2026 without an exception/],
    ['2026-12-01', '2026-11-30', /Choose 1 December 2026 or a day after it/],
    ['2028-02-29', '2029-03-01', /can run until 28 February 2029/],
  ])('on %s cannot run until %s', async (today, until, sentence) => {
    const outcome = await grants(played().on(today), 'office', until);
    if (outcome.ok || outcome.refusal.reason === 'not-found' || outcome.refusal.reason === 'not-permitted') throw new Error('not refused in words');
    expect(explainReturnRefusal(outcome.refusal)).toMatch(sentence);
  });

  it('opens a locked return until its day, with the reason on record', async () => {
    const world = played().on('2026-12-01');
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'x')])).toMatchObject({ refusal: { reason: 'locked' } });
    expect(await grants(world, 'office', '2026-12-04')).toEqual({ ok: true, fact: { message: 'Moor Police can submit or change this return until 4 December 2026.' } });
    expect(await world.on('2026-12-04').writes('police-rep', POLICE, [answer('learning-1', 'x')])).toMatchObject({ ok: true });
    expect(await world.on('2026-12-05').writes('police-rep', POLICE, [answer('learning-1', 'y', 'x')])).toMatchObject({ refusal: { reason: 'locked', lockedOn: '2026-12-04' } });
  });

  it('opens an excused return again, where its draft left off', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Kept')]);
    await excuses(world, 'office');
    await grants(world, 'office', '2026-11-20');
    expect(world.row(POLICE)).toMatchObject({ status: 'draft', lockExtendedTo: '2026-11-20' });
  });

  it('is granted by the board office alone', async () => {
    expect(await grants(played(), 'chair', '2026-12-04')).toMatchObject({ refusal: { reason: 'not-permitted' } });
  });
});

describe('asking the deputy', () => {
  it('is on record with its note, once', async () => {
    const world = played();
    expect(await asksDeputy(world, 'police-rep', 'I am on leave.')).toEqual({ ok: true, fact: { message: 'Police Deputy has been asked to answer this return.' } });
    expect(world.row(POLICE)).toMatchObject({ deputyAskedBy: 'police-rep', deputyAskedNote: 'I am on leave.', deputyAskedAt: world.moment.instant });
    const before = world.snapshot;
    await asksDeputy(world.on('2026-10-06'), 'police-rep', 'I am on leave.');
    expect(world.snapshot).toBe(before);
    await asksDeputy(world, 'police-rep');
    expect(world.row(POLICE)).not.toHaveProperty('deputyAskedNote');
  });

  it('survives the draft and the submission', async () => {
    const world = played();
    await asksDeputy(world, 'police-rep');
    await world.submitted(POLICE);
    expect(world.row(POLICE)).toMatchObject({ deputyAskedBy: 'police-rep' });
  });

  it.each([['police-deputy', undefined, 'not-permitted'], ['hospital-rep', undefined, 'not-permitted'], ['police-rep', 'x'.repeat(501), 'words-too-long'], ['police-rep', 'born on 1 May 2014', 'case-data']])(
    'is refused to %s', async (person, note, reason) => {
      expect(await asksDeputy(played(), person, note)).toMatchObject({ refusal: { reason } });
    });

  it('is refused where there is none', async () => {
    const world = played();
    const seat = world.snapshot.get(seats, 'aag.police');
    const { deputy: _, ...without } = seat ?? { deputy: '' };
    await world.register.commit([{ kind: 'update', definition: seats, row: without as never, version: world.snapshot.versionOf(seats, 'aag.police') ?? '' }], { person: 'office', at: world.moment.instant, what: 'changed a seat' });
    expect(await asksDeputy(world, 'police-rep')).toMatchObject({ refusal: { reason: 'no-deputy' } });
  });
});
