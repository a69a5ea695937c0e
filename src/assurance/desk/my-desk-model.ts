import { z } from 'zod';

/** One thing on somebody's desk: one sentence, one main button, at most one quiet way out. */
export const DeskItem = z.object({
  id: z.string(),
  kind: z.enum(['return', 'sign-off', 'query', 'return-to-read', 'action', 'action-to-verify', 'escalation-decision', 'escalation-reply', 'delivery', 'problem', 'waiting']),
  sentence: z.string(),
  detail: z.string().optional(),
  dueOn: z.string().optional(),
  main: z.object({ label: z.string(), href: z.string() }).optional(),
  quiet: z.object({ label: z.string(), does: z.enum(['ask-deputy', 'need-more-time']), target: z.string() }).optional(),
});
export type DeskItem = z.infer<typeof DeskItem>;

export const MyDesk = z.object({
  heading: z.string(),
  overdue: z.array(DeskItem),
  thisWeek: z.array(DeskItem),
  later: z.array(DeskItem),
  waitingForOthers: z.array(DeskItem),
  /** When the next thing comes, for somebody who owes nothing. */
  next: z.string().optional(),
});
export type MyDesk = z.infer<typeof MyDesk>;
