import { decideStartCorrection } from '../../../src/assurance/returns/decide-correction.ts';
import { decideOpenRounds } from '../../../src/assurance/returns/decide-open-rounds.ts';
import { decideAskSignOff, decideDeclineSignOff } from '../../../src/assurance/returns/decide-sign-off.ts';
import { returnDocument } from '../../../src/assurance/returns/return-document.ts';
import { returnForm } from '../../../src/assurance/returns/return-form.ts';
import { ReturnForm } from '../../../src/assurance/returns/return-form-model.ts';
import { returnReading } from '../../../src/assurance/returns/return-reading.ts';
import { ReturnReading } from '../../../src/assurance/returns/return-reading-model.ts';
import { returnsTracker } from '../../../src/assurance/returns/returns-tracker.ts';
import { ReturnsTracker } from '../../../src/assurance/returns/returns-tracker-model.ts';
import { quarterlyReturns, returnAnswers, returnRounds } from '../../../src/assurance/returns/quarterly-return.ts';
import { observations } from '../../../src/assurance/indicators/observation.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { quarter } from '../../../src/assurance/time/quarter.ts';
import { snapshotOf, type Stocked } from '../../support/memory-register.ts';
import { answer, cell, everythingFor, HOSPITAL, nil, played, POLICE, strategyMeetings, type Played } from '../../support/returns.ts';
import { aPartnership, aRound, SUBMITTED, viewer } from '../../support/world.ts';

function trackerOf(world: Played, person = 'chair', of?: string): ReturnsTracker {
  const outcome = returnsTracker(world.snapshot, world.who(person), world.moment.today, of === undefined ? undefined : quarter(of));
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return ReturnsTracker.parse(outcome.fact);
}
function formOf(world: Played, person: string, returnKey: string, onBehalf = false): ReturnForm {
  const outcome = returnForm(world.snapshot, world.who(person), world.moment.today, { returnKey, onBehalf });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return ReturnForm.parse(outcome.fact);
}
function readingOf(world: Played, person: string, returnKey: string, version?: number): ReturnReading {
  const outcome = returnReading(world.snapshot, world.who(person), world.moment.today, { returnKey, version });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return ReturnReading.parse(outcome.fact);
}
const rowOf = (tracker: ReturnsTracker, agency: string) => {
  const row = tracker.rows.find((one) => one.agency === agency);
  if (!row) throw new Error(`No row for ${agency}`);
  return row;
};

const lastQuarter: Stocked[] = [
  [returnRounds, { key: '2026-Q1', quarter: '2026-Q1', group: 'aag', opensOn: '2026-07-01', dueOn: '2026-07-16', locksOn: '2026-08-06' } as { key: string }],
  [quarterlyReturns, { key: '2026-Q1.police', quarter: '2026-Q1', agency: 'police', ...SUBMITTED, firstSubmittedOn: day('2026-07-20') } as { key: string }],
  [quarterlyReturns, { key: '2026-Q1.hospital', quarter: '2026-Q1', agency: 'hospital', ...SUBMITTED, receipt: '2', firstSubmittedOn: day('2026-07-10') } as { key: string }],
  [quarterlyReturns, { key: '2026-Q1.eastvale-council', quarter: '2026-Q1', agency: 'eastvale-council', status: 'open' } as { key: string }],
  [returnAnswers, { key: '2026-Q1.police.v1.learning', return: '2026-Q1.police', version: 1, section: 'learning', sectionTitle: 'Learning', nothingToRaise: false, answers: [{ question: 'learning-1', wording: '?', text: 'As before' }] } as { key: string }],
  [returnAnswers, { key: '2026-Q1.hospital.v1.learning', return: '2026-Q1.hospital', version: 1, section: 'learning', sectionTitle: 'Learning', nothingToRaise: true, attestedBy: 'hospital-rep', answers: [] } as { key: string }],
  [observations, { key: '2026-Q1.P1.northmoor', quarter: '2026-Q1', indicator: 'P1', area: 'northmoor', return: '2026-Q1.police', version: 1, restatements: [], status: 'reported', value: 20, cells: {} } as { key: string }],
];

