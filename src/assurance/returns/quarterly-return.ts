import { z } from 'zod';
import { dayField, instantField, json, longText, numberField, optional, quarterField, reference, text, yesNo } from '../records/field.ts';
import { record, recordWithStates, type RowOf } from '../records/record.ts';
import { Day } from '../time/day.ts';
import type { Quarter } from '../time/quarter.ts';

/** One quarter's round of returns. Its key is the quarter. */
export const returnRounds = record('Return rounds', { purpose: 'Each quarter’s round: when it opens, falls due and locks.' }, {
  quarter: quarterField('Quarter', { unique: true }),
  group: reference('Group'),
  opensOn: dayField('Opens'),
  dueOn: dayField('Due'),
  locksOn: dayField('Locks', { help: 'The last day on which an agency may submit or change its return without an exception.' }),
});
export type ReturnRound = RowOf<typeof returnRounds>;

/** An earlier version, kept when the next one takes its place. Moments are UTC. */
export const EarlierVersion = z.object({
  version: z.number().int(), submittedOn: Day.optional(), submittedAt: z.string(), submittedBy: z.string(), onBehalf: z.boolean(), receipt: z.string(),
  signedOffBy: z.string().optional(), correctionReason: z.string().optional(),
});
export type EarlierVersion = z.infer<typeof EarlierVersion>;

const submission = {
  /** Counts submissions: 1 for the first, one more for each after a query or a correction. */
  version: numberField('Version'),
  firstSubmittedOn: dayField('First submitted', { help: 'Decides whether the return was on time.' }),
  submittedAt: instantField('Submitted at'),
  submittedBy: reference('Submitted by'),
  onBehalf: yesNo('By the board office on behalf'),
  receipt: text('Receipt'),
  signedOffBy: optional(reference('Signed off by')),
  correctionReason: optional(longText('Reason for the correction')),
  submittedOn: optional(dayField('Submitted', { help: 'The day of this version.' })),
  figuresOwed: optional(numberField('Figures owed', { help: 'How many figures this return was to give when it was submitted.' })),
  figuresGiven: optional(numberField('Figures given', { help: 'How many of them have a value; the others have a reason.' })),
  earlier: optional(json('Earlier versions', z.array(EarlierVersion).readonly())),
};
const started = { startedAt: instantField('Started at'), startedBy: reference('Started by') };

/**
 * One agency's return for one quarter; its key is `2026-Q2.leicestershire-police`. Late and missed are derived from dates, never stored.
 * What was answered lies in *Return answers* and *Observations*; what is still being written, in *Return drafts*.
 */
export const quarterlyReturns = recordWithStates('Quarterly returns', { purpose: 'The state of each agency’s return for each quarter.' }, {
  quarter: quarterField('Quarter', { indexed: true }),
  agency: reference('Agency', { indexed: true }),
  lockExtendedTo: optional(dayField('Lock extended to', { help: 'An exception granted by the board office.' })),
  lockExtensionReason: optional(longText('Reason for the exception')),
  deputyAskedAt: optional(instantField('Deputy asked at', { help: 'From then on the deputy is reminded as well.' })),
  deputyAskedBy: optional(reference('Deputy asked by')),
  deputyAskedNote: optional(longText('Note to the deputy')),
}, {
  scheduled: {},
  open: {},
  draft: started,
  'awaiting-sign-off': { ...started, requestedAt: instantField('Sign-off asked at'), requestedBy: reference('Sign-off asked by'), signer: reference('Signer') },
  submitted: submission,
  queried: submission,
  resubmitted: submission,
  accepted: { ...submission, acceptedAt: instantField('Accepted at'), acceptedBy: reference('Accepted by') },
  excused: { excusedOn: dayField('Excused on'), excusedBy: reference('Excused by'), excusedReason: longText('Reason') },
});
export type QuarterlyReturn = RowOf<typeof quarterlyReturns>;
export type ReturnStatus = QuarterlyReturn['status'];
export type SubmittedReturn = Extract<QuarterlyReturn, { status: 'submitted' | 'queried' | 'resubmitted' | 'accepted' }>;

export function returnKey(quarter: Quarter, agency: string): string {
  return `${quarter}.${agency}`;
}

