import { refuseCaseData, tidyText, type CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { deputyOf } from '../partnership/people-of.ts';
import type { NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { NotFound } from '../refusals.ts';
import { addMonths, longDate, type Day } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import { REASON_LENGTH } from './decide-sign-off.ts';
import { isSubmitted, lastingOf, quarterlyReturns, type QuarterlyReturn } from './quarterly-return.ts';
import { closedFor, requiredWords, returnFor, type Done } from './return-access.ts';
import { writingOf } from './return-content.ts';
import type { ClosedRefusal, RoundRefusal, WordsRefusal } from './return-refusal.ts';

const DEPUTY_NOTE_LENGTH = 500;
/** Longer than a year is another round's business. */
const EXCEPTION_MONTHS = 12;

/** The row of a return that is no longer asked for. Its draft, if there is one, stays. */
export function excusedRow(row: QuarterlyReturn, by: { readonly person: string; readonly on: Day; readonly reason: string }): QuarterlyReturn {
  return { ...lastingOf(row), status: 'excused', excusedOn: by.on, excusedBy: by.person, excusedReason: by.reason };
}

/** Excuses an agency from a return it has not submitted, with the reason. Excusing twice changes nothing. */
export function decideExcuse(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly reason: string },
): Outcome<Decision<Done>, NotFound | NotPermitted | RoundRefusal | WordsRefusal | CaseDataRefused> {
  const found = returnFor(snapshot, viewer, request.returnKey, 'manage round');
  if (!found.ok) return found;
  const { row, agency } = found.fact;
  if (isSubmitted(row)) return refuse({ reason: 'submitted-already', agencyName: agency.name });
  const reason = requiredWords(request.reason, 'a reason', 'The reason', REASON_LENGTH);
  if (!reason.ok) return reason;
  const fact = { message: `${agency.name} has been excused from this return.` };
  const what = 'excused the agency from the return';
  if (row.status === 'excused') return accept({ changes: [], what, fact });
  return accept({ changes: [update(snapshot, quarterlyReturns, excusedRow(row, { person: viewer.person, on: moment.today, reason: reason.fact }))], what, reason: reason.fact, fact });
}

/**
 * Lets a return be submitted or changed until a day after its lock, with the reason. An excused return is opened again by it.
 * The day may be moved either way later, but not into the past.
 */
export function decideException(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly until: Day; readonly reason: string },
): Outcome<Decision<Done>, NotFound | NotPermitted | RoundRefusal | ClosedRefusal | WordsRefusal | CaseDataRefused> {
  const found = returnFor(snapshot, viewer, request.returnKey, 'manage round');
  if (!found.ok) return found;
  const { row, round, agency } = found.fact;
  if (row.status === 'scheduled') return refuse({ reason: 'not-open-yet', opensOn: round.opensOn });
  const latest = addMonths(moment.today, EXCEPTION_MONTHS);
  if (request.until <= round.locksOn || request.until < moment.today) return refuse({ reason: 'exception-too-early', lockedOn: round.locksOn, today: moment.today });
  if (request.until > latest) return refuse({ reason: 'exception-too-late', latest });
  const reason = requiredWords(request.reason, 'a reason', 'The reason', REASON_LENGTH);
  if (!reason.ok) return reason;
  const { draft } = writingOf(snapshot, row, false);
  const extension = { lockExtendedTo: request.until, lockExtensionReason: reason.fact };
  const next: QuarterlyReturn = row.status !== 'excused' ? { ...row, ...extension }
    : draft ? { ...lastingOf(row), ...extension, status: 'draft', startedAt: draft.savedAt, startedBy: draft.savedBy }
      : { ...lastingOf(row), ...extension, status: 'open' };
  return accept({
    changes: [update(snapshot, quarterlyReturns, next)],
    what: `granted an exception until ${longDate(request.until)}`, reason: reason.fact,
    fact: { message: `${agency.name} can submit or change this return until ${longDate(request.until)}.` },
  });
}

/** The representative cannot answer and asks the deputy, who is told and reminded from then on. Asking twice with the same note changes nothing. */
export function decideAskDeputy(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly returnKey: string; readonly note?: string | undefined },
): Outcome<Decision<Done>, NotFound | NotPermitted | RoundRefusal | ClosedRefusal | WordsRefusal | CaseDataRefused> {
  const found = returnFor(snapshot, viewer, request.returnKey, 'ask deputy');
  if (!found.ok) return found;
  const { row, round, agency } = found.fact;
  const closed = closedFor(snapshot, found.fact, false, moment.today, writingOf(snapshot, row, false));
  if (closed) return refuse(closed);
  const deputy = deputyOf(snapshot, round.group, row.agency, moment.today);
  if (!deputy) return refuse({ reason: 'no-deputy', agencyName: agency.name });
  const note = tidyText(request.note ?? '').trim();
  if (note.length > DEPUTY_NOTE_LENGTH) return refuse({ reason: 'words-too-long', what: 'the note', most: DEPUTY_NOTE_LENGTH });
  const caseData = refuseCaseData(note, 'The note');
  if (caseData) return refuse(caseData);
  const fact = { message: `${deputy.name} has been asked to answer this return.` };
  const what = 'asked the deputy to answer the return';
  if (row.deputyAskedAt !== undefined && (row.deputyAskedNote ?? '') === note) return accept({ changes: [], what, fact });
  const { deputyAskedNote: _, ...rest } = row;
  return accept({
    changes: [update(snapshot, quarterlyReturns, { ...rest, deputyAskedAt: moment.instant, deputyAskedBy: viewer.person, ...(note === '' ? {} : { deputyAskedNote: note }) })],
    what, fact,
  });
}
