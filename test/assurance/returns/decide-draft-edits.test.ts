import fc from 'fast-check';
import { decideCopyForward } from '../../../src/assurance/returns/decide-draft-edits.ts';
import { returnAnswers } from '../../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import type { DraftEdit } from '../../../src/assurance/returns/return-form-model.ts';
import { explainReturnRefusal } from '../../../src/assurance/returns/return-refusal.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { quarterlyReturns, returnRounds } from '../../../src/assurance/returns/quarterly-return.ts';
import { SUBMITTED } from '../../support/world.ts';
import type { Stocked } from '../../support/memory-register.ts';
import { answer, cell, HOSPITAL, nil, played, POLICE, type Played } from '../../support/returns.ts';

function textIn(world: Played, question: string, key = POLICE): string | undefined {
  return world.snapshot.get(returnDrafts, key)?.content.answers[question]?.text;
}

describe('a draft', () => {
  it('begins with the first edit and says who wrote what and when', async () => {
    const world = played();
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'First'), nil('risks'), cell('P1.northmoor', 'joint.2026-07', 4)])).toEqual({ ok: true, fact: { savedAt: world.moment.instant, saved: 3, conflicts: [] } });
    expect(world.row(POLICE)).toMatchObject({ status: 'draft', startedBy: 'police-rep' });
    expect(world.snapshot.get(returnDrafts, POLICE)?.content.answers['learning-1']).toEqual({ text: 'First', by: 'police-rep', at: world.moment.instant });
  });

  it('writes one row a save once it has begun', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'a')]);
    await world.writes('police-rep', POLICE, [answer('learning-1', 'ab', 'a')]);
    expect((await world.register.history({})).filter(({ at }) => at === world.moment.instant)).toHaveLength(3);
  });

  it('is not touched by a save that is sent again', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'a')]);
    const before = world.snapshot;
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'a')])).toMatchObject({ ok: true, fact: { saved: 1, conflicts: [] } });
    expect(world.snapshot).toBe(before);
  });

  it('takes the last of several edits of one place that are saved together, whatever each saw', async () => {
    const world = played();
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'a'), answer('learning-1', 'ab', 'a'), answer('learning-1', 'abc')])).toMatchObject({ ok: true, fact: { saved: 3, conflicts: [] } });
    expect(textIn(world, 'learning-1')).toBe('abc');
  });

  it('does not begin with nothing', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, []);
    expect(world.row(POLICE).status).toBe('open');
  });

  it('keeps markup and formulas as they were written', async () => {
    const world = played();
    const text = '<script>alert(1)</script> **bold** =HYPERLINK("x") [a](http://b)';
    await world.writes('police-rep', POLICE, [answer('learning-1', text)]);
    expect(textIn(world, 'learning-1')).toBe(text);
  });

  it('lets a cell, a reason and a note be cleared again', async () => {
    const world = played();
    const reason = (text: string, was = ''): DraftEdit => ({ kind: 'missing-reason', figure: 'P1.northmoor', text, was });
    const note = (text: string, was = ''): DraftEdit => ({ kind: 'note', figure: 'P1.northmoor', text, was });
    await world.writes('police-rep', POLICE, [cell('P1.northmoor', 'joint.2026-07', 4), reason('Late'), note('See')]);
    await world.writes('police-rep', POLICE, [cell('P1.northmoor', 'joint.2026-07', null, 4), reason('', 'Late'), note('', 'See')]);
    expect(world.snapshot.get(returnDrafts, POLICE)?.content.figures['P1.northmoor']).toEqual({ cells: {}, by: 'police-rep', at: world.moment.instant });
  });
});

