import { decideAttachReport } from '../../../src/assurance/returns/decide-attachments.ts';
import { decideStartCorrection } from '../../../src/assurance/returns/decide-correction.ts';
import { decideCopyForward, decideDraftEdits } from '../../../src/assurance/returns/decide-draft-edits.ts';
import { decideAcceptance, decideRaiseQuery } from '../../../src/assurance/returns/decide-queries.ts';
import { decideAskDeputy, decideException, decideExcuse } from '../../../src/assurance/returns/decide-round-changes.ts';
import { decideAskSignOff, decideDeclineSignOff } from '../../../src/assurance/returns/decide-sign-off.ts';
import { decideSubmission } from '../../../src/assurance/returns/decide-submission.ts';
import type { QuarterlyReturn, ReturnStatus } from '../../../src/assurance/returns/quarterly-return.ts';
import { explainReturnRefusal } from '../../../src/assurance/returns/return-refusal.ts';
import { explainNotFound } from '../../../src/assurance/refusals.ts';
import { returnDrafts } from '../../../src/assurance/returns/return-draft.ts';
import { day } from '../../../src/assurance/time/day.ts';
import { instant } from '../../../src/assurance/time/instant.ts';
import { snapshotOf } from '../../support/memory-register.ts';
import { answer, HOSPITAL } from '../../support/returns.ts';
import { aPartnership, aRound, at, SUBMITTED, viewer } from '../../support/world.ts';

/** The hospital's return, whose executive signs off, so that every state can be reached. */
const started = { startedAt: instant('2026-10-02T09:00:00.000Z'), startedBy: 'hospital-rep' };
const submitted = { ...SUBMITTED, submittedBy: 'hospital-chief', receipt: '2026-Q2-HOSPITAL-1' };
const STATES: Readonly<Record<ReturnStatus, Partial<QuarterlyReturn>>> = {
  scheduled: { status: 'scheduled' },
  open: { status: 'open' },
  draft: { status: 'draft', ...started },
  'awaiting-sign-off': { status: 'awaiting-sign-off', ...started, requestedAt: started.startedAt, requestedBy: 'hospital-rep', signer: 'hospital-chief' },
  submitted,
  queried: { ...submitted, status: 'queried' },
  resubmitted: { ...submitted, status: 'resubmitted', version: 2 },
  accepted: { ...submitted, status: 'accepted', acceptedAt: instant('2026-10-16T09:00:00.000Z'), acceptedBy: 'chair' },
  excused: { status: 'excused', excusedOn: day('2026-10-02'), excusedBy: 'office', excusedReason: 'Merged.' },
};
const PDF = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0x2D]);

function worldIn(status: ReturnStatus) {
  const hasDraft = status === 'draft' || status === 'awaiting-sign-off';
  const nil = { nothingToRaise: true, by: 'hospital-rep', at: started.startedAt };
  return snapshotOf([...aPartnership(), ...aRound({ hospital: STATES[status] }), ...(hasDraft ? [[returnDrafts, {
    key: HOSPITAL, return: HOSPITAL, onBehalf: false, savedAt: started.startedAt, savedBy: 'hospital-rep',
    content: { answers: {}, nils: { learning: nil, risks: nil, voice: nil }, figures: {} },
  } as { key: string }] as const] : [])]);
}

const returnKey = HOSPITAL;
const REQUESTS = {
  write: (snapshot, today) => decideDraftEdits(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey, onBehalf: false, edits: [answer('learning-1', 'x')] }),
  'write on behalf': (snapshot, today) => decideDraftEdits(snapshot, viewer(snapshot, 'office'), at(today), { returnKey, onBehalf: true, edits: [answer('learning-1', 'x')] }),
  'copy forward': (snapshot, today) => decideCopyForward(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey, onBehalf: false }),
  attach: (snapshot, today) => decideAttachReport(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey, onBehalf: false, fileName: 'a.pdf', bytes: PDF }),
  'ask sign-off': (snapshot, today) => decideAskSignOff(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey }),
  'send back': (snapshot, today) => decideDeclineSignOff(snapshot, viewer(snapshot, 'hospital-chief'), at(today), { returnKey, reason: 'More.' }),
  submit: (snapshot, today) => decideSubmission(snapshot, viewer(snapshot, 'hospital-chief'), at(today), { returnKey, onBehalf: false }),
  correct: (snapshot, today) => decideStartCorrection(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey, onBehalf: false }),
  query: (snapshot, today) => decideRaiseQuery(snapshot, viewer(snapshot, 'chair'), at(today), { returnKey, query: 'Why?' }),
  accept: (snapshot, today) => decideAcceptance(snapshot, viewer(snapshot, 'chair'), at(today), { returnKey }),
  'ask deputy': (snapshot, today) => decideAskDeputy(snapshot, viewer(snapshot, 'hospital-rep'), at(today), { returnKey }),
  excuse: (snapshot, today) => decideExcuse(snapshot, viewer(snapshot, 'office'), at(today), { returnKey, reason: 'Merged.' }),
  'grant exception': (snapshot, today) => decideException(snapshot, viewer(snapshot, 'office'), at(today), { returnKey, until: day('2026-12-31'), reason: 'Late system.' }),
} satisfies Record<string, (snapshot: ReturnType<typeof snapshotOf>, today: string) => unknown>;
type Request = keyof typeof REQUESTS;

