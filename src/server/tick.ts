import { londonMoment, systemClock } from './clock.ts';
import { loadConfig } from './config.ts';
import { runJobsOnce } from './jobs/run-jobs.ts';
import { tickReport } from './jobs/tick-report.ts';
import { findLocalSharePoint } from './local-sharepoint.ts';
import { createLog } from './log.ts';
import { openParts } from './parts.ts';
import { tickRequest } from './tick-request.ts';

/** `npm run tick -- --on 2026-10-19`: runs every job once, as if on that day, against the local register, and prints what came of it; with `--sharepoint` against the one that `npm start -- --sharepoint` has started. */
const request = tickRequest(process.argv.slice(2));
if (!request.ok) stopWith(request.refusal);
const config = loadConfig(request.fact.sharepoint ? ['--sharepoint'] : []);
if (!config.ok) stopWith(config.refusal.join('\n'));
if (config.fact.kind !== 'local') stopWith('This tries another day in the local environment only: elsewhere it would write to real people. Unset ASSURANCE_ENV.');

const log = createLog('warn');
const sharePoint = config.fact.sharePoint ? await findLocalSharePoint(config.fact.dataFolder) : undefined;
if (sharePoint?.ok === false) stopWith(sharePoint.refusal);
const parts = await openParts(config.fact, { now: systemClock.now, log, localSharePoint: sharePoint?.fact }).catch((error: Error) => stopWith(error.message));
const moment = londonMoment(request.fact.on, request.fact.at);
const reports = await runJobsOnce(parts.jobWork, moment);
process.stdout.write(`${tickReport(parts.work.register.snapshot(), moment, reports).join('\n')}\n`);
await parts.close();
if (reports.some(({ error }) => error !== undefined)) process.exitCode = 1;

function stopWith(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