describe('two people of one agency writing at once', () => {
  it('both keep what they wrote in different places', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Rep')]);
    await world.writes('police-deputy', POLICE, [answer('risks-1', 'Deputy'), cell('P1.northmoor', 'joint.2026-07', 1)]);
    await world.writes('police-rep', POLICE, [cell('P1.northmoor', 'joint.2026-08', 2)]);
    expect([textIn(world, 'learning-1'), textIn(world, 'risks-1')]).toEqual(['Rep', 'Deputy']);
    expect(world.snapshot.get(returnDrafts, POLICE)?.content.figures['P1.northmoor']?.cells).toEqual({ 'joint.2026-07': 1, 'joint.2026-08': 2 });
  });

  it('are told, in words, where the other changed the same place, and the rest is saved', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Rep', '')]);
    world.on('2026-10-06');
    const mine = answer('learning-1', 'Deputy', '');
    expect(await world.writes('police-deputy', POLICE, [mine, answer('voice-1', 'Voice')])).toMatchObject({
      ok: true, fact: { saved: 1, conflicts: [{ edit: mine, theirs: 'Rep', byName: 'Police Rep', at: '2026-10-05T10:00:00.000Z', place: 'Your answer to “What is there to say about learning?”' }] },
    });
    expect([textIn(world, 'learning-1'), textIn(world, 'voice-1')]).toEqual(['Rep', 'Voice']);
  });

  it('meet in cells, ticks and notes as well', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [cell('P1.eastvale', 'single.2026-09', 7), nil('risks'), { kind: 'note', figure: 'P1.eastvale', text: 'Mine', was: '' }]);
    const outcome = await world.writes('police-deputy', POLICE, [cell('P1.eastvale', 'single.2026-09', 8), nil('risks'), { kind: 'note', figure: 'P1.eastvale', text: 'Theirs', was: '' }]);
    expect(outcome.ok && outcome.fact.conflicts.map(({ place, theirs }) => [place, theirs])).toEqual([['P1 for Eastvale, Single agency, September 2026', 7], ['P1 for Eastvale, the note', 'Mine']]);
  });

  it('lose no text, whatever they write in whatever order', async () => {
    const places = ['learning-1', 'risks-1', 'voice-1'] as const;
    const edits = fc.array(fc.record({ person: fc.constantFrom('police-rep', 'police-deputy'), question: fc.constantFrom(...places), text: fc.stringMatching(/^[a-z]{0,3}$/), reads: fc.boolean() }), { maxLength: 25 });
    await fc.assert(fc.asyncProperty(edits, async (steps) => {
      const world = played();
      const seen: Record<string, Record<string, string>> = { 'police-rep': {}, 'police-deputy': {} };
      for (const { person, question, text, reads } of steps) {
        const own = seen[person] ?? {};
        if (reads) own[question] = textIn(world, question) ?? '';
        const before = textIn(world, question) ?? '';
        const edit = answer(question, text, own[question] ?? '');
        const outcome = await world.writes(person, POLICE, [edit]);
        if (!outcome.ok) throw new Error(outcome.refusal.reason);
        const [conflict] = outcome.fact.conflicts;
        const now = textIn(world, question) ?? '';
        if (conflict) {
          expect(conflict).toMatchObject({ edit, theirs: before });
          expect(now).toBe(before);
        } else {
          expect(now).toBe(text);
          expect(before === '' || before === text || before === (own[question] ?? '')).toBe(true);
          own[question] = text;
        }
      }
    }), { numRuns: 60, seed: 2026 });
  });
});

describe('an edit that cannot be made', () => {
  it.each<[string, DraftEdit, RegExp]>([
    ['an unknown question', answer('constructor', 'x'), /This question is not part of the return for Quarter 2/],
    ['an unknown section', nil('__proto__'), /This section is not part/],
    ['another agency’s figure', cell('C1.northmoor', 'all.numerator', 1), /This figure is not part/],
    ['an unknown cell', cell('P1.northmoor', 'joint.2026-06', 1), /This cell is not part/],
    ['a note on an unknown figure', { kind: 'note', figure: 'P1.nowhere', text: 'x', was: '' }, /This figure is not part/],
    ['a text of 100 kB', answer('learning-1', 'x'.repeat(100_000)), /Use 4,000 characters or fewer, or attach a report/],
    ['a reason that is too long', { kind: 'missing-reason', figure: 'P1.northmoor', text: 'x'.repeat(501), was: '' }, /Use 500 characters/],
    ['not a number', cell('P1.northmoor', 'joint.2026-07', Number.NaN), /enter a number/],
    ['an endless number', cell('P1.northmoor', 'joint.2026-07', Number.POSITIVE_INFINITY), /enter a number/],
    ['an absurd number', cell('P1.northmoor', 'joint.2026-07', 1e300), /enter a number/],
    ['an NHS number', answer('learning-1', 'see 943 476 5919'), /Your answer to .* seems to hold an NHS number/],
    ['a date of birth in a note', { kind: 'note', figure: 'P1.northmoor', text: 'DOB 1/2/2015', was: '' }, /the note seems to hold a date of birth/],
  ])('%s: refuses the whole save and loses nothing', async (_, edit, sentence) => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Kept')]);
    const before = world.snapshot;
    const outcome = await world.writes('police-rep', POLICE, [answer('voice-1', 'Fine'), edit]);
    if (outcome.ok) throw new Error('accepted');
    if (outcome.refusal.reason === 'not-found' || outcome.refusal.reason === 'not-permitted') throw new Error(outcome.refusal.reason);
    expect(explainReturnRefusal(outcome.refusal)).toMatch(sentence);
    expect(world.snapshot).toBe(before);
  });
});

