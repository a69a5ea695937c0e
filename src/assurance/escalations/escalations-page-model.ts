import { z } from 'zod';
import { Day } from '../time/day.ts';

export const EscalationCardModel = z.object({
  key: z.string(),
  agencyName: z.string(),
  quarterName: z.string(),
  returnKey: z.string(),
  status: z.enum(['proposed', 'waiting', 'excused', 'escalated', 'replied', 'closed']),
  /** What prompted it and what comes next, in one sentence. */
  sentence: z.string(),
  rating: z.enum(['on-track', 'at-risk', 'off-track', 'not-known']),
  evidence: z.array(z.string()),
  /** The stage that is or was last proposed: hand it back with a decision. */
  stage: z.string(),
  /** The ladder: done, now, or still to come, each with its date or clock. */
  ladder: z.array(z.object({ stage: z.string(), name: z.string(), state: z.enum(['done', 'now', 'next']), words: z.string() })),
  /** The letter as it would go, for the chair to read before deciding. */
  letter: z.object({ to: z.string(), subject: z.string(), text: z.string(), alsoTold: z.array(z.string()) }).optional(),
  steps: z.array(z.object({ words: z.string(), at: z.string(), letter: z.string().optional() })),
  told: z.array(z.object({ name: z.string(), channel: z.string(), state: z.string() })),
  replyDueOn: z.string().optional(),
  can: z.object({ decide: z.boolean(), recordReply: z.boolean(), close: z.boolean() }),
});
export type EscalationCardModel = z.infer<typeof EscalationCardModel>;

export const EscalationsPage = z.object({ heading: z.string(), open: z.array(EscalationCardModel), closed: z.array(EscalationCardModel) });
export type EscalationsPage = z.infer<typeof EscalationsPage>;

/** The stage that was proposed when the chair pressed. A press on an older proposal then never decides a newer one. */
const seen = { stage: z.string().max(255).optional() };
const Reason = z.string().trim().min(1, 'Enter a reason').max(1_000, 'Use 1000 characters or fewer');

export const EscalationDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('escalate'), ...seen }),
  z.object({ decision: z.literal('wait'), until: Day, reason: Reason, ...seen }),
  z.object({ decision: z.literal('excuse'), reason: Reason, ...seen }),
]);
export type EscalationDecision = z.infer<typeof EscalationDecision>;
