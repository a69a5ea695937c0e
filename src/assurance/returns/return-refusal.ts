import { explainCaseData, type CaseDataRefused } from '../confidentiality.ts';
import { numberInWords } from '../indicators/figure-words.ts';
import { longDate, type Day } from '../time/day.ts';
import { longQuarter, type Quarter } from '../time/quarter.ts';
import type { MissingPart } from './completeness.ts';
import type { ReturnStatus } from './quarterly-return.ts';

/** Why a return cannot be written just now. */
export type ClosedRefusal =
  | { readonly reason: 'not-open-yet'; readonly opensOn: Day }
  | { readonly reason: 'locked'; readonly lockedOn: Day; readonly onBehalf: boolean }
  | { readonly reason: 'excused'; readonly excusedOn: Day }
  | { readonly reason: 'waits-for-sign-off'; readonly signerName: string }
  | { readonly reason: 'already-submitted'; readonly agencyName: string; readonly receipt: string }
  /** The other of the agency and the board office submitted while this was being written. */
  | { readonly reason: 'overtaken'; readonly byName: string; readonly receipt: string };

export type EditRefusal =
  | { readonly reason: 'unknown-part'; readonly what: 'question' | 'section' | 'figure' | 'cell'; readonly quarter: Quarter }
  | { readonly reason: 'too-long'; readonly place: string; readonly most: number }
  | { readonly reason: 'not-a-number'; readonly place: string };

export type SubmissionRefusal =
  | { readonly reason: 'incomplete'; readonly missing: readonly MissingPart[] }
  | { readonly reason: 'needs-sign-off'; readonly signerName: string | undefined }
  | { readonly reason: 'nothing-changed' }
  | { readonly reason: 'correction-reason-missing' }
  /** A row that this would write is there already but was broken by hand. */
  | { readonly reason: 'row-unreadable'; readonly list: string };

export type SignOffRefusal =
  | { readonly reason: 'no-sign-off-needed' }
  | { readonly reason: 'no-senior-officer' }
  | { readonly reason: 'sign-off-not-asked' };

export type QueryRefusal =
  | { readonly reason: 'not-submitted'; readonly agencyName: string; readonly status: ReturnStatus }
  | { readonly reason: 'accepted-already'; readonly agencyName: string }
  | { readonly reason: 'query-open'; readonly query: string; readonly askedByName: string }
  | { readonly reason: 'answered-already'; readonly byName: string }
  | { readonly reason: 'unknown-section' };

export type RoundRefusal =
  | { readonly reason: 'submitted-already'; readonly agencyName: string }
  | { readonly reason: 'exception-too-early'; readonly lockedOn: Day; readonly today: Day }
  | { readonly reason: 'exception-too-late'; readonly latest: Day }
  | { readonly reason: 'no-deputy'; readonly agencyName: string };

export type AttachmentRefusal =
  | { readonly reason: 'too-many-files'; readonly most: number }
  | { readonly reason: 'file-empty' }
  | { readonly reason: 'file-too-large'; readonly mostMegabytes: number }
  | { readonly reason: 'file-kind'; readonly allowed: readonly string[] }
  | { readonly reason: 'file-content'; readonly extension: string }
  | { readonly reason: 'file-name-taken'; readonly fileName: string }
  | { readonly reason: 'file-submitted' };

/** Texts that a person must give, and may not make longer than this. */
export type WordsRefusal = { readonly reason: 'words-missing'; readonly what: string } | { readonly reason: 'words-too-long'; readonly what: string; readonly most: number };

export type ReturnRefusal = ClosedRefusal | EditRefusal | SubmissionRefusal | SignOffRefusal | QueryRefusal | RoundRefusal | AttachmentRefusal | WordsRefusal
  | CaseDataRefused | { readonly reason: 'nothing-to-copy' };

