import { decideEscalation } from '../../../src/assurance/escalations/decide-escalation.ts';
import { decideProposeEscalations } from '../../../src/assurance/escalations/decide-propose-escalations.ts';
import { decideCloseEscalation, decideRecordReply } from '../../../src/assurance/escalations/decide-reply.ts';
import { escalations, escalationSteps } from '../../../src/assurance/escalations/escalation.ts';
import { explainEscalation } from '../../../src/assurance/escalations/escalation-answer.ts';
import type { EscalationDecision } from '../../../src/assurance/escalations/escalations-page-model.ts';
import { escalationsPage } from '../../../src/assurance/escalations/escalations-page.ts';
import { letterFaults } from '../../../src/assurance/escalations/letter.ts';
import { deliveries } from '../../../src/assurance/notices/delivery.ts';
import { update } from '../../../src/assurance/records/change.ts';
import { quarterlyReturns, type QuarterlyReturn } from '../../../src/assurance/returns/quarterly-return.ts';
import { addDays, day, type Day } from '../../../src/assurance/time/day.ts';
import type { Moment } from '../../../src/assurance/time/instant.ts';
import { decideAndCommit } from '../../../src/use-cases/decide-and-commit.ts';
import { proposeEscalations } from '../../../src/use-cases/propose-escalations.ts';
import { memoryRegister, type Stocked } from '../../support/memory-register.ts';
import { aPartnership, aRound, at, PEOPLE, QUARTER, SUBMITTED, viewer } from '../../support/world.ts';

const KEY = `non-return.${QUARTER}.police`;
const EXCUSED = { status: 'excused', excusedOn: '2026-10-01', excusedBy: 'office', excusedReason: 'Not this quarter' } as never;

/** Only the police owe a return; time moves when the test says so. */
function setUp(...rows: Stocked[]) {
  const register = memoryRegister([...aPartnership(), ...aRound({ 'northmoor-council': EXCUSED, 'eastvale-council': EXCUSED, hospital: EXCUSED }), ...rows]);
  let moment: Moment = at('2026-10-26');
  const work = { register, now: () => moment };
  const as = (person: string) => viewer(register.snapshot(), person, moment.today);
  return {
    register, work, as,
    on: async (today: Day | string) => { moment = at(today); return proposeEscalations(work); },
    decide: (person: string, decision: EscalationDecision) =>
      decideAndCommit(work, person, (snapshot, now) => decideEscalation(snapshot, as(person), now, { escalationKey: KEY, ...decision })),
    reply: (person: string, reply: string, repliedBy?: string) =>
      decideAndCommit(work, person, (snapshot, now) => decideRecordReply(snapshot, as(person), now, { escalationKey: KEY, reply, ...(repliedBy ? { repliedBy } : {}) })),
    close: (person: string, outcome: string) => decideAndCommit(work, person, (snapshot, now) => decideCloseEscalation(snapshot, as(person), now, { escalationKey: KEY, outcome })),
    state: () => register.snapshot().get(escalations, KEY),
    steps: () => register.snapshot().where(escalationSteps, 'escalation', KEY).map(({ step }) => step),
    page: (person: string) => escalationsPage(register.snapshot(), as(person), moment.today),
    returnIs: async (row: Partial<QuarterlyReturn>) => {
      const snapshot = register.snapshot();
      await register.commit([update(snapshot, quarterlyReturns, { key: `${QUARTER}.police`, quarter: QUARTER, agency: 'police', ...row } as QuarterlyReturn)], { person: 'police-rep', at: moment.instant, what: 'changed the return' });
    },
  };
}

