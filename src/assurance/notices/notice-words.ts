import { loggedActions } from '../action-log/logged-action.ts';
import { pageAddress } from '../desk/page-address.ts';
import { hasCome } from '../escalations/decide-reply.ts';
import { nameOf } from '../escalations/escalation-answer.ts';
import { escalationStages, escalations } from '../escalations/escalation.ts';
import { agencyName, stepsOf } from '../escalations/ladder.ts';
import { unreachable } from '../outcome.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { isSubmitted, quarterlyReturns, returnQueries, returnRounds, type QuarterlyReturn, type ReturnRound } from '../returns/quarterly-return.ts';
import { returnSections } from '../returns/return-questions.ts';
import { longDate, weekdayDate, type Day } from '../time/day.ts';
import { shortQuarter } from '../time/quarter.ts';
import { workingDaysBetween } from '../time/working-days.ts';
import type { NoticeKind } from './delivery.ts';
import { workingDays } from './delivery-words.ts';
import type { DigestLine } from './digest.ts';
import { stepOfNotice } from './escalation-notices.ts';
import { isWaitedFor } from './return-notices.ts';

export type NoticeWords = Pick<DigestLine, 'sentence' | 'action'>;

/**
 * A notice in words, as true today: the days that are left are counted when it is sent, not when it fell due.
 * Nothing when its reason has gone, because the return came, the query was answered or the record is no longer there.
 */
export function noticeWords(snapshot: Snapshot, notice: { readonly key: string; readonly kind: NoticeKind; readonly subject: string }, today: Day): NoticeWords | undefined {
  const { kind } = notice;
  switch (kind) {
    case 'round-opened': case 'return-due': case 'return-overdue': case 'deputy-asked': case 'sign-off-asked': case 'return-accepted': case 'return-submitted-on-behalf':
      return returnWords(snapshot, kind, notice.subject, today);
    case 'query-raised': case 'query-answered':
      return queryWords(snapshot, kind, notice.subject);
    case 'escalation-proposed': case 'escalation-letter': case 'escalation-told': case 'escalation-reply-due': case 'escalation-step':
      return escalationWords(snapshot, kind, notice);
    case 'action-assigned': return actionWords(snapshot, notice.subject);
    default: return unreachable(kind);
  }
}

type ReturnKind = 'round-opened' | 'return-due' | 'return-overdue' | 'deputy-asked' | 'sign-off-asked' | 'return-accepted' | 'return-submitted-on-behalf';

function returnWords(snapshot: Snapshot, kind: ReturnKind, subject: string, today: Day): NoticeWords | undefined {
  const of = snapshot.get(quarterlyReturns, subject);
  const round = of && snapshot.get(returnRounds, of.quarter);
  if (!of || !round) return undefined;
  const name = `${shortQuarter(of.quarter)} return for ${agencyName(snapshot, of.agency)}`;
  const form = { label: 'Open the return', href: pageAddress.returnForm(of.key) };
  const reading = { label: 'Read it', href: pageAddress.returnReading(of.key) };
  switch (kind) {
    case 'round-opened': case 'return-due': case 'return-overdue':
      return isWaitedFor(of) ? { sentence: `${dueSentence(of, round, name, kind, today)}${of.status === 'awaiting-sign-off' ? ` It waits for ${nameOf(snapshot, of.signer)} to sign it off.` : ''}`, action: form } : undefined;
    case 'deputy-asked': {
      if (!isWaitedFor(of) || of.deputyAskedBy === undefined) return undefined;
      const note = of.deputyAskedNote ? ` They say: “${of.deputyAskedNote}”` : '';
      return { sentence: `${nameOf(snapshot, of.deputyAskedBy)} asks you to answer the ${name}. ${dueWords(round, today)}${note}`, action: form };
    }
    case 'sign-off-asked':
      return isWaitedFor(of) || isSubmitted(of) ? { sentence: `The ${name} is ready for you to sign off. ${dueWords(round, today)}`, action: { label: 'Read and sign off', href: pageAddress.returnForm(of.key) } } : undefined;
    case 'return-accepted':
      return of.status === 'accepted' ? { sentence: `The ${name} has been accepted. Thank you.`, action: reading } : undefined;
    case 'return-submitted-on-behalf':
      return isSubmitted(of) ? { sentence: `The board office submitted the ${name} on your behalf.`, action: reading } : undefined;
    default: return unreachable(kind);
  }
}

