import { insert, update, type Change } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { minutesBetween, type Instant } from '../time/instant.ts';
import { jobRuns, NOTED_AT_LEAST_EVERY_MINUTES } from './job-run.ts';

/** Failures in a row that are each noted; a job that goes on failing every minute is then noted like any other. */
const FAILURES_NOTED = 3;

export type JobRan = { readonly key: string; readonly title: string; readonly startedAt: Instant; readonly finishedAt: Instant; /** What went wrong, without anybody's words. */ readonly error?: string };

/** Whether a run is worth a write, and which: when its outcome differs from what is noted, or when nothing has been noted for hours. */
export function decideJobRun(snapshot: Snapshot, { key, title, startedAt, finishedAt, error }: JobRan): readonly Change[] {
  const known = snapshot.get(jobRuns, key);
  const failuresInARow = error === undefined ? 0 : (known?.failuresInARow ?? 0) + 1;
  const same = known !== undefined && known.lastError === error && known.title === title;
  const fresh = known !== undefined && Math.abs(minutesBetween(known.startedAt, startedAt)) < NOTED_AT_LEAST_EVERY_MINUTES;
  if (same && fresh && (error === undefined || failuresInARow > FAILURES_NOTED)) return [];
  const row = { key, title, startedAt, finishedAt, failuresInARow, ...(error === undefined ? {} : { lastError: error }) };
  return [known ? update(snapshot, jobRuns, row) : insert(jobRuns, row)];
}
