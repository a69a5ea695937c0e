import { refuseCaseData, tidyText } from '../confidentiality.ts';
import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type Capability, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { insert, update, type Change } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { isDay, longDate } from '../time/day.ts';
import type { Moment } from '../time/instant.ts';
import type { ActionChange } from './action-log-model.ts';
import type { ActionRefusal } from './action-refusal.ts';
import { actionUpdates, loggedActions, updatesOf, type LoggedAction } from './logged-action.ts';

export type ActionChangeRequest = { readonly actionKey: string } & ActionChange;
export type ActionChanged = { readonly message: string };
type Answer = Outcome<Decision<ActionChanged>, ActionRefusal | NotPermitted | NotFound>;
type Case = { readonly snapshot: Snapshot; readonly viewer: Viewer; readonly moment: Moment; readonly action: LoggedAction };

/** Who makes which change: the agency does the work, a chair or the board office judges it. */
const NEEDS: Readonly<Record<ActionChange['change'], Capability>> = {
  progress: 'update action', 'move-due-date': 'update action', complete: 'update action',
  verify: 'verify action', reopen: 'verify action', 'not-needed': 'verify action',
};

/**
 * One change to one action: progress, a later or earlier due date with its reason, completion with evidence, verification by somebody
 * other than whoever completed it, re-opening with a reason, or closing as not needed [LLR action log, PAAG 2]. Every change leaves an
 * update with who and when. The same change pressed twice is made once.
 */
export function decideChangeAction(snapshot: Snapshot, viewer: Viewer, moment: Moment, request: ActionChangeRequest): Answer {
  const action = snapshot.get(loggedActions, request.actionKey);
  if (!action) return refuse(NOT_FOUND);
  const needed = NEEDS[request.change];
  if (!may(viewer, needed, { agency: action.agency, group: action.group })) return refuse(notPermitted(needed));
  const of: Case = { snapshot, viewer, moment, action };
  const words = wordsOf(request);
  const caseData = refuseCaseData(words.text, words.place);
  if (caseData) return refuse(caseData);
  if (words.text === '' && request.change !== 'verify') return refuse({ reason: 'words-missing', what: words.missing });
  switch (request.change) {
    case 'progress': return progress(of, words.text);
    case 'move-due-date': return moveDueDate(of, request.dueOn, words.text);
    case 'complete': return complete(of, words.text);
    case 'verify': return verify(of, words.text);
    case 'reopen': return reopen(of, words.text);
    case 'not-needed': return notNeeded(of, words.text);
  }
}

function wordsOf(request: ActionChange): { readonly text: string; readonly place: string; readonly missing: string } {
  const tidy = (text: string | undefined) => tidyText(text ?? '').trim();
  if (request.change === 'complete') return { text: tidy(request.evidence), place: 'The evidence', missing: 'the evidence that it is done' };
  return { text: tidy(request.note), place: 'The note', missing: request.change === 'progress' ? 'a note' : 'a reason' };
}

function progress(of: Case, note: string): Answer {
  const { action } = of;
  if (action.status !== 'open' && action.status !== 'in-progress') return wrongState(of, 'progress');
  const message = `Your update to action ${action.key} is saved.`;
  if (saidLast(of, note)) return nothingNew(message);
  return changed(of, { ...unchanging(action), status: 'in-progress' }, note, `updated action ${action.key}`, message);
}

function moveDueDate(of: Case, dueOn: string, note: string): Answer {
  const { action, moment } = of;
  if (action.status !== 'open' && action.status !== 'in-progress') return wrongState(of, 'move-due-date');
  if (!isDay(dueOn)) return refuse({ reason: 'not-a-day' });
  const words = `Due date moved to ${longDate(dueOn)}: ${note}`;
  const message = `Action ${action.key} is now due on ${longDate(dueOn)}.`;
  if (dueOn === action.dueOn) return saidLast(of, words) ? nothingNew(message) : refuse({ reason: 'due-then-already', reference: action.key });
  if (dueOn < moment.today) return refuse({ reason: 'day-has-passed' });
  return changed(of, { ...action, dueOn, dueMovedFrom: [...action.dueMovedFrom, action.dueOn] }, words, `moved the due date of action ${action.key}`, message, note);
}