/** What a return keeps in every state: whose it is, its exception and that its deputy was asked. */
export function lastingOf({ key, quarter, agency, lockExtendedTo, lockExtensionReason, deputyAskedAt, deputyAskedBy, deputyAskedNote }: QuarterlyReturn) {
  return {
    key, quarter, agency,
    ...(lockExtendedTo === undefined ? {} : { lockExtendedTo }), ...(lockExtensionReason === undefined ? {} : { lockExtensionReason }),
    ...(deputyAskedAt === undefined ? {} : { deputyAskedAt }), ...(deputyAskedBy === undefined ? {} : { deputyAskedBy }), ...(deputyAskedNote === undefined ? {} : { deputyAskedNote }),
  };
}

export function isSubmitted(of: QuarterlyReturn): of is SubmittedReturn {
  return of.status === 'submitted' || of.status === 'queried' || of.status === 'resubmitted' || of.status === 'accepted';
}

/** The last day on which the agency may submit: the round's lock, or the exception where one runs longer. */
export function locksOn(of: QuarterlyReturn, round: ReturnRound): Day {
  return of.lockExtendedTo !== undefined && of.lockExtendedTo > round.locksOn ? of.lockExtendedTo : round.locksOn;
}

/** How a return kept to its dates. `missed` is one that the lock closed on. */
export type Timeliness = 'not-due' | 'on-time' | 'overdue' | 'late' | 'missed' | 'excused';

export function timelinessOf(of: QuarterlyReturn, round: ReturnRound, today: Day): Timeliness {
  if (of.status === 'excused') return 'excused';
  if (isSubmitted(of)) return of.firstSubmittedOn <= round.dueOn ? 'on-time' : 'late';
  if (today <= round.dueOn) return 'not-due';
  return today <= locksOn(of, round) ? 'overdue' : 'missed';
}

/** One question's answer with the question as it was worded then. */
export const AnsweredQuestion = z.object({ question: z.string(), wording: z.string(), text: z.string() });
export type AnsweredQuestion = z.infer<typeof AnsweredQuestion>;

/** One section of one submitted version; never changed afterwards. Key: `2026-Q2.leicestershire-police.v1.voice`. */
export const returnAnswers = record('Return answers', { purpose: 'What each agency answered, section by section, with the questions as worded at the time.' }, {
  return: reference('Return', { indexed: true }),
  version: numberField('Version'),
  section: reference('Section'),
  sectionTitle: text('Section title'),
  nothingToRaise: yesNo('Nothing to raise'),
  attestedBy: optional(reference('Attested by', { help: 'Who says that there is nothing to raise.' })),
  answers: json('Answers', z.array(AnsweredQuestion).readonly()),
});
export type ReturnAnswer = RowOf<typeof returnAnswers>;

export function answerKey(returnKeyText: string, version: number, section: string): string {
  return `${returnKeyText}.v${version}.${section}`;
}

/** A clarification that the chair or the board office asks for, and the agency's reply. Key: `2026-Q2.leicestershire-police.q1`. */
export const returnQueries = recordWithStates('Return queries', { purpose: 'Questions back to an agency about its return, and the replies.' }, {
  return: reference('Return', { indexed: true }),
  section: optional(reference('Section', { help: 'Empty when the query is about the figures or the whole return.' })),
  query: longText('Query'),
  askedBy: reference('Asked by'),
  askedAt: instantField('Asked at'),
}, {
  open: {},
  answered: { reply: longText('Reply'), answeredBy: reference('Answered by'), answeredAt: instantField('Answered at') },
});
export type ReturnQuery = RowOf<typeof returnQueries>;

/** A report the agency already has, attached instead of written again [LLR appendix 1]. The bytes lie in the document store. */
export const returnAttachments = record('Return attachments', { purpose: 'Existing reports that agencies attach to their returns.' }, {
  return: reference('Return', { indexed: true }),
  fileName: text('File name'),
  mediaType: text('Media type'),
  bytes: numberField('Size in bytes'),
  document: reference('Document', { help: 'The document’s id in the document store.' }),
  addedBy: reference('Added by'),
  addedAt: instantField('Added at'),
  onBehalf: optional(yesNo('By the board office on behalf')),
  version: optional(numberField('Return version', { help: 'The version it was submitted with; empty, and private to those who write, until then.' })),
});
export type ReturnAttachment = RowOf<typeof returnAttachments>;
