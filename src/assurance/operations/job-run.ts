import { instantField, longText, optional, numberField, text } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

/** The latest run of a background job, so that the board office can see that it runs. Key: the job's name. */
export const jobRuns = record('Job runs', { purpose: 'When each background job last ran and what went wrong.' }, {
  title: text('Job'),
  startedAt: instantField('Last started'),
  finishedAt: optional(instantField('Last finished')),
  lastError: optional(longText('Last error')),
  failuresInARow: numberField('Failures in a row'),
});
export type JobRun = RowOf<typeof jobRuns>;

/**
 * A run is noted when its outcome changes, and otherwise this often: enough to see that the jobs run, while a year of notes stays a
 * few thousand rows of history instead of half a million.
 */
export const NOTED_AT_LEAST_EVERY_MINUTES = 6 * 60;