describe('the tracker of returns', () => {
  it('says what is in before the due day', async () => {
    expect(trackerOf(await played().submitted(POLICE)).heading).toBe('1 of 4 returns is in, 3 are due by Friday 16 October');
  });

  it('says what is missing and late after it', async () => {
    const world = await played().on('2026-10-19').submitted(POLICE);
    expect(trackerOf(world).heading).toBe('3 of 4 returns are missing, 1 is late');
  });

  it('says so when all are in, and leaves the excused out', () => {
    const states = { police: SUBMITTED, hospital: SUBMITTED, 'northmoor-council': SUBMITTED, 'eastvale-council': { status: 'excused', excusedOn: day('2026-10-02'), excusedBy: 'office', excusedReason: 'x' } } as const;
    expect(trackerOf(played(states).on('2026-10-20')).heading).toBe('All 3 returns are in');
  });

  it('puts exceptions first and says in words where each stands', async () => {
    const world = await played({ 'eastvale-council': SUBMITTED }).on('2026-10-19').submitted(POLICE);
    await world.queries('chair', POLICE, 'Why?');
    await world.writes('hospital-rep', HOSPITAL, [nil('risks')]);
    expect(trackerOf(world).rows.map(({ agency, state, rating }) => [agency, state, rating])).toEqual([
      ['hospital', '1 of 3 parts answered, overdue by 1 working day', 'off-track'],
      ['northmoor-council', 'Not started, overdue by 1 working day', 'off-track'],
      ['police', 'Submitted 1 working day late, queried', 'at-risk'],
      ['eastvale-council', 'Submitted on time', 'on-track'],
    ]);
  });

  it.each([['2026-10-16', 'not-due', 'at-risk'], ['2026-10-17', 'overdue', 'off-track'], ['2026-11-06', 'overdue', 'off-track'], ['2026-11-07', 'missed', 'off-track'], ['2026-10-08', 'not-due', 'on-track']])(
    'on %s a return nobody began is %s and %s', (today, timeliness, rating) => {
      expect(rowOf(trackerOf(played().on(today)), 'police')).toMatchObject({ timeliness, rating });
    });

  it('shows which parts of a draft are there, and nothing of its text, to anybody', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'TOP SECRET'), nil('risks'), ...strategyMeetings('northmoor')]);
    for (const person of ['chair', 'office', 'hospital-rep', 'scrutineer', 'police-rep']) {
      const tracker = trackerOf(world, person);
      expect(rowOf(tracker, 'police').sections.map(({ mark }) => mark)).toEqual(['answered', 'nothing-to-raise', 'not-started']);
      expect(rowOf(tracker, 'police').figures).toEqual({ owed: 2, given: 1, missing: 0 });
      expect(JSON.stringify(tracker)).not.toContain('SECRET');
    }
  });

  it('says nothing of what the board office writes on behalf as if it were the agency’s', async () => {
    const world = played();
    await world.writes('office', POLICE, [nil('risks')], true);
    expect(rowOf(trackerOf(world), 'police').sections.map(({ mark }) => mark)).toEqual(['not-started', 'not-started', 'not-started']);
  });

  it('looks back over eight quarters for each agency and for all', () => {
    const tracker = trackerOf(played({}, lastQuarter));
    expect(rowOf(tracker, 'police').past).toHaveLength(8);
    expect(['police', 'hospital', 'eastvale-council', 'northmoor-council'].map((agency) => rowOf(tracker, agency).past.at(-1)?.mark)).toEqual(['late', 'nil', 'missed', 'not-asked']);
    expect(tracker.scoreboard.at(-1)).toEqual({ quarter: '2026-Q1', name: 'Quarter 1 of 2026 to 2027', expected: 3, returned: 2, onTime: 1, figuresOwed: 3, figuresGiven: 1 });
    expect(tracker.scoreboard[0]).toMatchObject({ quarter: '2024-Q2', expected: 0 });
  });

  it('offers each person only what would not be refused', async () => {
    const world = await played().submitted(POLICE);
    const can = (person: string, agency: string) => Object.entries(rowOf(trackerOf(world, person), agency).can).filter(([, allowed]) => allowed).map(([name]) => name);
    expect(can('hospital-rep', 'hospital')).toEqual(['fillIn']);
    expect(can('hospital-rep', 'police')).toEqual(['read']);
    expect(can('chair', 'hospital')).toEqual([]);
    expect(can('office', 'hospital')).toEqual(['remind', 'answerOnBehalf', 'excuse', 'grantException']);
    expect(can('office', 'police')).toEqual(['read', 'grantException']);
    world.on('2026-11-07');
    expect(can('hospital-rep', 'hospital')).toEqual([]);
    expect(can('office', 'hospital')).toEqual(['remind', 'excuse', 'grantException']);
  });

  it('is a senior officer’s for the own agency only, and nobody’s without a role', () => {
    const world = played();
    expect(trackerOf(world, 'police-chief').rows.map(({ agency }) => agency)).toEqual(['police']);
    expect(returnsTracker(world.snapshot, world.who('stranger'), world.moment.today)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
  });

  it('opens on the round people work on, not on the one that is scheduled', async () => {
    const world = played();
    await world.does('office', (snapshot, _, moment) => decideOpenRounds(snapshot, moment.today));
    expect(trackerOf(world).quarter).toBe('2026-Q2');
    expect(trackerOf(world).quarters.map(({ quarter: of }) => of)).toEqual(['2026-Q3', '2026-Q2']);
    expect(trackerOf(world, 'chair', '2026-Q3')).toMatchObject({ heading: 'Quarter 3 opens on 1 January 2027' });
    expect(rowOf(trackerOf(world, 'chair', '2026-Q3'), 'police')).toMatchObject({ state: 'Opens on 1 January 2027', rating: 'not-known' });
  });

  it('says when there is no such round, or none at all', () => {
    const empty = snapshotOf(aPartnership());
    expect(returnsTracker(empty, viewer(empty, 'chair'), day('2026-10-05'))).toMatchObject({ ok: true, fact: { heading: 'No round of returns has opened yet', rows: [] } });
    expect(returnsTracker(empty, viewer(empty, 'chair'), day('2026-10-05'), quarter('1999-Q1'))).toMatchObject({ ok: false, refusal: { reason: 'not-found', message: 'There is no round of returns for Quarter 1 of 1999 to 2000. Choose another quarter.' } });
  });
});