/** Every refusal about a return as a sentence that says what to do next. */
export function explainReturnRefusal(refusal: ReturnRefusal): string {
  switch (refusal.reason) {
    case 'not-open-yet': return `This return opens on ${longDate(refusal.opensOn)}. Come back then.`;
    case 'locked': return refusal.onBehalf
      ? `This return was locked after ${longDate(refusal.lockedOn)}. Grant an exception with its reason first, then answer on the agency’s behalf.`
      : `This return was locked after ${longDate(refusal.lockedOn)}. Ask the board office for an exception if it still needs to change. You can download it at any time.`;
    case 'excused': return `The agency was excused from this return on ${longDate(refusal.excusedOn)}. If it is needed after all, ask the board office to open it again.`;
    case 'waits-for-sign-off': return `This return is with ${refusal.signerName} for sign-off. To change it, take it back or ask ${refusal.signerName} to send it back.`;
    case 'already-submitted': return `${refusal.agencyName} has submitted this return (receipt ${refusal.receipt}). To change it, choose “Correct this return” and say why.`;
    case 'overtaken': return `${refusal.byName} submitted this return (receipt ${refusal.receipt}) while you were writing. Your text is kept: choose “Correct this return” to go on from it.`;
    case 'unknown-part': return `This ${refusal.what} is not part of the return for ${longQuarter(refusal.quarter)}. Reload the form and try again; your text stays on the page until then.`;
    case 'too-long': return `${refusal.place} is too long. Use ${numberInWords(refusal.most, 0)} characters or fewer, or attach a report for a fuller account.`;
    case 'not-a-number': return `${refusal.place}: enter a number.`;
    case 'incomplete': return incompleteInWords(refusal.missing);
    case 'needs-sign-off': return `${refusal.signerName ?? 'The agency’s senior officer'} signs off this return before it is submitted. Choose “Ask for sign-off”.`;
    case 'nothing-changed': return 'Nothing has changed since this return was submitted, so there is nothing to submit again.';
    case 'correction-reason-missing': return 'Say why the return is corrected. The reason is kept with both versions.';
    case 'row-unreadable': return `A row of the list ${refusal.list} that belongs to this return was changed by hand and cannot be read. Ask the board office to mend it under Deliveries and problems, then submit again. Your draft is kept.`;
    case 'no-sign-off-needed': return 'This return needs no sign-off. Submit it when it is complete.';
    case 'no-senior-officer': return 'The register names no senior officer for this agency. Ask the board office to add one, so that the return can be signed off.';
    case 'sign-off-not-asked': return 'This return does not wait for sign-off. Its representative asks for it when the return is complete.';
    case 'not-submitted': return refusal.status === 'excused' ? `${refusal.agencyName} was excused from this return.` : `${refusal.agencyName} has not submitted this return yet.`;
    case 'accepted-already': return `This return has been accepted. Ask ${refusal.agencyName} to correct it if something is wrong.`;
    case 'query-open': return `${refusal.askedByName}’s query “${shortened(refusal.query)}” has no answer yet. Wait for the reply, or record it on the agency’s behalf, then accept.`;
    case 'answered-already': return `${refusal.byName} has answered this query. Reload the page to read the reply.`;
    case 'unknown-section': return 'This section is not part of the return. Choose one of its sections, or leave the section out.';
    case 'submitted-already': return `${refusal.agencyName} has submitted this return, so it is no longer waited for. Reload the page to see it.`;
    case 'exception-too-early': return refusal.lockedOn < refusal.today
      ? `The exception must run until today or later. Choose ${longDate(refusal.today)} or a day after it.`
      : `The return is open until ${longDate(refusal.lockedOn)} without an exception. Choose a day after it.`;
    case 'exception-too-late': return `An exception can run until ${longDate(refusal.latest)}. Choose that day or an earlier one.`;
    case 'no-deputy': return `The register names no deputy for ${refusal.agencyName}. Ask the board office to add one, or to answer on your behalf.`;
    case 'too-many-files': return `A return can have ${refusal.most} files. Remove one first, or put two into one file.`;
    case 'file-empty': return 'The file is empty. Choose the file again.';
    case 'file-too-large': return `The file is larger than ${refusal.mostMegabytes} MB. Save it with smaller pictures, or attach only the part that matters.`;
    case 'file-kind': return `Attach a file of one of these kinds: ${refusal.allowed.join(', ')}.`;
    case 'file-content': return `This file is named .${refusal.extension} but holds something else. Open it and save it again as .${refusal.extension}, without a password.`;
    case 'file-name-taken': return `A file named ${refusal.fileName} is already attached. Remove it first, or give this one another name.`;
    case 'file-submitted': return 'This file was submitted with the return and stays with it.';
    case 'words-missing': return `Enter ${refusal.what}.`;
    case 'words-too-long': return `Use ${numberInWords(refusal.most, 0)} characters or fewer for ${refusal.what}.`;
    case 'case-data': return explainCaseData(refusal);
    case 'nothing-to-copy': return 'There is no text from last quarter to copy here.';
  }
}

/** As many as a card has room for; the form lists them all. */
const MISSING_NAMED = 5;

function incompleteInWords(missing: readonly MissingPart[]): string {
  const rest = missing.length - MISSING_NAMED;
  return [
    `${missing.length === 1 ? 'One thing is' : `${missing.length} things are`} missing before this return can be submitted.`,
    ...missing.slice(0, MISSING_NAMED).map(({ text }) => text),
    ...(rest > 0 ? [`The form lists the other ${rest}.`] : []),
  ].join(' ');
}

function shortened(text: string): string {
  return text.length <= 80 ? text : `${text.slice(0, 79).trimEnd()}…`;
}
