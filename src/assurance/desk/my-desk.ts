import { loggedActions } from '../action-log/logged-action.ts';
import { calendarEvents } from '../calendar/calendar-event.ts';
import { nameOf } from '../escalations/escalation-answer.ts';
import { failedDeliveries } from '../operations/deliveries-page.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { may } from '../partnership/permission.ts';
import { agenciesAnsweredBy, type Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { roundFor } from '../returns/decide-open-rounds.ts';
import { returnRounds } from '../returns/quarterly-return.ts';
import { addDays, longDate, type Day } from '../time/day.ts';
import { quarterOfDay, shortQuarter } from '../time/quarter.ts';
import { escalationItems } from './escalation-items.ts';
import type { DeskItem, MyDesk } from './my-desk-model.ts';
import { pageAddress } from './page-address.ts';
import { answererItems, inSentence, readerItems, signOffItems } from './return-items.ts';

/** What is due within so many days is "this week", also across a weekend. */
const WEEK = 7;

/**
 * What somebody owes, by when, and what waits for others; whoever they are. What has no date but waits for them counts to this week,
 * because somebody else cannot go on without it.
 */
export function myDesk(snapshot: Snapshot, viewer: Viewer, today: Day): MyDesk {
  const answers = answererItems(snapshot, viewer, today);
  const reads = readerItems(snapshot, viewer, today);
  const concerns = escalationItems(snapshot, viewer, today);
  const owed = [...answers.owed, ...signOffItems(snapshot, viewer), ...concerns.owed, ...actionItems(snapshot, viewer), ...reads.owed, ...officeItems(snapshot, viewer, today)].sort(byDate);
  const overdue = owed.filter(({ dueOn }) => dueOn !== undefined && dueOn < today);
  const thisWeek = owed.filter(({ dueOn }) => dueOn === undefined || (dueOn >= today && dueOn < addDays(today, WEEK)));
  const later = owed.filter(({ dueOn }) => dueOn !== undefined && dueOn >= addDays(today, WEEK));
  return {
    heading: headingOf(overdue.length, thisWeek.length, later.length), overdue, thisWeek, later,
    waitingForOthers: [...answers.waiting, ...concerns.waiting, ...reads.waiting].sort(byDate),
    ...(owed.length === 0 ? nextThing(snapshot, viewer, today) : {}),
  };
}

function byDate(a: DeskItem, b: DeskItem): number {
  const [left, right] = [a.dueOn ?? '', b.dueOn ?? ''];
  return left === right ? (a.id < b.id ? -1 : 1) : left < right ? -1 : 1;
}

function headingOf(overdue: number, thisWeek: number, later: number): string {
  const things = (count: number) => (count === 1 ? '1 thing' : `${count} things`);
  const isOrAre = (count: number) => (count === 1 ? 'is' : 'are');
  if (overdue > 0) return `${things(overdue)} ${isOrAre(overdue)} overdue${thisWeek > 0 ? `, ${thisWeek} more ${thisWeek === 1 ? 'waits' : 'wait'} for you this week` : ''}`;
  if (thisWeek > 0) return `${things(thisWeek)} ${thisWeek === 1 ? 'waits' : 'wait'} for you this week`;
  return later > 0 ? `Nothing is due this week; ${things(later)} later` : 'Nothing waits for you';
}

function actionItems(snapshot: Snapshot, viewer: Viewer): readonly DeskItem[] {
  const own = snapshot.where(loggedActions, 'owner', viewer.person).filter(({ status }) => status === 'open' || status === 'in-progress').map((action): DeskItem => ({
    id: action.key, kind: 'action', sentence: `Action ${action.key} · ${action.action}`, detail: `Due ${longDate(action.dueOn)}`, dueOn: action.dueOn,
    main: { label: 'Update', href: pageAddress.actionLog(action.key) }, quiet: { label: 'Need more time', does: 'need-more-time', target: action.key },
  }));
  const toVerify = snapshot.where(loggedActions, 'status', 'complete').flatMap((action): DeskItem[] => (
    action.status !== 'complete' || action.completedBy === viewer.person || !may(viewer, 'verify action', { agency: action.agency, group: action.group }) ? [] : [{
      id: action.key, kind: 'action-to-verify', sentence: `Action ${action.key} is complete and waits to be verified · ${action.action}`,
      detail: `Completed by ${nameOf(snapshot, action.completedBy)}`, main: { label: 'Verify', href: pageAddress.actionLog(action.key) },
    }]));
  return [...own, ...toVerify];
}

/** What only the board office can mend. */
function officeItems(snapshot: Snapshot, viewer: Viewer, today: Day): readonly DeskItem[] {
  if (!may(viewer, 'see deliveries')) return [];
  const failed = failedDeliveries(snapshot, today).length;
  const broken = snapshot.problems().length;
  const open = { label: 'See which', href: pageAddress.deliveries() };
  return [
    ...(failed > 0 ? [{ id: 'failed-deliveries', kind: 'delivery', sentence: `${failed === 1 ? '1 notice' : `${failed} notices`} could not be delivered`, main: open } as const] : []),
    ...(broken > 0 ? [{ id: 'broken-rows', kind: 'problem', sentence: `${broken === 1 ? '1 row' : `${broken} rows`} in the lists cannot be read`, main: open } as const] : []),
  ];
}

/** When the next thing comes, for somebody with nothing to do. */
function nextThing(snapshot: Snapshot, viewer: Viewer, today: Day): { readonly next?: string } {
  const arrangements = arrangementsOf(snapshot);
  if (agenciesAnsweredBy(viewer, arrangements.returnsGroup).length > 0) {
    const { quarter, opensOn } = snapshot.all(returnRounds).find((round) => round.opensOn > today) ?? roundFor(quarterOfDay(today), arrangements);
    return { next: `Your next return, for ${inSentence(shortQuarter(quarter))}, opens on ${longDate(opensOn)}.` };
  }
  const event = snapshot.all(calendarEvents).filter(({ startsOn }) => startsOn > today).sort((a, b) => (a.startsOn < b.startsOn ? -1 : 1))[0];
  return event ? { next: `Next in the calendar: ${event.title}, ${longDate(event.startsOn)}.` } : {};
}
