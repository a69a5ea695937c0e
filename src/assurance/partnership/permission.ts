import type { Role, RoleKind, Viewer } from './viewer.ts';

/** What a role's holder may do: with everything, or only where it concerns the agency or the group the role is held for. */
type Grant = 'all' | 'own-agency' | 'own-group';
type Grants = Readonly<Partial<Record<RoleKind, Grant>>>;

/**
 * The single table of who may do what; whatever it does not grant is refused. An agency's draft stays its own until it is submitted,
 * so not even the board office has `read draft`: when it answers on behalf it writes a draft of its own beside the agency's.
 */
export const PERMISSIONS = {
  'see return states': { representative: 'all', deputy: 'all', chair: 'all', scrutineer: 'all', 'board-office': 'all', 'senior-officer': 'own-agency' },
  'read draft': { representative: 'own-agency', deputy: 'own-agency', 'senior-officer': 'own-agency' },
  'write draft': { representative: 'own-agency', deputy: 'own-agency' },
  'answer on behalf': { 'board-office': 'all' },
  'submit return': { representative: 'own-agency', deputy: 'own-agency' },
  'sign off return': { 'senior-officer': 'own-agency' },
  'read submitted return': { representative: 'all', deputy: 'all', chair: 'all', scrutineer: 'all', 'board-office': 'all', 'senior-officer': 'own-agency' },
  'query return': { chair: 'all', 'board-office': 'all' },
  'answer query': { representative: 'own-agency', deputy: 'own-agency', 'board-office': 'all' },
  'accept return': { chair: 'all', 'board-office': 'all' },
  'correct return': { representative: 'own-agency', deputy: 'own-agency', 'board-office': 'all' },
  'ask deputy': { representative: 'own-agency' },
  'manage round': { 'board-office': 'all' },
  'see who is waited for': { chair: 'all', 'board-office': 'all', scrutineer: 'all' },
  'see escalations': { chair: 'all', scrutineer: 'all', 'board-office': 'all', 'senior-officer': 'own-agency', representative: 'own-agency', deputy: 'own-agency' },
  'decide escalation': { chair: 'own-group' },
  'record escalation reply': { chair: 'all', 'board-office': 'all', 'senior-officer': 'own-agency' },
  'see calendar': { representative: 'all', deputy: 'all', chair: 'all', scrutineer: 'all', 'board-office': 'all', 'senior-officer': 'all' },
  'manage calendar': { 'board-office': 'all' },
  'see actions': { representative: 'own-group', deputy: 'own-group', chair: 'all', scrutineer: 'all', 'board-office': 'all', 'senior-officer': 'own-agency' },
  'add action': { chair: 'own-group', 'board-office': 'all' },
  'update action': { representative: 'own-agency', deputy: 'own-agency', 'board-office': 'all' },
  'verify action': { chair: 'own-group', 'board-office': 'all' },
  'see deliveries': { 'board-office': 'all' },
  'export register': { 'board-office': 'all' },
  'import rows': { 'board-office': 'all' },
  'see history': { 'board-office': 'all', chair: 'all', scrutineer: 'all' },
} as const satisfies Record<string, Grants>;
export type Capability = keyof typeof PERMISSIONS;

/** What the request is about. Leave a member out only where the record has none; an own-agency grant then does not apply. */
export type Subject = { readonly agency?: string; readonly group?: string };

/** Whether one of the viewer's roles grants this for this subject. */
export function may(viewer: Viewer, capability: Capability, subject: Subject = {}): boolean {
  const grants: Grants = PERMISSIONS[capability];
  return viewer.roles.some((role) => covers(grants[role.kind], role, subject));
}

/** Whether one of the viewer's roles grants this for anything at all; which subjects it covers is asked with `may`. */
export function mayForSomething(viewer: Viewer, capability: Capability): boolean {
  const grants: Grants = PERMISSIONS[capability];
  return viewer.roles.some((role) => grants[role.kind] !== undefined);
}

function covers(grant: Grant | undefined, role: Role, subject: Subject): boolean {
  switch (grant) {
    case undefined: return false;
    case 'all': return true;
    case 'own-agency': return 'agency' in role && role.agency === subject.agency;
    case 'own-group': return 'group' in role && role.group === subject.group;
  }
}

/** Refused for want of a role: what was asked and who can help. */
export type NotPermitted = { readonly reason: 'not-permitted'; readonly capability: Capability };

export function notPermitted(capability: Capability): NotPermitted {
  return { reason: 'not-permitted', capability };
}