describe('a return that does not come', () => {
  it('is proposed to the chair from the day after the fifth working day, once, and never escalated by the product', async () => {
    const world = setUp();
    expect(await world.on('2026-10-23')).toEqual([]);
    expect(await world.on('2026-10-26')).toEqual(['The Quarter 2 return of Moor Police was due on 16 October 2026 and is overdue by 6 working days.']);
    expect(await world.on('2026-10-27')).toEqual([]);
    expect(world.state()?.status).toBe('proposed');
  });

  it('is not proposed while an exception of the board office runs', async () => {
    const world = setUp();
    await world.returnIs({ status: 'open', lockExtendedTo: day('2026-11-20'), lockExtensionReason: 'New system' });
    expect(await world.on('2026-11-20')).toEqual([]);
    expect((await world.on('2026-11-23')).length).toBe(1);
  });

  it('carries the evidence as it was then: what was asked, which reminders reached whom', async () => {
    const reminder = { key: 'return-due.2026-Q2.police.5~police-rep', notice: 'return-due.2026-Q2.police.5', kind: 'return-due', recipient: 'police-rep', subject: '2026-Q2.police', dueOn: '2026-10-09', attempts: [], channel: 'bot', sentAt: '2026-10-09T09:00:00.000Z' };
    const world = setUp([deliveries, { ...reminder, status: 'acknowledged', acknowledgedAt: '2026-10-12T09:00:00.000Z' } as { key: string }]);
    await world.on('2026-10-26');
    expect(world.page('chair').open[0]?.evidence).toEqual([
      'Asked on 1 October 2026, due on 16 October 2026.',
      'Reminder: due in 5 working days: sent to Police Rep by Teams message on 9 October 2026, acknowledged on 12 October 2026.',
    ]);
  });
});

