import { z } from 'zod';
import { ACTION_SOURCES } from './logged-action.ts';

export const ActionRow = z.object({
  key: z.string(), action: z.string(), measure: z.string(), agencyName: z.string(), agency: z.string(), ownerName: z.string(), owner: z.string(), groupName: z.string(), group: z.string(),
  dueOn: z.string(), timesMoved: z.number(), status: z.enum(['open', 'in-progress', 'complete', 'verified', 'not-needed']), state: z.string(), overdue: z.boolean(),
  rating: z.enum(['on-track', 'at-risk', 'off-track', 'not-known']), source: z.enum(ACTION_SOURCES), lastNote: z.string().optional(), evidence: z.string().optional(),
  updates: z.array(z.object({ at: z.string(), byName: z.string(), note: z.string() })),
  can: z.object({ update: z.boolean(), complete: z.boolean(), verify: z.boolean(), reopen: z.boolean() }),
});
export type ActionRow = z.infer<typeof ActionRow>;

export const ActionLog = z.object({
  heading: z.string(),
  rows: z.array(ActionRow),
  counts: z.object({ open: z.number(), overdue: z.number(), mine: z.number(), toVerify: z.number() }),
  /** For the form that adds one: empty when the viewer may not. */
  choices: z.object({ groups: z.array(z.object({ key: z.string(), name: z.string() })), agencies: z.array(z.object({ key: z.string(), name: z.string() })), owners: z.array(z.object({ key: z.string(), name: z.string(), agency: z.string() })) }),
  canAdd: z.boolean(),
});
export type ActionLog = z.infer<typeof ActionLog>;

const words = (what: string, most = 2_000) => z.string().trim().min(1, `Enter ${what}`).max(most, `Use ${most} characters or fewer`);
export const NewAction = z.object({ action: words('the action'), measure: words('how you will know it is done'), agency: words('an agency'), owner: words('an owner'), group: words('a group'), dueOn: words('a due date'), source: z.enum(ACTION_SOURCES), sourceKey: z.string().optional() });
export type NewAction = z.infer<typeof NewAction>;
/** What an owner or the board office does to an action. Moving the due date needs a note that says why. */
export const ActionChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('progress'), note: words('a note') }),
  z.object({ change: z.literal('move-due-date'), dueOn: words('a date'), note: words('why more time is needed') }),
  z.object({ change: z.literal('complete'), evidence: words('the evidence that it is done') }),
  z.object({ change: z.literal('verify'), note: z.string().max(2_000).optional() }),
  z.object({ change: z.literal('reopen'), note: words('why it is opened again') }),
  z.object({ change: z.literal('not-needed'), note: words('why it is not needed') }),
]);
export type ActionChange = z.infer<typeof ActionChange>;
