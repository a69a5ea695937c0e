import type { Capability } from './partnership/permission.ts';

/** What was asked for does not exist: mistyped, or removed since the page was opened. */
export type NotFound = { readonly reason: 'not-found' };

/** A refusal with its sentence, as views give it. */
export type Refused = { readonly reason: string; readonly message: string; readonly details?: unknown };

export const NOT_FOUND: NotFound = { reason: 'not-found' };

const BOARD_OFFICE_HELPS = 'Ask the board office if this should be different';

const WHO_MAY: Readonly<Record<Capability, string>> = {
  'see return states': 'Only people with a role in the partnership can see where returns stand',
  'read draft': 'Only the agency’s own representative, deputy and senior officer can read a return that is still being written',
  'write draft': 'Only the agency’s own representative and deputy can write its return',
  'answer on behalf': 'Only the board office can answer on an agency’s behalf',
  'submit return': 'Only the agency’s own representative and deputy can submit its return',
  'sign off return': 'Only the agency’s senior officer can sign off its return',
  'read submitted return': 'Only people with a role in the partnership can read submitted returns',
  'query return': 'Only a chair and the board office can query a return',
  'answer query': 'Only the agency’s own representative and deputy, or the board office, can answer a query',
  'accept return': 'Only a chair and the board office can accept a return',
  'correct return': 'Only the agency’s own representative and deputy, or the board office, can correct a submitted return',
  'ask deputy': 'Only the agency’s own representative can ask the deputy',
  'manage round': 'Only the board office can do this',
  'see who is waited for': 'Only a chair, the independent scrutineer and the board office can see who is waited for',
  'see escalations': 'Only a chair, the independent scrutineer, the board office and the agency concerned can see an escalation',
  'decide escalation': 'Only a chair can decide on an escalation',
  'record escalation reply': 'Only a chair, the board office and the agency’s senior officer can record a reply',
  'see calendar': 'Only people with a role in the partnership can see its calendar',
  'manage calendar': 'Only the board office can change the calendar',
  'see actions': 'Only people with a role in the partnership can see its actions',
  'add action': 'Only a chair and the board office can add an action',
  'update action': 'Only the action’s own agency and the board office can update it',
  'verify action': 'Only a chair and the board office can verify an action',
  'see deliveries': 'Only the board office can see deliveries and problems',
  'export register': 'Only the board office can export the register',
  'import rows': 'Only the board office can import rows',
  'see history': 'Only a chair, the independent scrutineer and the board office can see history',
};

/** Who may do what was asked, and who can help. */
export function explainNotPermitted(capability: Capability): string {
  return `${WHO_MAY[capability]}. ${BOARD_OFFICE_HELPS}.`;
}

export function explainNotFound(): string {
  return 'This cannot be found. It may have been removed: go back, reload the page and choose it again.';
}
