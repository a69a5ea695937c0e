import { jobRuns } from '../../../src/assurance/operations/job-run.ts';
import { quarterlyReturns } from '../../../src/assurance/returns/quarterly-return.ts';
import { addMinutes, instant, minutesBetween, type Moment } from '../../../src/assurance/time/instant.ts';
import { RegisterUnavailable, type Register } from '../../../src/register/register.ts';
import type { Job } from '../../../src/server/jobs/jobs.ts';
import { runJobsOnce, startJobs, type JobWork } from '../../../src/server/jobs/run-jobs.ts';
import { tickReport } from '../../../src/server/jobs/tick-report.ts';
import type { LogFields } from '../../../src/server/log.ts';
import { tickRequest } from '../../../src/server/tick-request.ts';
import { memoryRegister } from '../../support/memory-register.ts';
import { fakePorts, workAt } from '../../support/ports.ts';
import { aPartnership, at } from '../../support/world.ts';

function setUp(register: Register = memoryRegister(aPartnership())) {
  const faults: LogFields[] = [];
  let moment: Moment = at('2026-10-01', '09:00');
  const ports = fakePorts();
  const work: JobWork = { ...workAt(register, ports, () => moment), log: { info: () => {}, warn: () => {}, fault: (_event, _error, fields = {}) => { faults.push(fields); } } };
  return { register, ports, work, faults, later: (minutes: number) => { moment = { ...moment, instant: addMinutes(moment.instant, minutes) }; } };
}

const works: Job = { key: 'works', title: 'Works', run: async () => ({ sentences: ['did it'], told: [] }) };
const breaks = (error: Error): Job => ({ key: 'breaks', title: 'Breaks', run: async () => { throw error; } });

describe('the jobs', () => {
  it('open the round and tell the agencies of it in one run', async () => {
    const { register, ports, work } = setUp();
    const reports = await runJobsOnce(work, at('2026-10-01', '09:00'));
    expect(reports.map(({ job, error }) => [job, error])).toEqual([['open-rounds', undefined], ['extend-calendar', undefined], ['propose-escalations', undefined], ['deliver-notices', undefined]]);
    expect(register.snapshot().all(quarterlyReturns).filter(({ status }) => status === 'open')).toHaveLength(4);
    expect(ports.sent).toHaveLength(4);
  });

  it('go on when one of them fails, which is logged and noted without anybody’s words', async () => {
    const { register, work, faults } = setUp();
    const reports = await runJobsOnce(work, undefined, [breaks(new TypeError('secret words of somebody')), works]);
    expect(reports.map(({ job, did, error }) => [job, did.sentences, error !== undefined])).toEqual([['breaks', [], true], ['works', ['did it'], false]]);
    expect(faults).toEqual([{ job: 'breaks' }]);
    expect(register.snapshot().get(jobRuns, 'breaks')?.lastError).toBe('Something went wrong that should not (TypeError). The log says where; it is tried again by itself.');
    expect(register.snapshot().get(jobRuns, 'works')?.lastError).toBeUndefined();
  });

  it('survive a register that cannot be reached', async () => {
    const register = memoryRegister(aPartnership());
    const { work, faults } = setUp({ ...register, commit: async () => { throw new RegisterUnavailable('gone'); } });
    const reports = await runJobsOnce(work);
    expect(reports.find(({ job }) => job === 'open-rounds')?.error).toBe('The register could not be reached. It is tried again by itself.');
    expect(faults.length).toBeGreaterThan(1);
  });

  it('are noted when their outcome changes, else every six hours, so that history is not filled with them', async () => {
    const { register, work, later } = setUp();
    const notes = async () => (await register.history({ list: 'Job runs' })).length;
    for (let run = 0; run < 60; run += 1) {
      await runJobsOnce(work, undefined, [works]);
      later(1);
    }
    expect(await notes()).toBe(1);
    later(301);
    await runJobsOnce(work, undefined, [works]);
    expect(await notes()).toBe(2);
    const failing = { ...breaks(new Error('x')), key: 'works', title: 'Works' };
    for (let run = 0; run < 60; run += 1) await runJobsOnce(work, undefined, [failing]);
    expect(await notes()).toBe(5);
    expect(register.snapshot().get(jobRuns, 'works')?.failuresInARow).toBe(3);
    await runJobsOnce(work, undefined, [works]);
    expect(register.snapshot().get(jobRuns, 'works')).toMatchObject({ failuresInARow: 0 });
    expect(await notes()).toBe(6);
  });

  it('never overlap, and stop when what is under way is done', async () => {
    const { work } = setUp();
    let running = 0;
    let most = 0;
    let runs = 0;
    let enough: () => void = () => {};
    const fourRuns = new Promise<void>((resolve) => { enough = resolve; });
    const slow: Job = { key: 'slow', title: 'Slow', run: async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => { setImmediate(resolve); });
      running -= 1;
      runs += 1;
      if (runs === 4) enough();
      return { sentences: [], told: [] };
    } };
    const stop = startJobs(work, 1, [slow]);
    await fourRuns;
    await stop();
    const after = runs;
    expect(most).toBe(1);
    expect(running).toBe(0);
    await new Promise((resolve) => { setImmediate(resolve); });
    expect(runs).toBe(after);
  });
});

describe('trying another day', () => {
  it('reads the day and the time, and refuses what is neither with a sentence that says what to type', () => {
    expect(tickRequest(['--on', '2026-10-19'])).toEqual({ ok: true, fact: { on: '2026-10-19', at: '09:00', sharepoint: false } });
    expect(tickRequest(['--on', '2028-02-29', '--at', '17:30', '--sharepoint'])).toEqual({ ok: true, fact: { on: '2028-02-29', at: '17:30', sharepoint: true } });
    for (const args of [[], ['--on', '2026-02-29'], ['--on', '31 March'], ['--on'], ['--on', '2026-10-19', '--at', '9'], ['--at', '09:00'], ['2026-10-19'], ['--of', '3']]) {
      const refused = tickRequest(args);
      expect(!refused.ok && refused.refusal).toMatch(/For example: npm run tick -- --on 2026-10-19 --at 09:00$/);
    }
  });

  it('prints who was told what, or why nobody was', async () => {
    const { register, work } = setUp();
    const weekday = await runJobsOnce(work, at('2026-10-01', '09:00'));
    expect(tickReport(register.snapshot(), at('2026-10-01', '09:00'), weekday)).toEqual(expect.arrayContaining([
      'As if it were 1 October 2026 at 09:00:', 'Who was told', '  Police Rep, by Teams activity feed', '    The Quarter 2 return for Moor Police is open. It is due on Friday 16 October.',
    ]));
    const weekend = await runJobsOnce(work, at('2026-10-03', '09:00'));
    expect(tickReport(register.snapshot(), at('2026-10-03', '09:00'), weekend)).toContain('Nobody is written to outside 08:00 to 18:00 on working days.');
  });
});

it('counts minutes across midnight, month ends and a leap day', () => {
  expect(addMinutes(instant('2028-02-28T23:55:07.001Z'), 10)).toBe('2028-02-29T00:05:07.001Z');
  expect(addMinutes(instant('2026-03-31T00:05:00.000Z'), -10)).toBe('2026-03-30T23:55:00.000Z');
  expect(minutesBetween(instant('2026-10-24T23:30:00.000Z'), instant('2026-10-25T01:30:00.000Z'))).toBe(120);
  expect(minutesBetween(instant('2026-10-25T01:30:00.000Z'), instant('2026-10-24T23:30:00.000Z'))).toBe(-120);
});
