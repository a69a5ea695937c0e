import { decideAnswerQuery } from '../../../src/assurance/returns/decide-queries.ts';
import { returnQueries } from '../../../src/assurance/returns/quarterly-return.ts';
import { HOSPITAL, played, POLICE, type Played } from '../../support/returns.ts';

const replies = (world: Played, person: string, reply: string, queryKey = `${POLICE}.q1`) =>
  world.does(person, (snapshot, viewer, moment) => decideAnswerQuery(snapshot, viewer, moment, { queryKey, reply }));

describe('a query about a return', () => {
  it('is raised by a chair or the board office on a submitted return', async () => {
    const world = await played().submitted(POLICE);
    expect(await world.queries('chair', POLICE, '  Which meetings?\r\n', 'learning')).toEqual({ ok: true, fact: { message: 'Moor Police will be told about the query.', query: `${POLICE}.q1` } });
    expect(world.row(POLICE).status).toBe('queried');
    expect(world.snapshot.get(returnQueries, `${POLICE}.q1`)).toMatchObject({ query: 'Which meetings?', section: 'learning', askedBy: 'chair', status: 'open' });
    expect(await world.queries('office', POLICE, 'And when?')).toMatchObject({ fact: { query: `${POLICE}.q2` } });
  });

  it('is raised once however often the button is pressed', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Which meetings?');
    const before = world.snapshot;
    expect(await world.queries('chair', POLICE, 'Which meetings?')).toMatchObject({ ok: true, fact: { query: `${POLICE}.q1` } });
    expect(world.snapshot).toBe(before);
  });

  it.each([
    ['police-rep', 'Why?', undefined, 'not-permitted'], ['scrutineer', 'Why?', undefined, 'not-permitted'], ['chair', ' \n', undefined, 'words-missing'],
    ['chair', 'x'.repeat(100_000), undefined, 'words-too-long'], ['chair', 'Is it 943 476 5919?', undefined, 'case-data'], ['chair', 'Why?', 'nonsense', 'unknown-section'],
  ])('is refused to %s asking %.20j about %s: %s', async (person, query, section, reason) => {
    expect(await (await played().submitted(POLICE)).queries(person, POLICE, query, section)).toMatchObject({ ok: false, refusal: { reason } });
  });

  it('is not raised on what was not submitted, or was accepted', async () => {
    const world = await played().submitted(POLICE);
    expect(await world.queries('chair', HOSPITAL, 'Why?')).toMatchObject({ ok: false, refusal: { reason: 'not-submitted', status: 'open' } });
    await world.accepts('chair', POLICE);
    expect(await world.queries('chair', POLICE, 'Why?')).toMatchObject({ ok: false, refusal: { reason: 'accepted-already' } });
  });

  it('waits for its reader again once every query has a reply', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'One?');
    await world.queries('chair', POLICE, 'Two?');
    expect(await replies(world, 'police-deputy', 'One.')).toMatchObject({ ok: true });
    expect(world.row(POLICE).status).toBe('queried');
    expect(await world.accepts('chair', POLICE)).toEqual({ ok: false, refusal: { reason: 'query-open', query: 'Two?', askedByName: 'Chair' } });
    await replies(world, 'office', 'Two, by telephone.', `${POLICE}.q2`);
    expect(world.row(POLICE).status).toBe('submitted');
    expect(await world.accepts('office', POLICE)).toMatchObject({ ok: true });
  });

  it('takes one reply: the same again changes nothing, another is refused', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'One?');
    await replies(world, 'police-rep', 'One.');
    const before = world.snapshot;
    expect(await replies(world, 'police-rep', 'One.')).toMatchObject({ ok: true });
    expect(world.snapshot).toBe(before);
    expect(await replies(world, 'police-deputy', 'Other.')).toEqual({ ok: false, refusal: { reason: 'answered-already', byName: 'Police Rep' } });
  });

  it.each([['hospital-rep', 'x', 'not-permitted'], ['chair', 'x', 'not-permitted'], ['police-rep', '', 'words-missing'], ['police-rep', 'x'.repeat(4_001), 'words-too-long'], ['police-rep', 'DOB: 1.2.2015', 'case-data']])(
    'refuses the reply of %s', async (person, reply, reason) => {
      const world = await played().submitted(POLICE);
      await world.queries('chair', POLICE, 'One?');
      expect(await replies(world, person, reply)).toMatchObject({ ok: false, refusal: { reason } });
    });

  it('does not exist under an unknown key', async () => {
    expect(await replies(played(), 'police-rep', 'x', 'q9')).toEqual({ ok: false, refusal: { reason: 'not-found' } });
  });
});

describe('accepting a return', () => {
  it('is done once, by a chair or the board office', async () => {
    const world = await played().submitted(POLICE);
    expect(await world.accepts('police-rep', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(await world.accepts('chair', POLICE)).toEqual({ ok: true, fact: { message: 'The return of Moor Police has been accepted.' } });
    const before = world.snapshot;
    expect(await world.accepts('office', POLICE)).toMatchObject({ ok: true });
    expect(world.snapshot).toBe(before);
    expect(world.row(POLICE)).toMatchObject({ acceptedBy: 'chair' });
  });
});
