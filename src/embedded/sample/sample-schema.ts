import { z } from 'zod';
import { ACTION_SOURCES } from '../../assurance/action-log/logged-action.ts';
import { AGENCY_CATEGORIES } from '../../assurance/partnership/agency.ts';
import { Key } from '../templates/template-schema.ts';

const Words = z.string().min(1);
const WorkingDays = z.number().int();
const Share = z.number().min(0).max(1);

const Officer = z.strictObject({ name: Words, jobTitle: Words });
const MailDomain = z.string().regex(/^[a-z0-9-]+$/, 'Use lower-case letters, digits and hyphens');

export const OfficersFile = z.strictObject({
  boardOffice: z.strictObject({ mailDomain: MailDomain, people: z.array(Officer).min(1) }),
  scrutineer: Officer.extend({ mailDomain: MailDomain }),
  agencies: z.array(z.strictObject({ agency: Key, mailDomain: MailDomain, representative: Officer, deputy: Officer, seniorOfficer: Officer })).min(1),
  others: z.array(Officer.extend({ mailDomain: MailDomain })),
  chairs: z.array(z.strictObject({ group: Key, person: Words })).min(1),
  coOpted: z.array(Key),
  seats: z.array(z.strictObject({ group: Key, agency: Key, representative: Words, deputy: Words.optional() })),
});
export type OfficersFile = z.infer<typeof OfficersFile>;

export const AnswersFile = z.strictObject({
  nilOneIn: z.number().int().min(2),
  questions: z.record(Key, z.partialRecord(z.enum(['any', ...AGENCY_CATEGORIES]), z.array(Words).min(1))),
});
export type AnswersFile = z.infer<typeof AnswersFile>;

const Split = z.record(z.string(), Share);
export const SampleFigure = z.union([
  z.strictObject({ of: z.number().positive(), share: Share, drift: z.number() }),
  z.strictObject({ count: z.number().positive(), drift: z.number(), chanceOf: Key.optional(), split: Split.optional() }),
  z.strictObject({ partOf: Key, part: Share }),
]);
export type SampleFigure = z.infer<typeof SampleFigure>;

export const FiguresFile = z.strictObject({
  areas: z.record(Key, z.number().positive()),
  seasons: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  august: z.number().positive(),
  chance: Share,
  oneMissingIn: z.number().int().min(2),
  figures: z.record(Key, SampleFigure),
});
export type FiguresFile = z.infer<typeof FiguresFile>;

const back = z.number().int().min(1).max(8);
const PastReturn = z.discriminatedUnion('was', [
  z.strictObject({ was: z.literal('late'), back, agency: Key, workingDays: WorkingDays }),
  z.strictObject({ was: z.literal('on-behalf'), back, agency: Key, workingDays: WorkingDays }),
  z.strictObject({ was: z.literal('escalated'), back, agency: Key, workingDays: WorkingDays }),
  z.strictObject({ was: z.literal('nil'), back, agency: Key }),
  z.strictObject({ was: z.literal('missed'), back, agency: Key }),
  z.strictObject({ was: z.literal('excused'), back, agency: Key, reason: Words }),
]);
export type PastReturn = z.infer<typeof PastReturn>;

const beforeDue = z.number().int().min(0).max(10);
const CurrentReturn = z.discriminatedUnion('is', [
  z.strictObject({ is: z.enum(['accepted', 'submitted', 'queried', 'resubmitted']), agency: Key, beforeDue, nil: z.boolean().default(false) }),
  z.strictObject({ is: z.literal('draft'), agency: Key, answered: z.array(Key), figures: z.array(Key), exception: Words }),
  z.strictObject({ is: z.literal('awaiting-sign-off'), agency: Key, exception: Words }),
  z.strictObject({ is: z.literal('open'), agency: Key, exception: Words }),
  z.strictObject({ is: z.literal('overdue'), agency: Key }),
]);
export type CurrentReturn = z.infer<typeof CurrentReturn>;

export const RoundsFile = z.strictObject({
  past: z.array(PastReturn),
  current: z.array(CurrentReturn).min(1),
  query: z.strictObject({ section: Key, text: Words }),
  answeredQuery: z.strictObject({ section: Key, text: Words, reply: Words }),
  waitReason: Words,
  escalation: z.strictObject({ reply: Words, outcome: Words }),
  missingReasons: z.array(Words).min(1),
});
export type RoundsFile = z.infer<typeof RoundsFile>;

const ActionBase = {
  action: Words, measure: Words, agency: Key, group: Key, added: WorkingDays, due: WorkingDays, source: z.enum(ACTION_SOURCES),
  /** Earlier due dates, in working days from the day of stocking. */
  moved: z.array(WorkingDays).default([]),
  updates: z.array(z.strictObject({ day: WorkingDays, by: z.enum(['owner', 'board-office']), note: Words })).default([]),
};
const SampleAction = z.discriminatedUnion('is', [
  z.strictObject({ ...ActionBase, is: z.enum(['open', 'in-progress']) }),
  z.strictObject({ ...ActionBase, is: z.enum(['complete', 'verified']), evidence: Words }),
  z.strictObject({ ...ActionBase, is: z.literal('not-needed'), reason: Words }),
]);
export type SampleAction = z.infer<typeof SampleAction>;
export const ActionsFile = z.strictObject({ actions: z.array(SampleAction).min(1) });
export type ActionsFile = z.infer<typeof ActionsFile>;

/** The files of a sample, in the folder `sample` of its template. */
export const SAMPLE_FILES = {
  'officers.yaml': OfficersFile, 'answers.yaml': AnswersFile, 'figures.yaml': FiguresFile, 'rounds.yaml': RoundsFile, 'actions.yaml': ActionsFile,
} as const;