function complete(of: Case, evidence: string): Answer {
  const { action, viewer, moment } = of;
  const message = `Action ${action.key} is complete. The chair or the board office verifies it.`;
  if (action.status === 'complete' && action.completedBy === viewer.person && action.evidence === evidence) return nothingNew(message);
  if (action.status !== 'open' && action.status !== 'in-progress') return wrongState(of, 'complete');
  const row: LoggedAction = { ...unchanging(action), status: 'complete', completedAt: moment.instant, completedBy: viewer.person, evidence };
  return changed(of, row, `Completed. Evidence: ${evidence}`, `completed action ${action.key}`, message);
}

function verify(of: Case, note: string): Answer {
  const { action, viewer, moment } = of;
  const message = `Action ${action.key} is verified.`;
  if (action.status === 'verified' && action.verifiedBy === viewer.person) return nothingNew(message);
  if (action.status !== 'complete') return wrongState(of, 'verify');
  if (action.completedBy === viewer.person) return refuse({ reason: 'verifies-own-work', reference: action.key });
  const row: LoggedAction = { ...action, status: 'verified', verifiedAt: moment.instant, verifiedBy: viewer.person };
  return changed(of, row, note === '' ? 'Verified.' : `Verified. ${note}`, `verified action ${action.key}`, message);
}

function reopen(of: Case, note: string): Answer {
  const { action } = of;
  const words = `Opened again: ${note}`;
  const message = `Action ${action.key} is open again. Its owner can update it.`;
  if (action.status === 'open' && saidLast(of, words)) return nothingNew(message);
  if (action.status === 'open' || action.status === 'in-progress') return wrongState(of, 'reopen');
  return changed(of, { ...unchanging(action), status: 'open' }, words, `opened action ${action.key} again`, message, note);
}

function notNeeded(of: Case, closedReason: string): Answer {
  const { action, viewer, moment } = of;
  const message = `Action ${action.key} is closed as not needed.`;
  if (action.status === 'not-needed' && action.closedBy === viewer.person) return nothingNew(message);
  if (action.status !== 'open' && action.status !== 'in-progress') return wrongState(of, 'not-needed');
  const row: LoggedAction = { ...unchanging(action), status: 'not-needed', closedAt: moment.instant, closedBy: viewer.person, closedReason };
  return changed(of, row, `Closed as not needed: ${closedReason}`, `closed action ${action.key} as not needed`, message, closedReason);
}

/** What every state of an action keeps. */
function unchanging({ key, action, measure, agency, owner, group, dueOn, dueMovedFrom, source, sourceKey, addedAt, addedBy }: LoggedAction) {
  return { key, action, measure, agency, owner, group, dueOn, dueMovedFrom, source, addedAt, addedBy, ...(sourceKey === undefined ? {} : { sourceKey }) };
}

function wrongState({ action }: Case, change: ActionChange['change']): Answer {
  return refuse({ reason: 'wrong-state', reference: action.key, status: action.status, change });
}

function nothingNew(message: string): Answer {
  return accept({ changes: [], what: '', fact: { message } });
}

function saidLast({ snapshot, viewer, action }: Case, note: string): boolean {
  const last = updatesOf(snapshot, action.key).at(-1);
  return last?.note === note && last.by === viewer.person;
}

function changed({ snapshot, viewer, moment, action }: Case, row: LoggedAction, note: string, what: string, message: string, reason?: string): Answer {
  const number = updatesOf(snapshot, action.key).length + 1;
  const changes: readonly Change[] = [
    update(snapshot, loggedActions, row),
    insert(actionUpdates, { key: `${action.key}.u${number}`, action: action.key, at: moment.instant, by: viewer.person, note }),
  ];
  return accept({ changes, what, fact: { message }, ...(reason === undefined ? {} : { reason }) });
}
