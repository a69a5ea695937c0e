import { refuseCaseData, tidyText, type CaseDataRefused } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { holdersOf } from '../partnership/people-of.ts';
import { may, notPermitted, type Capability, type NotPermitted } from '../partnership/permission.ts';
import type { Person } from '../partnership/person.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import type { Day } from '../time/day.ts';
import { locksOn, type SubmittedReturn } from './quarterly-return.ts';
import { findReturn, nameOf, type ReturnCase } from './return-case.ts';
import type { Writing } from './return-content.ts';
import type { ClosedRefusal, WordsRefusal } from './return-refusal.ts';

/** The fact of a request that only had to be done: a sentence that says it was. */
export type Done = { readonly message: string };

/** The return a request is about, if the viewer may do this with it. */
export function returnFor(snapshot: Snapshot, viewer: Viewer, key: string, capability: Capability): Outcome<ReturnCase, NotFound | NotPermitted> {
  const found = findReturn(snapshot, key);
  if (!found) return refuse(NOT_FOUND);
  return may(viewer, capability, { agency: found.row.agency }) ? accept(found) : refuse(notPermitted(capability));
}

/** Writing for one's own agency and writing on an agency's behalf are two permissions. */
export function writingCapability(onBehalf: boolean): Capability {
  return onBehalf ? 'answer on behalf' : 'write draft';
}

/** Who signs off an agency's return on a day. */
export function signerOf(snapshot: Snapshot, agency: string, today: Day): Person | undefined {
  return holdersOf(snapshot, 'senior-officer', today, { agency })[0];
}

/** Refused from the day after the lock, whoever writes: the exception that opens it again is on record with its reason. */
export function lockedFor({ row, round }: ReturnCase, onBehalf: boolean, today: Day): ClosedRefusal | undefined {
  const lockedOn = locksOn(row, round);
  return today > lockedOn ? { reason: 'locked', lockedOn, onBehalf } : undefined;
}

/** Why the return cannot be written now by the agency, or by the board office on its behalf; nothing when it can. */
export function closedFor(snapshot: Snapshot, of: ReturnCase, onBehalf: boolean, today: Day, writing: Writing): ClosedRefusal | undefined {
  const { row, round, agency } = of;
  switch (row.status) {
    case 'scheduled': return { reason: 'not-open-yet', opensOn: round.opensOn };
    case 'excused': return { reason: 'excused', excusedOn: row.excusedOn };
    case 'open':
    case 'draft': return lockedFor(of, onBehalf, today);
    case 'awaiting-sign-off': return lockedFor(of, onBehalf, today) ?? (onBehalf ? undefined : { reason: 'waits-for-sign-off', signerName: nameOf(snapshot, row.signer) });
    case 'submitted':
    case 'resubmitted':
    case 'accepted':
      if (!writing.draft) return { reason: 'already-submitted', agencyName: agency.name, receipt: row.receipt };
      return closedVersion(snapshot, of, row, onBehalf, today, writing);
    case 'queried': return closedVersion(snapshot, of, row, onBehalf, today, writing);
  }
}

function closedVersion(snapshot: Snapshot, of: ReturnCase, row: SubmittedReturn, onBehalf: boolean, today: Day, { draft, overtaken }: Writing): ClosedRefusal | undefined {
  if (overtaken) return { reason: 'overtaken', byName: row.onBehalf ? 'The board office' : of.agency.name, receipt: row.receipt };
  const locked = lockedFor(of, onBehalf, today);
  if (locked) return locked;
  if (draft?.signOffAskedAt === undefined) return undefined;
  return { reason: 'waits-for-sign-off', signerName: signerOf(snapshot, row.agency, today)?.name ?? 'the senior officer' };
}

/**
 * A text that a request must bring: tidied, not empty, not too long, and nothing in it that may identify a child.
 * @param what as it stands after "Enter": `a reason`, `the query`
 * @param place as it begins a sentence: `The reason`
 */
export function requiredWords(text: string, what: string, place: string, most: number): Outcome<string, WordsRefusal | CaseDataRefused> {
  const words = tidyText(text).trim();
  if (words === '') return refuse({ reason: 'words-missing', what });
  if (words.length > most) return refuse({ reason: 'words-too-long', what, most });
  const caseData = refuseCaseData(words, place);
  return caseData ? refuse(caseData) : accept(words);
}
