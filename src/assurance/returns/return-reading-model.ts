import { z } from 'zod';
import { Status, TimelinessWord } from './returns-tracker-model.ts';

export const ReadQuery = z.object({
  key: z.string(), section: z.string().optional(), query: z.string(), askedByName: z.string(), askedAt: z.string(),
  reply: z.string().optional(), answeredByName: z.string().optional(), answeredAt: z.string().optional(),
});
export type ReadQuery = z.infer<typeof ReadQuery>;

/** A submitted return as it is read: the agency's words and figures beside last quarter's. */
export const ReturnReading = z.object({
  returnKey: z.string(),
  agencyName: z.string(),
  quarterName: z.string(),
  period: z.string(),
  status: Status,
  timeliness: TimelinessWord,
  state: z.string(),
  receipt: z.string(),
  version: z.number(),
  versions: z.array(z.object({ version: z.number(), words: z.string() })),
  submittedAt: z.string(),
  submittedByName: z.string(),
  onBehalf: z.boolean(),
  signedOffByName: z.string().optional(),
  sections: z.array(z.object({
    key: z.string(), title: z.string(), nothingToRaise: z.boolean(), attestedByName: z.string().optional(),
    answers: z.array(z.object({ wording: z.string(), text: z.string(), lastQuarter: z.string().optional() })),
  })),
  figures: z.array(z.object({
    id: z.string(), code: z.string(), name: z.string(), areaName: z.string(),
    /** With its unit: "62%", "118". Absent when missing. */
    value: z.string().optional(),
    missingReason: z.string().optional(),
    last: z.string().optional(),
    note: z.string().optional(),
    restated: z.array(z.object({ value: z.string(), reason: z.string() })),
    table: z.object({ columns: z.array(z.string()), rows: z.array(z.object({ name: z.string(), values: z.array(z.string()) })) }),
  })),
  attachments: z.array(z.object({ key: z.string(), fileName: z.string(), bytes: z.number() })),
  queries: z.array(ReadQuery),
  can: z.object({ query: z.boolean(), accept: z.boolean(), answerQuery: z.boolean(), correct: z.boolean() }),
});
export type ReturnReading = z.infer<typeof ReturnReading>;