describe('the chair’s decision', () => {
  it('is refused to everybody but the chair of the group that reads the returns', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    for (const person of PEOPLE.filter((each) => each !== 'chair')) {
      expect(await world.decide(person, { decision: 'escalate' })).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
      expect(await world.close(person, 'Done')).toMatchObject({ ok: false, refusal: { reason: 'not-permitted' } });
    }
    expect(world.steps()).toEqual(['proposed']);
  });

  it('to escalate keeps the letter as sent and starts the clock; pressed again it answers the same and happens once', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    const first = await world.decide('chair', { decision: 'escalate', stage: 'senior-officer' });
    expect(first.ok).toBe(true);
    expect(await world.decide('chair', { decision: 'escalate', stage: 'senior-officer' })).toEqual(first);
    expect(await world.decide('chair', { decision: 'escalate' })).toEqual(first);
    expect(world.state()).toMatchObject({ status: 'escalated', stage: 'senior-officer', replyDueOn: '2026-11-09' });
    expect(world.steps()).toEqual(['proposed', 'escalated']);
    const letter = world.register.snapshot().get(escalationSteps, `${KEY}.s2`)?.letter;
    expect(letter).toBe('Dear Police Chief\n\nThe quarter 2 of 2026 to 2027 return from Moor Police was due on 16 October 2026.\n\n- Asked on 1 October 2026, due on 16 October 2026.\n- No reminder had gone out.\n\nPlease reply by 9 November 2026.\n\nChair');
  });

  it('to wait holds until after the day, then it is put to the chair again', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect(await world.decide('chair', { decision: 'wait', until: day('2026-10-26'), reason: 'New staff' })).toMatchObject({ refusal: { reason: 'day-has-passed' } });
    expect((await world.decide('chair', { decision: 'wait', until: day('2026-10-30'), reason: 'New staff' })).ok).toBe(true);
    expect((await world.decide('chair', { decision: 'wait', until: day('2026-10-30'), reason: 'New staff' })).ok).toBe(true);
    expect(await world.on('2026-10-30')).toEqual([]);
    expect(await world.on('2026-10-31')).toEqual(['The Quarter 2 return of Moor Police has not come in the time that the chair gave, which ended on 30 October 2026.']);
    expect(world.steps()).toEqual(['proposed', 'waited', 'proposed']);
  });

  it('to excuse excuses the return too', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect((await world.decide('chair', { decision: 'excuse', reason: 'Reorganised' })).ok).toBe(true);
    expect((await world.decide('chair', { decision: 'excuse', reason: 'Reorganised' })).ok).toBe(true);
    expect(world.register.snapshot().get(quarterlyReturns, `${QUARTER}.police`)).toMatchObject({ status: 'excused', excusedReason: 'Reorganised', excusedBy: 'chair' });
    expect(world.page('chair').closed.map(({ status }) => status)).toEqual(['excused']);
  });

  it('is refused once the return has come, saying so, and the chair can close', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect(await world.close('chair', 'Never mind')).toMatchObject({ refusal: { reason: 'still-with-the-chair' } });
    await world.returnIs(SUBMITTED);
    const refused = await world.decide('chair', { decision: 'escalate' });
    expect(!refused.ok && refused.refusal.reason === 'return-has-come' && explainEscalation(refused.refusal)).toContain('Moor Police has submitted the return in the meantime');
    expect(world.page('chair').open[0]).toMatchObject({ can: { decide: false, close: true }, sentence: 'The Quarter 2 return of Moor Police came on 15 October 2026, so this can be closed.' });
    expect((await world.close('chair', 'It came')).ok).toBe(true);
  });

  it('pressed on an old proposal never decides a newer one', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    await world.decide('chair', { decision: 'escalate', stage: 'senior-officer' });
    await world.on('2026-11-10');
    expect(world.state()).toMatchObject({ status: 'proposed', proposedStage: 'board' });
    expect((await world.decide('chair', { decision: 'escalate', stage: 'senior-officer' })).ok).toBe(true);
    expect(world.state()).toMatchObject({ status: 'proposed', proposedStage: 'board' });
    expect(await world.decide('chair', { decision: 'wait', until: day('2026-11-20'), reason: 'Holiday', stage: 'senior-officer' })).toMatchObject({ refusal: { reason: 'decided-already' } });
  });

  it('may not carry what identifies a child', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect(await world.decide('chair', { decision: 'excuse', reason: 'About the child born 4 July 2019' })).toMatchObject({ refusal: { reason: 'case-data' } });
    await world.decide('chair', { decision: 'escalate' });
    expect(await world.reply('police-chief', 'NHS number 943 476 5919')).toMatchObject({ refusal: { reason: 'case-data' } });
    expect(await world.close('chair', 'dob 4/7/2019')).toMatchObject({ refusal: { reason: 'case-data' } });
  });

  it('needs words that say something, and not too many', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect(await world.decide('chair', { decision: 'wait', until: day('2026-11-20'), reason: ' \u0000 ' })).toMatchObject({ refusal: { reason: 'words-missing' } });
    expect(await world.decide('chair', { decision: 'excuse', reason: 'x'.repeat(100_000) })).toMatchObject({ refusal: { reason: 'words-too-long' } });
    await world.decide('chair', { decision: 'escalate' });
    const refused = await world.reply('police-chief', 'x'.repeat(100_000));
    expect(!refused.ok && refused.refusal.reason === 'words-too-long' && explainEscalation(refused.refusal)).toBe('Use 4,000 characters or fewer for the reply.');
    expect(world.steps()).toEqual(['proposed', 'escalated']);
  });
});

