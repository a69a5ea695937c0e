import { jobRuns } from '../assurance/operations/job-run.ts';
import type { Register } from '../register/register.ts';
import type { HttpServer } from './http.ts';

/** A job that failed this often in a row is not well; less may be a passing fault. */
const FAILURES_OF_A_SICK_JOB = 3;

/**
 * For the platform that runs the process: 200 while requests can be answered, 503 when the register cannot be read. A sick job is told
 * but is no reason to start the process again. For people there is the page *Deliveries and problems*.
 */
export function serveHealth(server: HttpServer, register: Register, registerIsReadable: () => boolean): void {
  server.handle({ method: 'GET', path: '/health' }, () => {
    const ok = registerIsReadable();
    const jobs = register.snapshot().all(jobRuns).map(({ key, failuresInARow, startedAt }) => ({ job: key, ok: failuresInARow < FAILURES_OF_A_SICK_JOB, startedAt }));
    return { kind: 'json', status: ok ? 200 : 503, body: { ok, register: ok ? 'readable' : 'unreadable', ...storeOf(register), jobs } };
  });
}

/** While the store is out of reach requests are still answered, from what was known; the platform is told since when. */
function storeOf(register: Register): { readonly store?: { readonly reachable: boolean; readonly asOf: string } } {
  const health = register.health?.();
  return health ? { store: { reachable: health.fault === undefined, asOf: health.asOf } } : {};
}