describe('the form of a return', () => {
  it('shows what is asked, what was answered last quarter, and what is missing', () => {
    const form = formOf(played({}, lastQuarter), 'police-rep', POLICE);
    expect(form.sections[0]?.questions[0]).toEqual({
      key: 'learning-1', wording: 'What is there to say about learning?', help: 'A short account.', keyQuestions: ['How do you know?'], text: '',
      lastQuarter: { quarterName: 'Quarter 1 of 2026 to 2027', text: 'As before', nothingToRaise: false },
    });
    expect(form.figures.map(({ id, last }) => [id, last?.value])).toEqual([['P1.northmoor', '20'], ['P1.eastvale', undefined]]);
    expect(form).toMatchObject({ quarterName: 'Quarter 2 of 2026 to 2027', period: 'July to September 2026', dueOn: '2026-10-16', canCopyForward: true, correcting: false });
    expect(form.missing).toHaveLength(5);
    expect(form.closed).toBeUndefined();
  });

  it('shows who wrote what, the value as it adds up, and a hint when it is unusual', async () => {
    const world = played({}, lastQuarter);
    await world.writes('police-deputy', POLICE, [answer('learning-1', 'Text'), ...strategyMeetings('northmoor')]);
    const form = formOf(world, 'police-rep', POLICE);
    expect(form.sections[0]).toMatchObject({ done: true, questions: [{ byName: 'Police Deputy', at: world.moment.instant }] });
    expect(form.figures[0]).toMatchObject({ value: 60, done: true, byName: 'Police Deputy', hint: '60 is more than twice the last value, 20. Check it, or say in the note what lies behind it.' });
    expect(form).toMatchObject({ savedByName: 'Police Deputy', savedAt: world.moment.instant });
  });

  it('is for the agency’s own people, and on behalf for the board office', () => {
    const world = played();
    const readers = (onBehalf: boolean) => ['police-rep', 'police-deputy', 'police-chief', 'hospital-rep', 'chair', 'office', 'scrutineer', 'stranger'].filter((person) =>
      returnForm(world.snapshot, world.who(person), world.moment.today, { returnKey: POLICE, onBehalf }).ok);
    expect(readers(false)).toEqual(['police-rep', 'police-deputy', 'police-chief']);
    expect(readers(true)).toEqual(['office']);
  });

  it('shows the board office nothing of the agency’s draft', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'TOP SECRET')]);
    expect(JSON.stringify(formOf(world, 'office', POLICE, true))).not.toContain('SECRET');
  });

  it('can be read after the lock, and says why it cannot be changed', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Kept')]);
    world.on('2026-11-07');
    expect(formOf(world, 'police-rep', POLICE)).toMatchObject({ closed: expect.stringMatching(/^This return was locked after 6 November 2026\. Ask the board office/), canCopyForward: false, sections: [{ questions: [{ text: 'Kept' }] }, {}, {}] });
  });

  it('tells who signs off, whether it was asked, and why it came back', async () => {
    const world = played();
    await world.writes('hospital-rep', HOSPITAL, everythingFor(HOSPITAL));
    expect(formOf(world, 'hospital-rep', HOSPITAL).signOff).toEqual({ needed: true, signerName: 'Hospital Chief', asked: false, viewerSigns: false });
    await world.does('hospital-rep', (snapshot, who, moment) => decideAskSignOff(snapshot, who, moment, { returnKey: HOSPITAL }));
    expect(formOf(world, 'hospital-chief', HOSPITAL).signOff).toEqual({ needed: true, signerName: 'Hospital Chief', asked: true, viewerSigns: true });
    await world.does('hospital-chief', (snapshot, who, moment) => decideDeclineSignOff(snapshot, who, moment, { returnKey: HOSPITAL, reason: 'More.' }));
    expect(formOf(world, 'hospital-rep', HOSPITAL).signOff).toMatchObject({ asked: false, declined: { byName: 'Hospital Chief', reason: 'More.' } });
    await world.does('hospital-rep', (snapshot, who, moment) => decideAskSignOff(snapshot, who, moment, { returnKey: HOSPITAL }));
    expect(formOf(world, 'hospital-rep', HOSPITAL).signOff).toEqual({ needed: true, signerName: 'Hospital Chief', asked: true, viewerSigns: false });
    expect(formOf(played(), 'police-rep', POLICE).signOff.needed).toBe(false);
  });

  it('begins from what was submitted once it is queried, with the query beside its section', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Which?', 'learning');
    const form = formOf(world, 'police-rep', POLICE);
    expect(form).toMatchObject({ correcting: false, reasonNeeded: false, missing: [] });
    expect(form.sections[0]).toMatchObject({ questions: [{ text: 'We learned to listen.' }], queries: [{ query: 'Which?', askedByName: 'Chair' }] });
    expect(form.closed).toBeUndefined();
  });

  it('says that a correction needs its reason', async () => {
    const world = await played().submitted(POLICE);
    expect(formOf(world, 'police-rep', POLICE).closed).toMatch(/receipt 2026-Q2-POLICE-1.*Correct this return/);
    await world.does('police-rep', (snapshot, who, moment) => decideStartCorrection(snapshot, who, moment, { returnKey: POLICE, onBehalf: false }));
    expect(formOf(world, 'police-rep', POLICE)).toMatchObject({ correcting: true, reasonNeeded: true });
  });
});

