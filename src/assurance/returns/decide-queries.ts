import type { CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import type { NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import type { Moment } from '../time/instant.ts';
import { isSubmitted, quarterlyReturns, returnQueries, type SubmittedReturn } from './quarterly-return.ts';
import { requiredWords, returnFor, type Done } from './return-access.ts';
import { nameOf, type ReturnCase } from './return-case.ts';
import { answersOf, queriesOf } from './return-content.ts';
import type { QueryRefusal, WordsRefusal } from './return-refusal.ts';

export const QUERY_LENGTH = 4_000;

type Refusal = NotFound | NotPermitted | QueryRefusal | WordsRefusal | CaseDataRefused;

function submittedFor(snapshot: Snapshot, viewer: Viewer, key: string, capability: 'query return' | 'answer query' | 'accept return'): Outcome<{ readonly of: ReturnCase; readonly row: SubmittedReturn }, NotFound | NotPermitted | QueryRefusal> {
  const found = returnFor(snapshot, viewer, key, capability);
  if (!found.ok) return found;
  const { row, agency } = found.fact;
  return isSubmitted(row) ? accept({ of: found.fact, row }) : refuse({ reason: 'not-submitted', agencyName: agency.name, status: row.status });
}

/** The same return where it waits for its reader or for its agency. What belongs to an acceptance goes with it. */
function withStatus(row: SubmittedReturn, status: 'submitted' | 'queried' | 'resubmitted'): SubmittedReturn {
  if (row.status !== 'accepted') return { ...row, status };
  const { acceptedAt: _at, acceptedBy: _by, ...submission } = row;
  return { ...submission, status };
}

/** Asks an agency to clarify its return. The same query pressed twice is raised once; an accepted return is corrected, not queried. */
export function decideRaiseQuery(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly section?: string | undefined; readonly query: string },
): Outcome<Decision<Done & { readonly query: string }>, Refusal> {
  const found = submittedFor(snapshot, viewer, request.returnKey, 'query return');
  if (!found.ok) return found;
  const { of: { agency }, row } = found.fact;
  if (row.status === 'accepted') return refuse({ reason: 'accepted-already', agencyName: agency.name });
  const query = requiredWords(request.query, 'the query', 'The query', QUERY_LENGTH);
  if (!query.ok) return query;
  if (request.section !== undefined && !answersOf(snapshot, row.key, row.version).some(({ section }) => section === request.section)) return refuse({ reason: 'unknown-section' });
  const message = `${agency.name} will be told about the query.`;
  const what = 'raised a query';
  const known = queriesOf(snapshot, row.key);
  const same = known.find((one) => one.status === 'open' && one.query === query.fact && one.section === request.section && one.askedBy === viewer.person);
  if (same) return accept({ changes: [], what, fact: { message, query: same.key } });
  const key = `${row.key}.q${known.length + 1}`;
  return accept({
    changes: [
      insert(returnQueries, { key, return: row.key, ...(request.section === undefined ? {} : { section: request.section }), query: query.fact, askedBy: viewer.person, askedAt: moment.instant, status: 'open' }),
      update(snapshot, quarterlyReturns, withStatus(row, 'queried')),
    ],
    what, fact: { message, query: key },
  });
}

/** Replies to a query without changing the return. With the last reply the return waits for its reader again. */
export function decideAnswerQuery(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly queryKey: string; readonly reply: string },
): Outcome<Decision<Done>, Refusal> {
  const query = snapshot.get(returnQueries, request.queryKey);
  if (!query) return refuse(NOT_FOUND);
  const found = submittedFor(snapshot, viewer, query.return, 'answer query');
  if (!found.ok) return found;
  const { row } = found.fact;
  const reply = requiredWords(request.reply, 'a reply', 'The reply', QUERY_LENGTH);
  if (!reply.ok) return reply;
  const fact = { message: 'Your reply has been sent.' };
  const what = 'answered a query';
  if (query.status === 'answered') {
    const replayed = query.answeredBy === viewer.person && query.reply === reply.fact;
    return replayed ? accept({ changes: [], what, fact }) : refuse({ reason: 'answered-already', byName: nameOf(snapshot, query.answeredBy) });
  }
  const answered = update(snapshot, returnQueries, { ...query, status: 'answered', reply: reply.fact, answeredBy: viewer.person, answeredAt: moment.instant });
  const others = queriesOf(snapshot, row.key).some((one) => one.status === 'open' && one.key !== query.key);
  if (others || row.status !== 'queried') return accept({ changes: [answered], what, fact });
  return accept({ changes: [answered, update(snapshot, quarterlyReturns, withStatus(row, row.version === 1 ? 'submitted' : 'resubmitted'))], what, fact });
}

/** Accepts a return; refused while a query about it is open, naming the query. Accepting twice changes nothing. */
export function decideAcceptance(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string },
): Outcome<Decision<Done>, NotFound | NotPermitted | QueryRefusal> {
  const found = submittedFor(snapshot, viewer, request.returnKey, 'accept return');
  if (!found.ok) return found;
  const { of: { agency }, row } = found.fact;
  const fact = { message: `The return of ${agency.name} has been accepted.` };
  const what = 'accepted the return';
  if (row.status === 'accepted') return accept({ changes: [], what, fact });
  const open = queriesOf(snapshot, row.key).find(({ status }) => status === 'open');
  if (open) return refuse({ reason: 'query-open', query: open.query, askedByName: nameOf(snapshot, open.askedBy) });
  return accept({ changes: [update(snapshot, quarterlyReturns, { ...row, status: 'accepted', acceptedAt: moment.instant, acceptedBy: viewer.person })], what, fact });
}
