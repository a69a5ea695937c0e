import { z } from 'zod';
import { choice, dayField, instantField, json, longText, numberField, optional, quarterField, reference, text } from '../records/field.ts';
import { record, recordWithStates, type RowOf } from '../records/record.ts';
import type { Quarter } from '../time/quarter.ts';

export const AUDIENCES = ['senior-officer', 'chair', 'scrutineer', 'representative', 'board-office'] as const;

/** One rung of the ladder: who is written to, who is told, and how long they have to reply [PAAG 2-3]. */
export const escalationStages = record('Escalation stages', { purpose: 'The ladder of escalation: who is written to at each stage and by when they reply.' }, {
  order: numberField('Order'),
  name: text('Name'),
  writeTo: choice('Write to', AUDIENCES),
  writeToGroup: optional(reference('Chair of group', { help: 'Where a chair is written to: of which group.' })),
  inform: json('Also tell', z.array(z.enum(AUDIENCES)).readonly()),
  replyWithinWorkingDays: numberField('Reply within, working days'),
  letterSubject: text('Letter subject'),
  letter: longText('Letter', { help: 'Words in double braces are filled in: {{agency}}, {{quarter}}, {{dueOn}}, {{replyBy}}, {{seniorOfficer}}, {{chair}}, {{evidence}}.' }),
});
export type EscalationStage = RowOf<typeof escalationStages>;

/** What led to a proposal: what was asked and when, and which reminders reached whom. Fixed at the time, so that it can be shown later. */
export const Evidence = z.object({
  askedOn: z.string(),
  dueOn: z.string(),
  reminders: z.array(z.object({ notice: z.string(), person: z.string(), channel: z.string(), status: z.string(), at: z.string(), acknowledgedAt: z.string().optional() })),
});
export type Evidence = z.infer<typeof Evidence>;

const raised = { stage: reference('Stage'), escalatedAt: instantField('Escalated at'), escalatedBy: reference('Escalated by'), replyDueOn: dayField('Reply due') };
const replied = { reply: longText('Reply'), repliedAt: instantField('Replied at'), repliedBy: reference('Replied by'), replyRecordedBy: reference('Reply recorded by') };

/**
 * A concern about a return that did not come. The product only ever proposes; the chair decides. Key: `non-return.2026-Q2.leicestershire-police`.
 */
export const escalations = recordWithStates('Escalations', { purpose: 'Concerns proposed to and decided by the chair, with their evidence, letters and replies.' }, {
  return: reference('Return', { indexed: true }),
  quarter: quarterField('Quarter', { indexed: true }),
  agency: reference('Agency', { indexed: true }),
  proposedAt: instantField('Proposed at'),
  proposedStage: reference('Proposed stage'),
  evidence: json('Evidence', Evidence),
}, {
  proposed: {},
  waiting: { waitUntil: dayField('Wait until'), waitReason: longText('Reason for waiting'), decidedAt: instantField('Decided at'), decidedBy: reference('Decided by') },
  excused: { excuseReason: longText('Reason'), decidedAt: instantField('Decided at'), decidedBy: reference('Decided by') },
  escalated: raised,
  replied: { ...raised, ...replied },
  closed: { closedAt: instantField('Closed at'), closedBy: reference('Closed by'), outcome: longText('Outcome') },
});
export type Escalation = RowOf<typeof escalations>;

/** One step taken: kept for good, with the letter as it was sent. Key: `non-return.2026-Q2.leicestershire-police.s2`. */
export const escalationSteps = record('Escalation steps', { purpose: 'Every step of every escalation: who decided what, the letter and who was told.' }, {
  escalation: reference('Escalation', { indexed: true }),
  step: choice('Step', ['proposed', 'waited', 'excused', 'escalated', 'replied', 'closed']),
  at: instantField('At'),
  by: reference('By'),
  stage: optional(reference('Stage')),
  note: longText('Note'),
  letterSubject: optional(text('Letter subject')),
  letter: optional(longText('Letter')),
});
export type EscalationStep = RowOf<typeof escalationSteps>;

export function escalationKey(quarter: Quarter, agency: string): string {
  return `non-return.${quarter}.${agency}`;
}
