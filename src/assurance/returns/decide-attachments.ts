import { refuseCaseData, type CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, remove } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import type { Moment } from '../time/instant.ts';
import { isSubmitted, returnAttachments, type ReturnAttachment } from './quarterly-return.ts';
import { extensionOf, kindOf, LARGEST_REPORT_MEGABYTES, MOST_REPORTS, REPORT_EXTENSIONS, safeFileName } from './report-file.ts';
import { closedFor, returnFor, writingCapability, type Done } from './return-access.ts';
import { findReturn } from './return-case.ts';
import { writingOf } from './return-content.ts';
import type { AttachmentRefusal, ClosedRefusal } from './return-refusal.ts';

type Refusal = NotFound | NotPermitted | ClosedRefusal | AttachmentRefusal | CaseDataRefused;

/** The files that belong to what is being written: those already submitted, and those added since by the same side. */
export function attachmentsBeingWritten(snapshot: Snapshot, returnKey: string, onBehalf: boolean): readonly ReturnAttachment[] {
  return snapshot.where(returnAttachments, 'return', returnKey).filter((file) => file.version !== undefined || (file.onBehalf ?? false) === onBehalf);
}

/** The files that came with a submitted version. */
export function attachmentsSubmitted(snapshot: Snapshot, returnKey: string, version: number): readonly ReturnAttachment[] {
  return snapshot.where(returnAttachments, 'return', returnKey).filter((file) => file.version !== undefined && file.version <= version);
}

/** Files are as private as the text beside them: until submitted, only who writes may open them. */
export function mayReadAttachment(snapshot: Snapshot, viewer: Viewer, file: ReturnAttachment): boolean {
  const found = findReturn(snapshot, file.return);
  if (!found) return false;
  const agency = found.row.agency;
  if (file.version !== undefined) return may(viewer, 'read submitted return', { agency });
  return may(viewer, file.onBehalf ? 'answer on behalf' : 'read draft', { agency });
}

/**
 * Adds a report the agency already has. Taken are PDF, Word, Excel, CSV and OpenDocument files of at most 4 MB whose bytes are what the
 * name says, five to a return. `document` is the id under which the bytes are to be kept; the same file sent twice is added once.
 */
export function decideAttachReport(
  snapshot: Snapshot, viewer: Viewer, moment: Moment,
  request: { readonly returnKey: string; readonly onBehalf: boolean; readonly fileName: string; readonly bytes: Uint8Array },
): Outcome<Decision<Done & { readonly attachment: string; readonly document: string }>, Refusal> {
  const found = returnFor(snapshot, viewer, request.returnKey, writingCapability(request.onBehalf));
  if (!found.ok) return found;
  const { row } = found.fact;
  const closed = closedFor(snapshot, found.fact, request.onBehalf, moment.today, writingOf(snapshot, row, request.onBehalf));
  if (closed) return refuse(closed);
  const fileName = safeFileName(request.fileName);
  const kind = kindOf(fileName);
  if (!kind) return refuse({ reason: 'file-kind', allowed: REPORT_EXTENSIONS });
  if (request.bytes.length === 0) return refuse({ reason: 'file-empty' });
  if (request.bytes.length > LARGEST_REPORT_MEGABYTES * 1024 * 1024) return refuse({ reason: 'file-too-large', mostMegabytes: LARGEST_REPORT_MEGABYTES });
  if (!kind.holds(request.bytes)) return refuse({ reason: 'file-content', extension: extensionOf(fileName) });
  const caseData = refuseCaseData(fileName, 'The file name');
  if (caseData) return refuse(caseData);

  const files = attachmentsBeingWritten(snapshot, row.key, request.onBehalf);
  const fact = { message: `${fileName} is attached.` };
  const what = 'attached a report';
  const namesake = files.find((file) => file.fileName.toLowerCase() === fileName.toLowerCase());
  if (namesake && namesake.bytes === request.bytes.length && namesake.addedBy === viewer.person) {
    return accept({ changes: [], what, fact: { ...fact, attachment: namesake.key, document: namesake.document } });
  }
  if (namesake) return refuse({ reason: 'file-name-taken', fileName });
  if (files.length >= MOST_REPORTS) return refuse({ reason: 'too-many-files', most: MOST_REPORTS });
  const key = `${row.key}.${moment.instant.replaceAll(/\D/g, '')}.${viewer.person}.${files.length + 1}.${request.bytes.length}`;
  const attachment: ReturnAttachment = {
    key, return: row.key, fileName, mediaType: kind.mediaType, bytes: request.bytes.length, document: key,
    addedBy: viewer.person, addedAt: moment.instant, ...(request.onBehalf ? { onBehalf: true } : {}),
  };
  return accept({ changes: [insert(returnAttachments, attachment)], what, fact: { ...fact, attachment: key, document: key } });
}

/** Takes away a file that has not been submitted yet. */
export function decideRemoveAttachment(
  snapshot: Snapshot, viewer: Viewer, moment: Moment, request: { readonly attachmentKey: string },
): Outcome<Decision<Done & { readonly document: string }>, Refusal> {
  const file = snapshot.get(returnAttachments, request.attachmentKey);
  const found = file && findReturn(snapshot, file.return);
  if (!file || !found) return refuse(NOT_FOUND);
  const onBehalf = file.onBehalf ?? false;
  const capability = writingCapability(onBehalf);
  if (!may(viewer, capability, { agency: found.row.agency })) return refuse(notPermitted(capability));
  if (file.version !== undefined) return refuse({ reason: 'file-submitted' });
  const closed = closedFor(snapshot, found, onBehalf, moment.today, writingOf(snapshot, found.row, onBehalf));
  if (closed && !isSubmitted(found.row)) return refuse(closed);
  return accept({ changes: [remove(snapshot, returnAttachments, file.key)], what: 'removed a report', fact: { message: `${file.fileName} is removed.`, document: file.document } });
}
