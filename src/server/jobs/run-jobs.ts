import { decideJobRun } from '../../assurance/operations/decide-job-run.ts';
import { accept } from '../../assurance/outcome.ts';
import type { Moment } from '../../assurance/time/instant.ts';
import { RegisterUnavailable } from '../../register/register.ts';
import { decideAndCommit } from '../../use-cases/decide-and-commit.ts';
import type { DeliveryWork } from '../../use-cases/deliver-notices.ts';
import type { Log } from '../log.ts';
import { repeat } from '../repeat.ts';
import { JobRefused, JOBS, type Job, type JobDid } from './jobs.ts';

export type JobWork = DeliveryWork & { readonly log: Log };

/** One job's run. `error` is fit to be shown: it quotes nobody. */
export type JobReport = { readonly job: string; readonly title: string; readonly did: JobDid; readonly error?: string };

const NOTHING: JobDid = { sentences: [], told: [] };

/**
 * Runs every job once, in order. A job that fails is logged and noted, and the next one runs all the same.
 * @param moment as if it were then; left out, the clock of `work` is read as the run goes on
 */
export async function runJobsOnce(work: JobWork, moment?: Moment, jobs: readonly Job[] = JOBS): Promise<readonly JobReport[]> {
  const at: JobWork = moment === undefined ? work : { ...work, now: () => moment };
  const reports: JobReport[] = [];
  for (const job of jobs) reports.push(await runJob(at, job));
  return reports;
}

async function runJob(work: JobWork, job: Job): Promise<JobReport> {
  const startedAt = work.now().instant;
  let report: JobReport;
  try {
    report = { job: job.key, title: job.title, did: await job.run(work) };
  } catch (fault) {
    work.log.fault('job failed', fault, { job: job.key });
    report = { job: job.key, title: job.title, did: NOTHING, error: errorWords(fault) };
  }
  try {
    const ran = { key: job.key, title: job.title, startedAt, finishedAt: work.now().instant, ...(report.error === undefined ? {} : { error: report.error }) };
    await decideAndCommit(work, 'system', (snapshot) => accept({ changes: decideJobRun(snapshot, ran), what: report.error === undefined ? 'noted a job’s run' : 'noted that a job failed', fact: null }));
  } catch (fault) {
    work.log.fault('job could not be noted', fault, { job: job.key });
  }
  return report;
}

function errorWords(fault: unknown): string {
  if (fault instanceof RegisterUnavailable) return 'The register could not be reached. It is tried again by itself.';
  if (fault instanceof JobRefused) return fault.message;
  return `Something went wrong that should not (${fault instanceof Error ? fault.name : 'unknown'}). The log says where; it is tried again by itself.`;
}

/**
 * Runs all jobs now, and again a pause after each run ends, so that runs never overlap.
 * @param pause in milliseconds
 * @returns how to stop: the promise settles when what is under way is done
 */
export function startJobs(work: JobWork, pause: number, jobs: readonly Job[] = JOBS): () => Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();
  const run = async (): Promise<void> => {
    turn = turn.then(() => runJobsOnce(work, undefined, jobs));
    await turn;
  };
  const first = run();
  const stop = repeat('jobs', pause, run, work.log);
  return async () => {
    await Promise.all([first, stop()]);
  };
}
