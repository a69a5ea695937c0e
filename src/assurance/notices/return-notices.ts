import { arrangementsOf } from '../partnership/arrangements.ts';
import { deputyOf, holdersOf, representativeOf } from '../partnership/people-of.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { locksOn, quarterlyReturns, returnQueries, returnRounds, type QuarterlyReturn, type ReturnRound } from '../returns/quarterly-return.ts';
import { returnDrafts } from '../returns/return-draft.ts';
import type { Day } from '../time/day.ts';
import { dayOfInstant, type Instant } from '../time/instant.ts';
import { addWorkingDays, workingDayOnOrAfter } from '../time/working-days.ts';
import type { Notice } from './notice.ts';

/** Thanks and answers are news for so many working days; a register that is loaded with old records does not tell them all at once. */
export const NEWS_FOR_WORKING_DAYS = 10;
/** A round and those before it whose locks may have been extended. */
const ROUNDS_LOOKED_AT = 4;

/** Everything about returns that should have been told by the end of this day. */
export function returnNotices(snapshot: Snapshot, today: Day): readonly Notice[] {
  const rounds = snapshot.all(returnRounds).filter(({ opensOn }) => opensOn <= today).slice(-ROUNDS_LOOKED_AT);
  const waitedFor = rounds.flatMap((round) => snapshot.where(quarterlyReturns, 'quarter', round.quarter)
    .flatMap((of) => (isWaitedFor(of) && today <= locksOn(of, round) ? [...reminders(snapshot, of, round, today), ...deputyAsked(snapshot, of, today)] : [])));
  return [...waitedFor, ...signOffs(snapshot, today), ...queries(snapshot, today), ...thanks(snapshot, today)];
}

export function isWaitedFor(of: QuarterlyReturn): boolean {
  return of.status === 'open' || of.status === 'draft' || of.status === 'awaiting-sign-off';
}

/** Whom an agency's notices go to: its representative, the deputy too once asked; the board office where the seat is empty. */
export function answerersOf(snapshot: Snapshot, of: Pick<QuarterlyReturn, 'agency' | 'deputyAskedAt'>, today: Day): readonly string[] {
  const { returnsGroup } = arrangementsOf(snapshot);
  const representative = representativeOf(snapshot, returnsGroup, of.agency, today);
  const deputy = of.deputyAskedAt === undefined ? undefined : deputyOf(snapshot, returnsGroup, of.agency, today);
  const found = [representative, deputy].flatMap((person) => (person ? [person.key] : []));
  return found.length > 0 ? [...new Set(found)] : holdersOf(snapshot, 'board-office', today).map(({ key }) => key);
}

/**
 * The ladder from opening to the last reminder. Only its latest rung is told: after a stop nobody gets three reminders at once. The
 * rungs before it are given as superseded, so that the ledger can say why they were not sent. The opening says when the return is due, so a
 * reminder of the same day or before is none.
 */
function reminders(snapshot: Snapshot, of: QuarterlyReturn, round: ReturnRound, today: Day): readonly Notice[] {
  const { remindBefore, remindAfter } = arrangementsOf(snapshot);
  const opened = workingDayOnOrAfter(round.opensOn);
  const rungs = [
    { key: `round-opened.${of.key}`, kind: 'round-opened' as const, dueOn: opened },
    ...[...remindBefore].sort((a, b) => b - a).map((count) => ({ key: `return-due.${of.key}.${count}`, kind: 'return-due' as const, dueOn: addWorkingDays(round.dueOn, -count) })),
    ...[...remindAfter].sort((a, b) => a - b).map((count) => ({ key: `return-overdue.${of.key}.${count}`, kind: 'return-overdue' as const, dueOn: addWorkingDays(round.dueOn, count) })),
  ].filter(({ kind, dueOn }) => (kind === 'round-opened' || opened < dueOn) && dueOn <= today);
  return rungs.flatMap((rung, index) => answerersOf(snapshot, of, today).map((recipient): Notice => ({
    ...rung, form: 'digest', recipient, subject: of.key, ...(index < rungs.length - 1 ? { superseded: 'A later reminder was sent instead' } : {}),
  })));
}

