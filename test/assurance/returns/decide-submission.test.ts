import { observations } from '../../../src/assurance/indicators/observation.ts';
import { decideStartCorrection } from '../../../src/assurance/returns/decide-correction.ts';
import { decideAnswerQuery } from '../../../src/assurance/returns/decide-queries.ts';
import { decideAskSignOff, decideDeclineSignOff } from '../../../src/assurance/returns/decide-sign-off.ts';
import { returnAnswers, returnQueries } from '../../../src/assurance/returns/quarterly-return.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { explainReturnRefusal } from '../../../src/assurance/returns/return-refusal.ts';
import { returnQuestions } from '../../../src/assurance/returns/return-questions.ts';
import { decideSubmission } from '../../../src/assurance/returns/decide-submission.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { instant } from '../../../src/assurance/time/instant.ts';
import type { MemorySnapshot } from '../../../src/register/memory-snapshot.ts';
import { answer, cell, everythingFor, HOSPITAL, nil, NORTHMOOR, played, POLICE, strategyMeetings, type Played } from '../../support/returns.ts';

const corrects = (world: Played, person: string, returnKey: string, onBehalf = false) =>
  world.does(person, (snapshot, viewer, moment) => decideStartCorrection(snapshot, viewer, moment, { returnKey, onBehalf }));
const asksSignOff = (world: Played, person: string, returnKey = HOSPITAL) =>
  world.does(person, (snapshot, viewer, moment) => decideAskSignOff(snapshot, viewer, moment, { returnKey }));
const sendsBack = (world: Played, person: string, reason = 'Say more about supervision.', returnKey = HOSPITAL) =>
  world.does(person, (snapshot, viewer, moment) => decideDeclineSignOff(snapshot, viewer, moment, { returnKey, reason }));

