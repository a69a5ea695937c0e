import { choice, dayField, instantField, keys, longText, optional, reference, text } from '../records/field.ts';
import { record, recordWithStates, type RowOf } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';

export const ACTION_SOURCES = ['meeting', 'return', 'audit', 'review', 'escalation', 'plan', 'inspection', 'other'] as const;

const completion = { completedAt: instantField('Completed at'), completedBy: reference('Completed by'), evidence: longText('Evidence') };

/**
 * One action of the log; its key is its reference, `2026-14`. Overdue is derived. Completion needs evidence; another person verifies it,
 * and it may be re-opened with a reason [LLR action log, PAAG 2].
 */
export const loggedActions = recordWithStates('Actions', { purpose: 'The action log of the partnerships and their groups.' }, {
  action: longText('Action'),
  measure: longText('How we will know it is done'),
  agency: reference('Agency', { indexed: true }),
  owner: reference('Owner', { indexed: true }),
  group: reference('Group', { indexed: true }),
  dueOn: dayField('Due'),
  dueMovedFrom: keys('Earlier due dates'),
  source: choice('Source', ACTION_SOURCES),
  sourceKey: optional(text('Source record')),
  addedAt: instantField('Added at'),
  addedBy: reference('Added by'),
}, {
  open: {},
  'in-progress': {},
  complete: completion,
  verified: { ...completion, verifiedAt: instantField('Verified at'), verifiedBy: reference('Verified by') },
  'not-needed': { closedAt: instantField('Closed at'), closedBy: reference('Closed by'), closedReason: longText('Why it is not needed') },
});
export type LoggedAction = RowOf<typeof loggedActions>;

/** What was said about an action, and when. Key: `2026-14.u3`. */
export const actionUpdates = record('Action updates', { purpose: 'Progress notes, changed due dates and re-openings, each with who and when.' }, {
  action: reference('Action', { indexed: true }),
  at: instantField('At'),
  by: reference('By'),
  note: longText('Note'),
});
export type ActionUpdate = RowOf<typeof actionUpdates>;

/** Everything said about an action, first to last. */
export function updatesOf(snapshot: Snapshot, action: string): readonly ActionUpdate[] {
  const numberOf = (key: string) => Number(key.slice(key.lastIndexOf('.u') + 2));
  return snapshot.where(actionUpdates, 'action', action).toSorted((a, b) => numberOf(a.key) - numberOf(b.key));
}
