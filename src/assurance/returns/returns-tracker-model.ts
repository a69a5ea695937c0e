import { z } from 'zod';

export const SectionMark = z.enum(['not-started', 'answered', 'nothing-to-raise']);
export const PastMark = z.enum(['on-time', 'late', 'nil', 'missed', 'excused', 'not-asked']);
export const TimelinessWord = z.enum(['not-due', 'on-time', 'overdue', 'late', 'missed', 'excused']);
export const Status = z.enum(['scheduled', 'open', 'draft', 'awaiting-sign-off', 'submitted', 'queried', 'resubmitted', 'accepted', 'excused']);

/** One agency's row: its state, its sections, its last eight quarters, and what the viewer may do about it. */
export const TrackerRow = z.object({
  returnKey: z.string(),
  agency: z.string(),
  agencyName: z.string(),
  status: Status,
  /** In words: "Submitted 2 working days late", "6 of 9 parts answered, overdue by 3 working days". */
  state: z.string(),
  rating: z.enum(['on-track', 'at-risk', 'off-track', 'not-known']),
  timeliness: TimelinessWord,
  dueOn: z.string(),
  lockedOn: z.string(),
  lastActivityAt: z.string().optional(),
  sections: z.array(z.object({ section: z.string(), title: z.string(), mark: SectionMark })),
  figures: z.object({ owed: z.number(), given: z.number(), missing: z.number() }),
  past: z.array(z.object({ quarter: z.string(), name: z.string(), mark: PastMark })),
  can: z.object({ read: z.boolean(), fillIn: z.boolean(), remind: z.boolean(), answerOnBehalf: z.boolean(), excuse: z.boolean(), grantException: z.boolean() }),
});
export type TrackerRow = z.infer<typeof TrackerRow>;

export const ReturnsTracker = z.object({
  quarter: z.string(),
  quarterName: z.string(),
  period: z.string(),
  /** Says the answer: "3 of 12 returns are missing, 2 are late". */
  heading: z.string(),
  dueOn: z.string(),
  locksOn: z.string(),
  quarters: z.array(z.object({ quarter: z.string(), name: z.string() })),
  /** Exceptions first. */
  rows: z.array(TrackerRow),
  /** The last eight quarters, oldest first. */
  scoreboard: z.array(z.object({ quarter: z.string(), name: z.string(), expected: z.number(), returned: z.number(), onTime: z.number(), figuresOwed: z.number(), figuresGiven: z.number() })),
});
export type ReturnsTracker = z.infer<typeof ReturnsTracker>;