function dueWords({ dueOn }: ReturnRound, today: Day): string {
  return `It ${today > dueOn ? 'was' : 'is'} due on ${weekdayDate(dueOn)}.`;
}

function dueSentence(of: QuarterlyReturn, round: ReturnRound, name: string, kind: 'round-opened' | 'return-due' | 'return-overdue', today: Day): string {
  if (today > round.dueOn) {
    const until = of.lockExtendedTo !== undefined && of.lockExtendedTo >= today ? ` The board office has given you until ${weekdayDate(of.lockExtendedTo)}.` : '';
    return `The ${name} was due on ${weekdayDate(round.dueOn)} and is overdue by ${workingDays(workingDaysBetween(round.dueOn, today))}.${until}`;
  }
  if (kind === 'round-opened') return `The ${name} is open. It is due on ${weekdayDate(round.dueOn)}.`;
  const left = workingDaysBetween(today, round.dueOn);
  return left === 0 ? `The ${name} is due today, ${weekdayDate(round.dueOn)}.` : `The ${name} is due on ${weekdayDate(round.dueOn)}, in ${workingDays(left)}.`;
}

function queryWords(snapshot: Snapshot, kind: 'query-raised' | 'query-answered', subject: string): NoticeWords | undefined {
  const query = snapshot.get(returnQueries, subject);
  const of = query && snapshot.get(quarterlyReturns, query.return);
  if (!query || !of) return undefined;
  const section = query.section === undefined ? undefined : snapshot.get(returnSections, query.section)?.title;
  const part = `${section ? `“${section}” in ` : ''}the ${shortQuarter(of.quarter)} return for ${agencyName(snapshot, of.agency)}`;
  if (kind === 'query-raised') {
    return query.status === 'open' ? { sentence: `${nameOf(snapshot, query.askedBy)} asks about ${part}.`, action: { label: 'Answer', href: pageAddress.returnReading(of.key) } } : undefined;
  }
  return query.status === 'answered' ? { sentence: `${nameOf(snapshot, query.answeredBy)} answered your query about ${part}.`, action: { label: 'Read the answer', href: pageAddress.returnReading(of.key) } } : undefined;
}

type EscalationKind = 'escalation-proposed' | 'escalation-letter' | 'escalation-told' | 'escalation-reply-due' | 'escalation-step';

function escalationWords(snapshot: Snapshot, kind: EscalationKind, notice: { readonly key: string; readonly subject: string }): NoticeWords | undefined {
  const escalation = snapshot.get(escalations, notice.subject);
  if (!escalation) return undefined;
  const about = `the ${shortQuarter(escalation.quarter)} return of ${agencyName(snapshot, escalation.agency)}`;
  const open = (label: string) => ({ label, href: pageAddress.escalations(escalation.key) });
  const come = hasCome(snapshot, escalation);
  switch (kind) {
    case 'escalation-proposed':
      return escalation.status === 'proposed' && !come
        ? { sentence: `${stepsOf(snapshot, escalation.key).findLast(({ step }) => step === 'proposed')?.note ?? `There is a concern about ${about}.`} Please decide.`, action: open('Decide') } : undefined;
    case 'escalation-letter':
      return come ? undefined : { sentence: stepOfNotice(snapshot, escalation.key, notice.key)?.letterSubject ?? `Escalation about ${about}`, action: open('Reply') };
    case 'escalation-told': {
      const stage = stepOfNotice(snapshot, escalation.key, notice.key)?.stage;
      const name = stage === undefined ? undefined : snapshot.get(escalationStages, stage)?.name;
      return come ? undefined : { sentence: `The chair has escalated that ${about} has not come${name ? `: ${name}` : ''}.`, action: open('See the escalation') };
    }
    case 'escalation-reply-due':
      return escalation.status === 'escalated' && !come
        ? { sentence: `No reply about ${about} came by ${longDate(escalation.replyDueOn)}.`, action: open('See the escalation') } : undefined;
    case 'escalation-step':
      return { sentence: `What became of ${about}.`, action: open('See the escalation') };
    default: return unreachable(kind);
  }
}

function actionWords(snapshot: Snapshot, subject: string): NoticeWords | undefined {
  const action = snapshot.get(loggedActions, subject);
  if (!action || (action.status !== 'open' && action.status !== 'in-progress')) return undefined;
  return { sentence: `Action ${action.key} is yours, due on ${longDate(action.dueOn)}: ${action.action}`, action: { label: 'Open the action', href: pageAddress.actionLog(action.key) } };
}
