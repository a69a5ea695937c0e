import type { CaseDataRefused } from '../confidentiality.ts';
import { sameCells } from '../indicators/figure-grid.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { longDate } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import { longQuarter } from '../time/quarter.ts';
import { attachmentsBeingWritten } from './decide-attachments.ts';
import { isNil, missingParts, textOf } from './completeness.ts';
import { REASON_LENGTH } from './decide-sign-off.ts';
import { isSubmitted, type SubmittedReturn } from './quarterly-return.ts';
import { closedFor, requiredWords, signerOf } from './return-access.ts';
import { findReturn, type ReturnCase } from './return-case.ts';
import { askedOf, versionContent, wasQueried, writingOf, type Asked } from './return-content.ts';
import type { DraftContent } from './return-draft.ts';
import type { Receipt } from './return-form-model.ts';
import type { ClosedRefusal, SignOffRefusal, SubmissionRefusal, WordsRefusal } from './return-refusal.ts';
import { submissionChanges, submittedRow } from './submission-rows.ts';

export type SubmitRequest = { readonly returnKey: string; readonly onBehalf: boolean; readonly correctionReason?: string | undefined };
export type SubmitRefusal = NotFound | NotPermitted | ClosedRefusal | SubmissionRefusal | SignOffRefusal | WordsRefusal | CaseDataRefused;

/**
 * Submits what has been written, as the first version or as the next. Refused while anything is missing, saying all of it; after the lock
 * without an exception; without the senior officer where the agency's executive signs off; and, for a correction nobody asked for, without
 * a reason. Submitting again when nothing more is being written answers the same receipt.
 */
export function decideSubmission(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: SubmitRequest): Outcome<Decision<Receipt>, SubmitRefusal> {
  const of = findReturn(snapshot, request.returnKey);
  if (!of) return refuse(NOT_FOUND);
  const { row, agency } = of;
  const subject = { agency: row.agency };
  const signs = agency.executiveSignsOff && !request.onBehalf;
  const signer = signs && may(viewer, 'sign off return', subject);
  const capability = request.onBehalf ? 'answer on behalf' : 'submit return';
  if (!signer && !may(viewer, capability, subject)) return refuse(notPermitted(capability));
  const writing = writingOf(snapshot, row, request.onBehalf);
  const newFiles = attachmentsBeingWritten(snapshot, row.key, request.onBehalf).some((file) => file.version === undefined);
  if (isSubmitted(row) && !writing.draft && !newFiles && row.onBehalf === request.onBehalf) return accept({ changes: [], what: 'submitted the return', fact: receiptOf(of, row) });

  const closed = closedFor(snapshot, of, request.onBehalf, moment.today, writing);
  if (closed && !(signer && closed.reason === 'waits-for-sign-off')) return refuse(closed);
  if (signs && !signer) return refuse({ reason: 'needs-sign-off', signerName: signerOf(snapshot, row.agency, moment.today)?.name });
  if (signer && closed === undefined && !may(viewer, 'submit return', subject)) return refuse({ reason: 'sign-off-not-asked' });

  const asked = askedOf(snapshot, row);
  const missing = missingParts(snapshot, asked, row.quarter, writing.content);
  if (missing.length > 0) return refuse({ reason: 'incomplete', missing });
  const reason = correctionReason(snapshot, of, request, newFiles || !(isSubmitted(row) && sameContent(asked, writing.content, versionContent(snapshot, row))));
  if (!reason.ok) return reason;

  const next = submittedRow(of, asked, writing.content, {
    moment, by: viewer.person, onBehalf: request.onBehalf,
    ...(signs ? { signedOffBy: viewer.person } : {}), ...(reason.fact === undefined ? {} : { correctionReason: reason.fact }),
  });
  const changes = submissionChanges(snapshot, next, asked, writing, moment);
  const unreadable = snapshot.problems().find((problem) => changes.some((change) => change.kind === 'insert' && change.definition.title === problem.list && change.row.key === problem.key));
  if (unreadable) return refuse({ reason: 'row-unreadable', list: unreadable.list });
  return accept({
    changes,
    what: `submitted version ${next.version} of the return${request.onBehalf ? ' on behalf of the agency' : ''}`,
    ...(reason.fact === undefined ? {} : { reason: reason.fact }),
    fact: receiptOf(of, next),
  });
}

function correctionReason(
  snapshot: Snapshot, { row }: ReturnCase, request: SubmitRequest, changed: boolean,
): Outcome<string | undefined, SubmissionRefusal | WordsRefusal | CaseDataRefused> {
  if (!isSubmitted(row)) return accept(undefined);
  if (!changed) return refuse({ reason: 'nothing-changed' });
  if ((request.correctionReason ?? '').trim() === '') return wasQueried(snapshot, row) ? accept(undefined) : refuse({ reason: 'correction-reason-missing' });
  return requiredWords(request.correctionReason ?? '', 'a reason', 'The reason', REASON_LENGTH);
}

/** Whether two contents say the same, whoever wrote them and when. */
function sameContent(asked: Asked, a: DraftContent, b: DraftContent): boolean {
  return asked.sections.every(({ section, questions }) => isNil(a, section.key) === isNil(b, section.key) && questions.every(({ key }) => textOf(a, key) === textOf(b, key)))
    && asked.figures.every(({ id }) => {
      const [one, other] = [a.figures[id], b.figures[id]];
      return sameCells(one?.cells ?? {}, other?.cells ?? {}) && (one?.missingReason ?? '') === (other?.missingReason ?? '') && (one?.note ?? '') === (other?.note ?? '');
    });
}

/** The receipt of a submitted return, the same however often it is asked for. */
export function receiptOf({ round, agency }: ReturnCase, row: SubmittedReturn): Receipt {
  const late = row.firstSubmittedOn > round.dueOn;
  const on = row.submittedOn ?? row.firstSubmittedOn;
  const words = `The return of ${agency.name} for ${longQuarter(row.quarter).replace('Quarter', 'quarter')} was ${row.version === 1 ? 'submitted' : 'submitted again'} on ${longDate(on)}.`
    + `${late && row.version === 1 ? ` It was due on ${longDate(round.dueOn)}.` : ''} Receipt ${row.receipt}.`;
  return { returnKey: row.key, receipt: row.receipt, submittedAt: row.submittedAt, version: row.version, late, words };
}
