import { z } from 'zod';
import { instantField, json, longText, numberField, optional, reference, yesNo } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

/** The longest answer to one question; a fuller account is attached as a report. */
export const ANSWER_LENGTH = 4_000;

const Edited = { by: z.string(), at: z.string() };

/** An answer being written: its text, and who changed it last and when (UTC). */
export const DraftAnswer = z.object({ text: z.string().max(ANSWER_LENGTH), ...Edited });
export type DraftAnswer = z.infer<typeof DraftAnswer>;

/** "Nothing to raise" for a section, and who attests it. */
export const DraftNil = z.object({ nothingToRaise: z.boolean(), ...Edited });
export type DraftNil = z.infer<typeof DraftNil>;

/** A figure being filled in: cells by cell id (see `figure-grid.ts`), or the reason why there is none. */
export const DraftFigure = z.object({
  cells: z.record(z.string(), z.number()),
  missingReason: z.string().max(500).optional(),
  note: z.string().max(1_000).optional(),
  ...Edited,
});
export type DraftFigure = z.infer<typeof DraftFigure>;

/** Everything an agency has written so far. Members are keyed by question, section and `indicator.area`. */
export const DraftContent = z.object({
  answers: z.record(z.string(), DraftAnswer),
  nils: z.record(z.string(), DraftNil),
  figures: z.record(z.string(), DraftFigure),
});
export type DraftContent = z.infer<typeof DraftContent>;

export const EMPTY_DRAFT: DraftContent = { answers: {}, nils: {}, figures: {} };

/**
 * What is being written for a return; only the agency's own people read it. Key: the return's key, with `.on-behalf` after it for
 * what the board office writes on the agency's behalf. Removed when it is submitted: the answers then lie in *Return answers*.
 */
export const returnDrafts = record('Return drafts', {
  purpose: 'What agencies are still writing. Private to each agency until submitted.',
  historyShows: ['return', 'onBehalf', 'savedAt', 'savedBy'],
}, {
  return: reference('Return', { indexed: true }),
  onBehalf: yesNo('By the board office on behalf'),
  content: json('Content', DraftContent),
  savedAt: instantField('Saved at'),
  savedBy: reference('Saved by'),
  baseVersion: optional(numberField('Written from version', { help: 'The submitted version this draft changes; empty for the first.' })),
  signOffAskedAt: optional(instantField('Sign-off asked at', { help: 'For a changed return; the first submission has a status for it.' })),
  signOffAskedBy: optional(reference('Sign-off asked by')),
  sentBackBy: optional(reference('Sent back by', { help: 'The senior officer who sent it back instead of signing it off.' })),
  sentBackReason: optional(longText('Why it was sent back')),
});
export type ReturnDraft = RowOf<typeof returnDrafts>;

export function draftKey(returnKey: string, onBehalf: boolean): string {
  return onBehalf ? `${returnKey}.on-behalf` : returnKey;
}