describe('who may write', () => {
  it.each(['hospital-rep', 'police-chief', 'chair', 'office', 'scrutineer', 'stranger'])('not %s', async (person) => {
    expect(await played().writes(person, POLICE, [answer('learning-1', 'x')])).toEqual({ ok: false, refusal: { reason: 'not-permitted', capability: 'write draft' } });
  });

  it('the board office writes beside the agency, and neither changes the other’s text', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Ours')]);
    await world.writes('office', POLICE, [answer('learning-1', 'On behalf')], true);
    expect([textIn(world, 'learning-1'), textIn(world, 'learning-1', `${POLICE}.on-behalf`)]).toEqual(['Ours', 'On behalf']);
  });

  it('only the board office writes on behalf, and its writing does not look like the agency’s', async () => {
    const world = played();
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'x')], true)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted', capability: 'answer on behalf' } });
    await world.writes('office', POLICE, [answer('learning-1', 'x')], true);
    expect(world.row(POLICE).status).toBe('open');
  });

  it('an unknown return is not found', async () => {
    expect(await played().writes('police-rep', '2026-Q2.nobody', [])).toEqual({ ok: false, refusal: { reason: 'not-found' } });
  });
});

describe('copying last quarter’s answers forward', () => {
  const lastQuarter: Stocked[] = [
    [returnRounds, { key: '2026-Q1', quarter: '2026-Q1', group: 'aag', opensOn: '2026-07-01', dueOn: '2026-07-16', locksOn: '2026-08-06' } as { key: string }],
    [quarterlyReturns, { key: '2026-Q1.police', quarter: '2026-Q1', agency: 'police', ...SUBMITTED, firstSubmittedOn: day('2026-07-10') } as { key: string }],
    ...['learning', 'risks', 'voice'].map((section): Stocked => [returnAnswers, {
      key: `2026-Q1.police.v1.${section}`, return: '2026-Q1.police', version: 1, section, sectionTitle: section, nothingToRaise: section === 'voice',
      answers: [{ question: `${section}-1`, wording: '?', text: section === 'voice' ? '' : `Last ${section}` }],
    } as { key: string }]),
  ];
  const copies = (world: Played, question?: string) => world.does('police-rep', (snapshot, viewer, moment) =>
    decideCopyForward(snapshot, viewer, moment, { returnKey: POLICE, onBehalf: false, ...(question === undefined ? {} : { question }) }));

  it('fills the empty answers and never replaces one', async () => {
    const world = played({}, lastQuarter);
    await world.writes('police-rep', POLICE, [answer('learning-1', 'New')]);
    expect(await copies(world)).toMatchObject({ ok: true, fact: { saved: 1 } });
    expect(['learning-1', 'risks-1', 'voice-1'].map((question) => textIn(world, question))).toEqual(['New', 'Last risks', undefined]);
    expect(await copies(world)).toMatchObject({ ok: true, fact: { saved: 0 } });
  });

  it('copies one question alone', async () => {
    const world = played({}, lastQuarter);
    await copies(world, 'risks-1');
    expect([textIn(world, 'learning-1'), textIn(world, 'risks-1')]).toEqual([undefined, 'Last risks']);
  });

  it('leaves a section alone that has nothing to raise', async () => {
    const world = played({}, lastQuarter);
    await world.writes('police-rep', POLICE, [nil('risks')]);
    await copies(world);
    expect(textIn(world, 'risks-1')).toBeUndefined();
  });

  it('is refused for an unknown question and where there was no return', async () => {
    expect(await copies(played({}, lastQuarter), 'nonsense')).toMatchObject({ ok: false, refusal: { reason: 'unknown-part' } });
    expect(await copies(played())).toEqual({ ok: false, refusal: { reason: 'nothing-to-copy' } });
  });
});

describe('a return that waits for sign-off', () => {
  it('is not changed meanwhile', async () => {
    const world = played({ hospital: { status: 'awaiting-sign-off', startedAt: '2026-10-02T09:00:00.000Z', startedBy: 'hospital-rep', requestedAt: '2026-10-03T09:00:00.000Z', requestedBy: 'hospital-rep', signer: 'hospital-chief' } as never });
    expect(await world.writes('hospital-rep', HOSPITAL, [answer('learning-1', 'x')])).toEqual({ ok: false, refusal: { reason: 'waits-for-sign-off', signerName: 'Hospital Chief' } });
  });
});