describe('the reading view of a return', () => {
  it('shows text and figures beside last quarter’s, with receipt and who attested', async () => {
    const reading = readingOf(await played({}, lastQuarter).submitted(POLICE), 'chair', POLICE);
    expect(reading).toMatchObject({ receipt: '2026-Q2-POLICE-1', version: 1, submittedByName: 'Police Rep', state: 'Submitted on time', onBehalf: false, can: { query: true, accept: true, answerQuery: false, correct: false } });
    expect(reading.sections.map(({ title, nothingToRaise, attestedByName }) => [title, nothingToRaise, attestedByName])).toEqual([['Learning', false, undefined], ['Risks', true, 'Police Rep'], ['Voice', true, 'Police Rep']]);
    expect(reading.sections[0]?.answers).toEqual([{ wording: 'What is there to say about learning?', text: 'We learned to listen.', lastQuarter: 'As before' }]);
    const figure = reading.figures.find(({ id }) => id === 'P1.northmoor');
    expect(figure).toMatchObject({ value: '60', last: '20', areaName: 'Northmoor', table: { columns: ['July 2026', 'August 2026', 'September 2026'], rows: [{ name: 'Single agency', values: ['10', '10', '10'] }, { name: 'Joint' }] } });
  });

  it('keeps every version readable as it was', async () => {
    const world = await played().submitted(POLICE);
    await world.does('police-rep', (snapshot, who, moment) => decideStartCorrection(snapshot, who, moment, { returnKey: POLICE, onBehalf: false }));
    await world.on('2026-10-20').writes('police-rep', POLICE, [answer('learning-1', 'Corrected', 'We learned to listen.'), cell('P1.eastvale', 'joint.2026-09', 12, 10)]);
    await world.submits('police-rep', POLICE, { correctionReason: 'Two were missed.' });
    const now = readingOf(world, 'chair', POLICE);
    const then = readingOf(world, 'chair', POLICE, 1);
    expect([now, then].map(({ version, receipt, sections, figures }) => [version, receipt, sections[0]?.answers[0]?.text, figures[0]?.value, figures[0]?.restated])).toEqual([
      [2, '2026-Q2-POLICE-2', 'Corrected', '62', [{ value: '60', reason: 'Two were missed.' }]],
      [1, '2026-Q2-POLICE-1', 'We learned to listen.', '60', []],
    ]);
    expect(now.versions.map(({ words }) => words)).toEqual(['Version 1, submitted on 5 October 2026 by Police Rep', 'Version 2, submitted on 20 October 2026 by Police Rep: Two were missed.']);
    expect(returnReading(world.snapshot, world.who('chair'), world.moment.today, { returnKey: POLICE, version: 3 })).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });

  it('shows nothing before it is submitted, not even to its own agency or the board office', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'TOP SECRET')]);
    for (const person of ['police-rep', 'office', 'chair']) {
      expect(returnReading(world.snapshot, world.who(person), world.moment.today, { returnKey: POLICE })).toEqual({ ok: false, refusal: { reason: 'not-submitted', message: 'Moor Police has not submitted this return yet.' } });
    }
  });

  it('shows nothing of a correction that is being written', async () => {
    const world = await played().submitted(POLICE);
    await world.does('police-rep', (snapshot, who, moment) => decideStartCorrection(snapshot, who, moment, { returnKey: POLICE, onBehalf: false }));
    await world.writes('police-rep', POLICE, [answer('learning-1', 'TOP SECRET', 'We learned to listen.')]);
    expect(JSON.stringify(readingOf(world, 'chair', POLICE))).not.toContain('SECRET');
  });

  it('lets the query be answered and not accepted while it is open', async () => {
    const world = await played().submitted(POLICE);
    await world.queries('chair', POLICE, 'Why?');
    expect(readingOf(world, 'police-rep', POLICE)).toMatchObject({ queries: [{ query: 'Why?', askedByName: 'Chair' }], can: { answerQuery: true, correct: true, accept: false } });
    expect(readingOf(world, 'chair', POLICE).can.accept).toBe(false);
  });

  it('is a senior officer’s for the own agency only', async () => {
    const world = await played().submitted(POLICE);
    expect(returnReading(world.snapshot, world.who('hospital-chief'), world.moment.today, { returnKey: POLICE })).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(readingOf(world, 'police-chief', POLICE).version).toBe(1);
  });
});