describe('submitting a return', () => {
  it('gives a receipt and keeps every answer with its question as worded', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    expect(await world.submits('police-rep', POLICE)).toEqual({ ok: true, fact: {
      returnKey: POLICE, receipt: '2026-Q2-POLICE-1', submittedAt: world.moment.instant, version: 1, late: false,
      words: 'The return of Moor Police for quarter 2 of 2026 to 2027 was submitted on 5 October 2026. Receipt 2026-Q2-POLICE-1.',
    } });
    expect(world.row(POLICE)).toMatchObject({ status: 'submitted', version: 1, firstSubmittedOn: '2026-10-05', submittedBy: 'police-rep', onBehalf: false, figuresOwed: 2, figuresGiven: 2 });
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.learning`)).toMatchObject({ nothingToRaise: false, sectionTitle: 'Learning', answers: [{ question: 'learning-1', wording: 'What is there to say about learning?', text: 'We learned to listen.' }] });
    expect(world.snapshot.get(observations, '2026-Q2.P1.eastvale')).toMatchObject({ status: 'reported', value: 60, version: 1, return: POLICE, restatements: [] });
    expect(world.snapshot.get(returnDrafts, POLICE)).toBeUndefined();
  });

  it('keeps the wording when the question is reworded afterwards', async () => {
    const world = await played().submitted(POLICE);
    const question = world.snapshot.get(returnQuestions, 'learning-1');
    await world.register.commit([{ kind: 'update', definition: returnQuestions, row: { ...question, wording: 'Reworded?' } as never, version: world.snapshot.versionOf(returnQuestions, 'learning-1') ?? '' }], { person: 'office', at: world.moment.instant, what: 'reworded' });
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.learning`)?.answers[0]?.wording).toBe('What is there to say about learning?');
  });

  it('says who attests that there is nothing to raise: the one who ticked it', async () => {
    const world = played();
    await world.writes('police-deputy', POLICE, [nil('risks')]);
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    await world.submits('police-rep', POLICE);
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.risks`)?.attestedBy).toBe('police-deputy');
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.voice`)?.attestedBy).toBe('police-rep');
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.learning`)?.attestedBy).toBeUndefined();
  });

  it('is refused while anything is missing, and lists all of it at once', async () => {
    const world = played();
    await world.writes('northmoor-council-rep', NORTHMOOR, [nil('risks'), answer('risks-1', 'But there is'), cell('C1.northmoor', 'all.numerator', 9), cell('C1.northmoor', 'all.denominator', 4)]);
    const outcome = await world.submits('northmoor-council-rep', NORTHMOOR);
    if (outcome.ok || outcome.refusal.reason !== 'incomplete') throw new Error('not refused as incomplete');
    expect(outcome.refusal.missing).toEqual([
      { part: 'learning', text: 'Learning: answer “What is there to say about learning?” or tick “nothing to raise”.' },
      { part: 'risks', text: 'Risks: there is an answer, and “nothing to raise” is ticked as well. Keep one of the two.' },
      { part: 'voice', text: 'Voice: answer “What is there to say about voice?” or tick “nothing to raise”.' },
      { part: 'C1.northmoor', text: 'C1 for Northmoor: Re-referrals (9) is larger than Referrals (4).' },
      { part: 'C2.northmoor', text: 'C2 for Northmoor: enter the figure, or say why there is none.' },
    ]);
    expect(explainReturnRefusal(outcome.refusal)).toMatch(/^5 things are missing/);
    expect(world.row(NORTHMOOR).status).toBe('draft');
  });

  it('names a section of several questions once while none is answered, then each question that is left', async () => {
    const world = played({}, [[returnQuestions, { key: 'voice-2', section: 'voice', wording: 'And what changed?', help: '', keyQuestions: [], order: 2, fromQuarter: '2024-Q1' } as { key: string }]]);
    const voice = async () => {
      const outcome = await world.submits('police-rep', POLICE);
      return outcome.ok || outcome.refusal.reason !== 'incomplete' ? [] : outcome.refusal.missing.filter(({ part }) => part === 'voice').map(({ text }) => text);
    };
    expect(await voice()).toEqual(['Voice: answer its 2 questions or tick “nothing to raise”.']);
    await world.writes('police-rep', POLICE, [answer('voice-1', 'Much.')]);
    expect(await voice()).toEqual(['Voice: answer “And what changed?”.']);
  });

  it('takes a figure that is not there with its reason, and what is known of it', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [...everythingFor(POLICE), cell('P1.eastvale', 'joint.2026-09', null, 10)]);
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ refusal: { missing: [{ part: 'P1.eastvale', text: 'P1 for Eastvale: fill in the rest of the figure, or say why a part is missing.' }] } });
    await world.writes('police-rep', POLICE, [{ kind: 'missing-reason', figure: 'P1.eastvale', text: 'The system changed in September.', was: '' }]);
    await world.submits('police-rep', POLICE);
    expect(world.snapshot.get(observations, '2026-Q2.P1.eastvale')).toMatchObject({ status: 'missing', missingReason: 'The system changed in September.', cells: { 'joint.2026-08': 10 } });
    expect(world.row(POLICE)).toMatchObject({ figuresOwed: 2, figuresGiven: 1 });
  });

  it('does not take a figure together with a reason for having none', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [...everythingFor(POLICE), { kind: 'missing-reason', figure: 'P1.eastvale', text: 'None.', was: '' }]);
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ refusal: { missing: [{ part: 'P1.eastvale' }] } });
  });

  it('answers the same receipt when the button is pressed again, also by the deputy', async () => {
    const world = await played().submitted(POLICE);
    const before = world.snapshot;
    world.on('2026-10-30');
    for (const person of ['police-rep', 'police-deputy']) {
      expect(await world.submits(person, POLICE)).toMatchObject({ ok: true, fact: { receipt: '2026-Q2-POLICE-1', submittedAt: '2026-10-05T10:00:00.000Z', version: 1 } });
    }
    expect(world.snapshot).toBe(before);
  });

  it.each([['2026-10-16', false], ['2026-10-17', true], ['2026-11-06', true]])('on %s is late: %s', async (today, late) => {
    const world = played().on(today);
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ ok: true, fact: { late } });
  });

  it.each([
    ['2026-10-16T22:59:00.000Z', '2026-10-16', false],
    ['2026-10-16T23:00:00.000Z', '2026-10-17', true],
    ['2026-10-25T00:30:00.000Z', '2026-10-25', true],
  ])('counts the day in London: %s is %s, late: %s', async (utc, today, late) => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    world.moment = { instant: instant(utc), today: day(today), time: '00:00' };
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ ok: true, fact: { late, submittedAt: utc } });
    expect(world.row(POLICE)).toMatchObject({ firstSubmittedOn: today });
  });

  it('is refused in words while a row it would write is broken', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    const broken = (world.snapshot as MemorySnapshot).with([], { found: [{ list: observations.title, rowId: '7', key: '2026-Q2.P1.eastvale', faults: [] }], mended: [] });
    expect(decideSubmission(broken, world.who('police-rep'), world.moment, { returnKey: POLICE, onBehalf: false })).toEqual({ ok: false, refusal: { reason: 'row-unreadable', list: 'Observations' } });
  });

  it('is refused after the lock, unless the board office granted an exception', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE));
    expect(await world.on('2026-11-07').submits('police-rep', POLICE)).toEqual({ ok: false, refusal: { reason: 'locked', lockedOn: '2026-11-06', onBehalf: false } });
    const granted = played({ police: { lockExtendedTo: '2026-11-20' } as never });
    await granted.writes('police-rep', POLICE, everythingFor(POLICE));
    expect(await granted.on('2026-11-20').submits('police-rep', POLICE)).toMatchObject({ ok: true, fact: { late: true } });
    expect(await played({ police: { lockExtendedTo: '2026-11-20' } as never }).on('2026-11-21').submits('police-rep', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'locked', lockedOn: '2026-11-20' } });
  });

  it.each(['hospital-rep', 'police-chief', 'chair', 'office', 'scrutineer', 'stranger'])('is not for %s', async (person) => {
    expect(await played().submits(person, POLICE)).toEqual({ ok: false, refusal: { reason: 'not-permitted', capability: 'submit return' } });
  });
});

describe('the board office answering on behalf', () => {
  it('submits from its own draft, on record as on behalf, and the agency’s draft stays', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Private')]);
    await world.writes('office', POLICE, everythingFor(POLICE), true);
    expect(await world.submits('office', POLICE, { onBehalf: true })).toMatchObject({ ok: true, fact: { receipt: '2026-Q2-POLICE-1' } });
    expect(world.row(POLICE)).toMatchObject({ onBehalf: true, submittedBy: 'office' });
    expect(world.snapshot.get(returnDrafts, POLICE)?.content.answers['learning-1']?.text).toBe('Private');
    expect(await world.submits('police-rep', POLICE)).toEqual({ ok: false, refusal: { reason: 'overtaken', byName: 'The board office', receipt: '2026-Q2-POLICE-1' } });
  });

  it('lets the agency go on from its own text in a correction', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Private')]);
    await world.writes('office', POLICE, everythingFor(POLICE), true);
    await world.submits('office', POLICE, { onBehalf: true });
    await corrects(world, 'police-rep', POLICE);
    const content = world.snapshot.get(returnDrafts, POLICE)?.content;
    expect(content?.answers['learning-1']?.text).toBe('Private');
    expect(content?.nils['risks']?.nothingToRaise).toBe(true);
    expect(await world.submits('police-rep', POLICE, { correctionReason: 'In our own words.' })).toMatchObject({ ok: true, fact: { version: 2 } });
    expect(world.row(POLICE)).toMatchObject({ onBehalf: false, status: 'resubmitted' });
  });

  it('needs no sign-off by the executive', async () => {
    const world = played();
    await world.writes('office', HOSPITAL, everythingFor(HOSPITAL), true);
    expect(await world.submits('office', HOSPITAL, { onBehalf: true })).toMatchObject({ ok: true });
  });

  it('is told when the agency has submitted meanwhile', async () => {
    const world = played();
    await world.writes('office', POLICE, [answer('learning-1', 'x')], true);
    await world.submitted(POLICE);
    expect(await world.submits('office', POLICE, { onBehalf: true })).toMatchObject({ ok: false, refusal: { reason: 'overtaken', byName: 'Moor Police' } });
  });
});

describe('sign-off by the executive', () => {
  it('runs from the representative to the senior officer, who submits', async () => {
    const world = played();
    await world.writes('hospital-rep', HOSPITAL, everythingFor(HOSPITAL));
    expect(await world.submits('hospital-rep', HOSPITAL)).toEqual({ ok: false, refusal: { reason: 'needs-sign-off', signerName: 'Hospital Chief' } });
    expect(await world.submits('hospital-chief', HOSPITAL)).toEqual({ ok: false, refusal: { reason: 'sign-off-not-asked' } });
    expect(await asksSignOff(world, 'hospital-rep')).toMatchObject({ ok: true });
    expect(world.row(HOSPITAL)).toMatchObject({ status: 'awaiting-sign-off', signer: 'hospital-chief', requestedBy: 'hospital-rep' });
    expect(await asksSignOff(world, 'hospital-deputy')).toMatchObject({ ok: true });
    expect(await world.submits('hospital-rep', HOSPITAL)).toMatchObject({ ok: false, refusal: { reason: 'waits-for-sign-off' } });
    expect(await world.submits('hospital-chief', HOSPITAL)).toMatchObject({ ok: true, fact: { receipt: '2026-Q2-HOSPITAL-1' } });
    expect(world.row(HOSPITAL)).toMatchObject({ signedOffBy: 'hospital-chief' });
    expect(await world.submits('hospital-rep', HOSPITAL)).toMatchObject({ ok: true, fact: { receipt: '2026-Q2-HOSPITAL-1' } });
  });

  it('is sent back with a reason that only the agency reads', async () => {
    const world = played();
    await world.writes('hospital-rep', HOSPITAL, everythingFor(HOSPITAL));
    await asksSignOff(world, 'hospital-rep');
    expect(await sendsBack(world, 'hospital-chief', ' ')).toEqual({ ok: false, refusal: { reason: 'words-missing', what: 'a reason' } });
    expect(await sendsBack(world, 'hospital-chief')).toMatchObject({ ok: true });
    expect(await sendsBack(world, 'hospital-chief')).toMatchObject({ ok: true });
    expect(world.row(HOSPITAL).status).toBe('draft');
    expect(world.snapshot.get(returnDrafts, HOSPITAL)).toMatchObject({ sentBackBy: 'hospital-chief', sentBackReason: 'Say more about supervision.' });
    expect(JSON.stringify(await world.register.history({}))).not.toContain('supervision');
    expect(await world.writes('hospital-rep', HOSPITAL, [answer('risks-1', 'More')])).toMatchObject({ ok: true });
  });

  it('is taken back by the representative, and by nobody from elsewhere', async () => {
    const world = played();
    await world.writes('hospital-rep', HOSPITAL, everythingFor(HOSPITAL));
    await asksSignOff(world, 'hospital-rep');
    expect(await sendsBack(world, 'office')).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(await sendsBack(world, 'hospital-rep', 'A figure is wrong.')).toMatchObject({ ok: true });
    expect(await sendsBack(world, 'hospital-deputy', 'Too late.')).toEqual({ ok: false, refusal: { reason: 'sign-off-not-asked' } });
  });

  it('is asked for only when the return is complete and the agency signs off at all', async () => {
    expect(await asksSignOff(played(), 'hospital-rep')).toMatchObject({ ok: false, refusal: { reason: 'incomplete' } });
    expect(await asksSignOff(played(), 'police-rep', POLICE)).toEqual({ ok: false, refusal: { reason: 'no-sign-off-needed' } });
  });

  it('is needed again for a correction', async () => {
    const world = played();
    await world.writes('hospital-rep', HOSPITAL, everythingFor(HOSPITAL));
    await asksSignOff(world, 'hospital-rep');
    await world.submits('hospital-chief', HOSPITAL);
    await corrects(world, 'hospital-rep', HOSPITAL);
    await world.writes('hospital-rep', HOSPITAL, [answer('learning-1', 'Corrected', 'We learned to listen.')]);
    expect(await world.submits('hospital-rep', HOSPITAL, { correctionReason: 'Wrong' })).toMatchObject({ ok: false, refusal: { reason: 'needs-sign-off' } });
    await asksSignOff(world, 'hospital-rep');
    expect(world.row(HOSPITAL).status).toBe('submitted');
    expect(await world.writes('hospital-rep', HOSPITAL, [answer('risks-1', 'x')])).toMatchObject({ ok: false, refusal: { reason: 'waits-for-sign-off' } });
    expect(await world.submits('hospital-chief', HOSPITAL, { correctionReason: 'Wrong' })).toMatchObject({ ok: true, fact: { version: 2 } });
  });
});

describe('correcting a submitted return', () => {
  it('makes a new version with its reason, keeps the old one, and restates the figures that changed', async () => {
    const world = await played().submitted(POLICE);
    await world.accepts('chair', POLICE);
    world.on('2026-10-20');
    expect(await world.writes('police-rep', POLICE, [answer('learning-1', 'x', 'We learned to listen.')])).toMatchObject({ ok: false, refusal: { reason: 'already-submitted', receipt: '2026-Q2-POLICE-1' } });
    await corrects(world, 'police-rep', POLICE);
    expect(world.row(POLICE).status).toBe('accepted');
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Corrected', 'We learned to listen.'), cell('P1.eastvale', 'joint.2026-09', 12, 10)]);
    expect(await world.submits('police-rep', POLICE)).toEqual({ ok: false, refusal: { reason: 'correction-reason-missing' } });
    expect(await world.submits('police-rep', POLICE, { correctionReason: 'Two meetings were missed.' })).toMatchObject({ ok: true, fact: { receipt: '2026-Q2-POLICE-2', version: 2, late: false } });
    expect(world.row(POLICE)).toMatchObject({ status: 'resubmitted', version: 2, firstSubmittedOn: '2026-10-05', correctionReason: 'Two meetings were missed.', earlier: [{ version: 1, receipt: '2026-Q2-POLICE-1', submittedOn: '2026-10-05' }] });
    expect(world.row(POLICE)).not.toHaveProperty('acceptedAt');
    expect(world.snapshot.get(observations, '2026-Q2.P1.eastvale')).toMatchObject({ value: 62, version: 2, restatements: [{ value: 60, version: 1, reason: 'Two meetings were missed.' }] });
    expect(world.snapshot.get(observations, '2026-Q2.P1.northmoor')).toMatchObject({ value: 60, version: 1, restatements: [] });
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v1.learning`)?.answers[0]?.text).toBe('We learned to listen.');
    expect(world.snapshot.get(returnAnswers, `${POLICE}.v2.learning`)?.answers[0]?.text).toBe('Corrected');
  });

  it('starts once, changes nothing until it is submitted, and needs a change', async () => {
    const world = await played().submitted(POLICE);
    await corrects(world, 'police-rep', POLICE);
    const before = world.snapshot;
    expect(await corrects(world, 'police-deputy', POLICE)).toMatchObject({ ok: true });
    expect(world.snapshot).toBe(before);
    expect(await world.submits('police-rep', POLICE, { correctionReason: 'None really' })).toEqual({ ok: false, refusal: { reason: 'nothing-changed' } });
  });

  it('keeps a figure that goes missing, and one that comes back', async () => {
    const world = await played().submitted(POLICE);
    await corrects(world, 'police-rep', POLICE);
    await world.writes('police-rep', POLICE, [...strategyMeetings('eastvale').flatMap((edit) => (edit.kind === 'cell' ? [cell(edit.figure, edit.cell, null, 10)] : [])), { kind: 'missing-reason', figure: 'P1.eastvale', text: 'Counted wrongly.', was: '' }]);
    await world.submits('police-rep', POLICE, { correctionReason: 'Withdrawn.' });
    expect(world.snapshot.get(observations, '2026-Q2.P1.eastvale')).toMatchObject({ status: 'missing', restatements: [{ value: 60, version: 1 }] });
    await corrects(world, 'police-rep', POLICE);
    await world.writes('police-rep', POLICE, [...strategyMeetings('eastvale', 9), { kind: 'missing-reason', figure: 'P1.eastvale', text: '', was: 'Counted wrongly.' }]);
    await world.submits('police-rep', POLICE, { correctionReason: 'Counted again.' });
    expect(world.snapshot.get(observations, '2026-Q2.P1.eastvale')).toMatchObject({ status: 'reported', value: 54, version: 3, restatements: [{ version: 1, value: 60 }, { version: 2, missingReason: 'Counted wrongly.' }] });
  });

  it('is refused after the lock, to other agencies, and where nothing was submitted', async () => {
    const world = await played().submitted(POLICE);
    expect(await corrects(world, 'hospital-rep', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(await corrects(world, 'office', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted', capability: 'write draft' } });
    expect(await corrects(world, 'hospital-rep', HOSPITAL)).toMatchObject({ ok: false, refusal: { reason: 'not-submitted' } });
    expect(await corrects(world.on('2026-11-07'), 'police-rep', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'locked' } });
  });

  it('refuses a reason that may identify a child', async () => {
    const world = await played().submitted(POLICE);
    await corrects(world, 'police-rep', POLICE);
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Corrected', 'We learned to listen.')]);
    expect(await world.submits('police-rep', POLICE, { correctionReason: 'NHS 943 476 5919 was counted twice' })).toMatchObject({ ok: false, refusal: { reason: 'case-data', found: 'nhs-number' } });
  });
});

describe('answering a query with a new version', () => {
  it('needs a reason again once the return was accepted', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Which?');
    await world.does('police-rep', (snapshot, viewer, moment) => decideAnswerQuery(snapshot, viewer, moment, { queryKey: `${POLICE}.q1`, reply: 'These.' }));
    await world.accepts('chair', POLICE);
    await corrects(world, 'police-rep', POLICE);
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Corrected', 'We learned to listen.')]);
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ refusal: { reason: 'correction-reason-missing' } });
  });

  it('needs no other reason, and answers the query', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Which meetings?', 'learning');
    await world.writes('police-rep', POLICE, [answer('learning-1', 'These meetings.', 'We learned to listen.')]);
    expect(world.row(POLICE).status).toBe('queried');
    expect(await world.submits('police-rep', POLICE)).toMatchObject({ ok: true, fact: { version: 2 } });
    expect(world.row(POLICE).status).toBe('resubmitted');
    expect(world.snapshot.get(returnQueries, `${POLICE}.q1`)).toMatchObject({ status: 'answered', reply: 'See version 2 of the return.' });
    expect(await world.accepts('chair', POLICE)).toMatchObject({ ok: true });
  });
});