describe('the reply and the ladder', () => {
  it('takes the next stage to the chair when the clock runs out, and still takes a late reply', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    await world.decide('chair', { decision: 'escalate' });
    expect(await world.on('2026-11-09')).toEqual([]);
    expect(await world.on('2026-11-10')).toEqual(['No reply about the Quarter 2 return of Moor Police came by 9 November 2026. Next on the ladder: Taken to the board.']);
    expect((await world.reply('police-chief', 'It will come on Friday.')).ok).toBe(true);
    expect(world.state()).toMatchObject({ status: 'replied', stage: 'senior-officer', repliedBy: 'police-chief', replyDueOn: '2026-11-09' });
    expect((await world.reply('police-chief', 'It will come on Friday.')).ok).toBe(true);
    expect(world.steps()).toEqual(['proposed', 'escalated', 'proposed', 'replied']);
    expect((await world.close('chair', 'Agreed a date')).ok).toBe(true);
    expect((await world.close('chair', 'Agreed a date')).ok).toBe(true);
    expect(await world.reply('police-chief', 'Another')).toMatchObject({ refusal: { reason: 'decided-already' } });
    expect(world.steps().at(-1)).toBe('closed');
  });

  it('proposes nothing after the last stage', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    await world.decide('chair', { decision: 'escalate' });
    await world.on('2026-11-10');
    await world.decide('chair', { decision: 'escalate' });
    expect(world.state()).toMatchObject({ status: 'escalated', stage: 'board' });
    for (let today = day('2026-11-10'); today < '2027-02-01'; today = addDays(today, 7)) expect(await world.on(today)).toEqual([]);
  });

  it('is recorded by the board office for the one who was written to, not by strangers or other agencies', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    expect(await world.reply('office', 'Early')).toMatchObject({ refusal: { reason: 'no-letter-yet' } });
    await world.decide('chair', { decision: 'escalate' });
    for (const person of ['stranger', 'hospital-chief', 'police-rep', 'scrutineer']) expect(await world.reply(person, 'Hello')).toMatchObject({ refusal: { reason: 'not-permitted' } });
    expect(await world.reply('office', 'By telephone', 'nobody-known')).toMatchObject({ refusal: { reason: 'unknown-person' } });
    expect((await world.reply('office', 'By telephone')).ok).toBe(true);
    expect(world.state()).toMatchObject({ repliedBy: 'police-chief', replyRecordedBy: 'office' });
  });
});

describe('the escalations page', () => {
  it('shows a concern to the agency only once it was escalated, and never to other agencies', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    const seers = () => PEOPLE.filter((person) => world.page(person).open.length > 0);
    expect(seers()).toEqual(['chair', 'board-chair', 'scrutineer', 'office']);
    await world.decide('chair', { decision: 'escalate' });
    expect(seers()).toEqual(['police-rep', 'police-deputy', 'police-chief', 'chair', 'board-chair', 'scrutineer', 'office']);
  });

  it('shows the chair the letter before it goes, and who is told', async () => {
    const world = setUp();
    await world.on('2026-10-26');
    const page = world.page('chair');
    expect(page.heading).toBe('1 concern waits for the chair’s decision');
    expect(page.open[0]).toMatchObject({ letter: { to: 'Police Chief', subject: 'Quarterly return outstanding: Moor Police', alsoTold: ['Police Rep', 'Scrutineer'] }, can: { decide: true, recordReply: false, close: false }, rating: 'off-track' });
    expect(page.open[0]?.ladder.map(({ state }) => state)).toEqual(['now', 'next']);
    expect(world.page('office').open[0]?.can).toEqual({ decide: false, recordReply: false, close: false });
  });
});

describe('a letter of a template', () => {
  it('is refused with what is wrong when something would stay unfilled', () => {
    expect(letterFaults({ letterSubject: 'About {{agency}}', letter: 'The {{quarter}} return of {{agency}}' })).toEqual([]);
    expect(letterFaults({ letterSubject: 'About {{agncy}}', letter: '{{quarter}} {{agency}} {{dueOn' })).toEqual([
      expect.stringContaining('{{agncy}}, which nothing fills in'), 'The letter has double braces that are not closed. Write {{agency}}, with two braces on either side',
    ]);
    expect(letterFaults({ letterSubject: 'Late', letter: 'Please reply.' })).toHaveLength(2);
  });
});

it('proposes the same whether asked once or a hundred times, and nothing for an earlier quarter that nobody escalated', () => {
  const world = setUp([quarterlyReturns, { key: '2026-Q1.police', quarter: '2026-Q1', agency: 'police', status: 'open' } as { key: string }]);
  const proposals = decideProposeEscalations(world.register.snapshot(), at('2026-10-26'));
  expect(proposals.map((proposal) => proposal.return)).toEqual([`${QUARTER}.police`]);
});
