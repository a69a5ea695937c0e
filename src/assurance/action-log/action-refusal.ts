import { explainCaseData, type CaseDataRefused } from '../confidentiality.ts';
import type { ActionChange } from './action-log-model.ts';
import type { LoggedAction } from './logged-action.ts';

export type ActionRefusal =
  | { readonly reason: 'unknown-choice'; readonly what: 'agency' | 'group' }
  /** The owner must be somebody who can update the action: the agency’s representative or deputy on a group. */
  | { readonly reason: 'owner-cannot-update'; readonly agencyName: string }
  | { readonly reason: 'not-a-day' }
  | { readonly reason: 'day-has-passed' }
  | { readonly reason: 'words-missing'; readonly what: string }
  | { readonly reason: 'due-then-already'; readonly reference: string }
  | { readonly reason: 'wrong-state'; readonly reference: string; readonly status: LoggedAction['status']; readonly change: ActionChange['change'] }
  /** Whoever completed an action does not verify it. */
  | { readonly reason: 'verifies-own-work'; readonly reference: string }
  | CaseDataRefused;

export const STATUS_WORDS: Readonly<Record<LoggedAction['status'], string>> = {
  open: 'open', 'in-progress': 'in progress', complete: 'complete and waits to be verified', verified: 'verified', 'not-needed': 'closed as not needed',
};

const NEXT_WORDS: Readonly<Record<ActionChange['change'], string>> = {
  progress: 'Open it again before you add progress',
  'move-due-date': 'Open it again before you move its due date',
  complete: 'Reload the page to see it as it is now',
  verify: 'It can be verified once its owner has completed it with evidence',
  reopen: 'Only what is complete, verified or not needed can be opened again',
  'not-needed': 'Open it again first if it must be closed for another reason',
};

/** The refusal as a sentence that says what to do next. */
export function explainAction(refusal: ActionRefusal): string {
  switch (refusal.reason) {
    case 'unknown-choice': return `Choose the ${refusal.what} from the list.`;
    case 'owner-cannot-update': return `Choose an owner who is a representative or deputy of ${refusal.agencyName}, so that they can update the action.`;
    case 'not-a-day': return 'Enter a real date as year-month-day, for example 2026-10-16.';
    case 'day-has-passed': return 'Enter a due date that is today or later.';
    case 'words-missing': return `Enter ${refusal.what}.`;
    case 'due-then-already': return `Action ${refusal.reference} is due on that day already. Choose another day, or add your note as progress.`;
    case 'wrong-state': return `Action ${refusal.reference} is ${STATUS_WORDS[refusal.status]}. ${NEXT_WORDS[refusal.change]}.`;
    case 'verifies-own-work': return `You completed action ${refusal.reference} yourself, so somebody else verifies it. Ask the chair or a colleague in the board office.`;
    case 'case-data': return explainCaseData(refusal);
  }
}