/** `done` writes, `as it is` answers without writing, anything else is the reason of the refusal. Two tables: while the round runs, and after its lock. */
const WHILE_OPEN: Readonly<Record<Request, readonly string[]>> = {
  //                  scheduled       open                  draft                 awaiting-sign-off     submitted            queried               resubmitted          accepted             excused
  write:             ['not-open-yet', 'done',               'done',               'waits-for-sign-off', 'already-submitted', 'done',               'already-submitted', 'already-submitted', 'excused'],
  'write on behalf': ['not-open-yet', 'done',               'done',               'done',               'already-submitted', 'done',               'already-submitted', 'already-submitted', 'excused'],
  'copy forward':    ['not-open-yet', 'nothing-to-copy',    'nothing-to-copy',    'waits-for-sign-off', 'already-submitted', 'nothing-to-copy',    'already-submitted', 'already-submitted', 'excused'],
  attach:            ['not-open-yet', 'done',               'done',               'waits-for-sign-off', 'already-submitted', 'done',               'already-submitted', 'already-submitted', 'excused'],
  'ask sign-off':    ['not-open-yet', 'incomplete',         'done',               'as it is',           'already-submitted', 'incomplete',         'already-submitted', 'already-submitted', 'excused'],
  'send back':       ['sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'done',         'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked'],
  submit:            ['not-open-yet', 'sign-off-not-asked', 'sign-off-not-asked', 'done',               'as it is',          'as it is',           'as it is',          'as it is',          'excused'],
  correct:           ['not-submitted', 'not-submitted',     'not-submitted',      'not-submitted',      'done',              'done',               'done',              'done',              'not-submitted'],
  query:             ['not-submitted', 'not-submitted',     'not-submitted',      'not-submitted',      'done',              'done',               'done',              'accepted-already',  'not-submitted'],
  accept:            ['not-submitted', 'not-submitted',     'not-submitted',      'not-submitted',      'done',              'done',               'done',              'as it is',          'not-submitted'],
  'ask deputy':      ['not-open-yet', 'done',               'done',               'waits-for-sign-off', 'already-submitted', 'done',               'already-submitted', 'already-submitted', 'excused'],
  excuse:            ['done',         'done',               'done',               'done',               'submitted-already', 'submitted-already',  'submitted-already', 'submitted-already', 'as it is'],
  'grant exception': ['not-open-yet', 'done',               'done',               'done',               'done',              'done',               'done',              'done',              'done'],
};
const AFTER_THE_LOCK: Readonly<Partial<Record<Request, readonly string[]>>> = {
  write:             ['not-open-yet', 'locked', 'locked', 'locked', 'already-submitted', 'locked', 'already-submitted', 'already-submitted', 'excused'],
  'write on behalf': ['not-open-yet', 'locked', 'locked', 'locked', 'already-submitted', 'locked', 'already-submitted', 'already-submitted', 'excused'],
  attach:            ['not-open-yet', 'locked', 'locked', 'locked', 'already-submitted', 'locked', 'already-submitted', 'already-submitted', 'excused'],
  'send back':       ['sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'done', 'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked', 'sign-off-not-asked'],
  submit:            ['not-open-yet', 'locked', 'locked', 'locked', 'as it is', 'as it is', 'as it is', 'as it is', 'excused'],
  correct:           ['not-submitted', 'not-submitted', 'not-submitted', 'not-submitted', 'locked', 'locked', 'locked', 'locked', 'not-submitted'],
  query:             ['not-submitted', 'not-submitted', 'not-submitted', 'not-submitted', 'done', 'done', 'done', 'accepted-already', 'not-submitted'],
  accept:            ['not-submitted', 'not-submitted', 'not-submitted', 'not-submitted', 'done', 'done', 'done', 'as it is', 'not-submitted'],
};
const statuses = Object.keys(STATES) as ReturnStatus[];

function cases(table: Readonly<Partial<Record<Request, readonly string[]>>>): [Request, ReturnStatus, string][] {
  return (Object.entries(table) as [Request, readonly string[]][]).flatMap(([request, answers]) => statuses.map((status, index): [Request, ReturnStatus, string] => [request, status, answers[index] ?? '']));
}

function outcomeOf(request: Request, status: ReturnStatus, today: string): string {
  const outcome = REQUESTS[request](worldIn(status), today);
  if (outcome.ok) return outcome.fact.changes.length > 0 ? 'done' : 'as it is';
  const { refusal } = outcome;
  const sentence = refusal.reason === 'not-found' ? explainNotFound() : refusal.reason === 'not-permitted' ? '' : explainReturnRefusal(refusal);
  if (!/^[A-Z0-9].*[.]$/s.test(sentence)) throw new Error(`${refusal.reason} is not said in a sentence: ${sentence}`);
  return refusal.reason;
}

describe('what can be asked of a return while its round runs', () => {
  it.each(cases(WHILE_OPEN))('%s, %s: %s', (request, status, answered) => {
    expect(outcomeOf(request, status, '2026-10-19')).toBe(answered);
  });
});

describe('what can be asked of a return after its lock', () => {
  it.each(cases(AFTER_THE_LOCK))('%s, %s: %s', (request, status, answered) => {
    expect(outcomeOf(request, status, '2026-11-07')).toBe(answered);
  });
});