function deputyAsked(snapshot: Snapshot, of: QuarterlyReturn, today: Day): readonly Notice[] {
  const deputy = deputyOf(snapshot, arrangementsOf(snapshot).returnsGroup, of.agency, today);
  if (of.deputyAskedAt === undefined || !deputy) return [];
  return [{ key: `deputy-asked.${of.key}.${of.deputyAskedAt}`, kind: 'deputy-asked', form: 'digest', recipient: deputy.key, subject: of.key, dueOn: tellOn(of.deputyAskedAt) }];
}

function signOffs(snapshot: Snapshot, today: Day): readonly Notice[] {
  const first = snapshot.where(quarterlyReturns, 'status', 'awaiting-sign-off').flatMap((of): Notice[] => (of.status !== 'awaiting-sign-off' ? [] : [
    { key: `sign-off-asked.${of.key}.${of.requestedAt}`, kind: 'sign-off-asked', form: 'digest', recipient: of.signer, subject: of.key, dueOn: tellOn(of.requestedAt) },
  ]));
  const changed = snapshot.all(returnDrafts).flatMap((draft): Notice[] => {
    const of = snapshot.get(quarterlyReturns, draft.return);
    const { signOffAskedAt } = draft;
    if (signOffAskedAt === undefined || !of || of.status === 'awaiting-sign-off') return [];
    return holdersOf(snapshot, 'senior-officer', today, { agency: of.agency }).map(({ key }) => (
      { key: `sign-off-asked.${of.key}.${signOffAskedAt}`, kind: 'sign-off-asked', form: 'digest', recipient: key, subject: of.key, dueOn: tellOn(signOffAskedAt) }));
  });
  return [...first, ...changed];
}

/** A query is told for as long as it is open; its answer is told to whoever asked. */
function queries(snapshot: Snapshot, today: Day): readonly Notice[] {
  return snapshot.all(returnQueries).flatMap((query): Notice[] => {
    const of = snapshot.get(quarterlyReturns, query.return);
    if (!of) return [];
    if (query.status === 'open') {
      return answerersOf(snapshot, of, today).map((recipient) => (
        { key: `query-raised.${query.key}`, kind: 'query-raised', form: 'digest', recipient, subject: query.key, dueOn: tellOn(query.askedAt) }));
    }
    if (!isNews(query.answeredAt, today)) return [];
    return [{ key: `query-answered.${query.key}`, kind: 'query-answered', form: 'digest', recipient: query.askedBy, subject: query.key, dueOn: tellOn(query.answeredAt) }];
  });
}

function thanks(snapshot: Snapshot, today: Day): readonly Notice[] {
  const accepted = snapshot.where(quarterlyReturns, 'status', 'accepted').flatMap((of): Notice[] => (of.status !== 'accepted' || !isNews(of.acceptedAt, today) ? []
    : answerersOf(snapshot, of, today).map((recipient) => (
      { key: `return-accepted.${of.key}.v${of.version}`, kind: 'return-accepted', form: 'digest', recipient, subject: of.key, dueOn: tellOn(of.acceptedAt) }))));
  const onBehalf = (['submitted', 'resubmitted', 'queried', 'accepted'] as const).flatMap((status) => snapshot.where(quarterlyReturns, 'status', status)).flatMap((of): Notice[] => (
    !('submittedAt' in of) || !of.onBehalf || !isNews(of.submittedAt, today) ? []
      : answerersOf(snapshot, of, today).map((recipient) => (
        { key: `return-submitted-on-behalf.${of.key}.v${of.version}`, kind: 'return-submitted-on-behalf', form: 'digest', recipient, subject: of.key, dueOn: tellOn(of.submittedAt) }))));
  return [...accepted, ...onBehalf];
}

export function isNews(at: Instant, today: Day): boolean {
  return dayOfInstant(at) >= addWorkingDays(today, -NEWS_FOR_WORKING_DAYS);
}

export function tellOn(at: Instant): Day {
  return workingDayOnOrAfter(dayOfInstant(at));
}