describe('a return to take away', () => {
  const documentOf = (world: Played, person: string, returnKey: string) => returnDocument(world.snapshot, world.who(person), world.moment.today, { returnKey });

  it('holds the submitted return, with everything unescaped', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, everythingFor(POLICE).map((edit) => (edit.kind === 'answer' ? answer(edit.question, '<b>=1+1</b>') : edit)));
    await world.submits('police-rep', POLICE);
    expect(documentOf(world, 'chair', POLICE)).toMatchObject({ ok: true, fact: {
      fileStem: '2026-Q2-police-v1', title: 'Quarterly return of Moor Police: Quarter 2 of 2026 to 2027', draft: false,
      sections: [{ title: 'Learning', answers: [{ text: '<b>=1+1</b>' }] }, { title: 'Risks', note: 'Nothing to raise, attested by Police Rep', answers: [] }, {}],
    } });
  });

  it('holds the draft for the agency’s own people, also after the lock, and for nobody else', async () => {
    const world = played();
    await world.writes('police-rep', POLICE, [answer('learning-1', 'Kept')]);
    world.on('2026-12-01');
    expect(documentOf(world, 'police-deputy', POLICE)).toMatchObject({ ok: true, fact: { draft: true, fileStem: '2026-Q2-police-draft', sections: [{ answers: [{ text: 'Kept' }] }, {}, {}] } });
    expect(documentOf(world, 'office', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'not-submitted' } });
    expect(documentOf(world, 'stranger', POLICE)).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    expect(documentOf(world, 'office', 'nothing')).toMatchObject({ ok: false, refusal: { reason: 'not-found' } });
  });
});

it('the test world itself is one that lists can hold', () => {
  expect(snapshotOf([...aPartnership(), ...aRound(), ...lastQuarter]).problems()).toEqual([]);
});
