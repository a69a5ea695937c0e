import { accept, refuse, type Outcome } from '../outcome.ts';
import { groups } from '../partnership/partnership.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotPermitted, type Refused } from '../refusals.ts';
import { longDate, type Day } from '../time/day.ts';
import { boardYearOf, longMonth, monthsOf, quarter, quarterOfDay } from '../time/quarter.ts';
import { calendarEvents, type CalendarEvent } from './calendar-event.ts';
import type { CalendarPage, CalendarPageEvent } from './calendar-page-model.ts';

/**
 * One board year of the assurance calendar.
 * @param boardYear the year in which it begins; the running one when left out
 */
export function calendarPage(snapshot: Snapshot, viewer: Viewer, today: Day, boardYear?: number): Outcome<CalendarPage, Refused> {
  if (!may(viewer, 'see calendar')) return refuse({ reason: 'not-permitted', message: explainNotPermitted('see calendar') });
  const running = boardYearOf(quarterOfDay(today));
  const shown = boardYear ?? running;
  const all = snapshot.all(calendarEvents);
  const leadsTo = Map.groupBy(all.flatMap((event) => event.dependsOn.map((needed) => ({ needed, event }))), ({ needed }) => needed);
  const events = snapshot.where(calendarEvents, 'boardYear', shown).toSorted(byStart)
    .map((event) => pageEvent(snapshot, event, today, (leadsTo.get(event.key) ?? []).map((link) => link.event)));
  return accept({
    heading: heading(events, shown, shown === running),
    boardYear: shown,
    boardYears: [...new Set([...all.map((event) => event.boardYear), running, shown])].toSorted((a, b) => a - b).map((year) => ({ boardYear: year, name: yearName(year) })),
    today,
    months: [1, 2, 3, 4].flatMap((number) => monthsOf(quarter(`${shown}-Q${number}`))).map((month) => ({ month, name: longMonth(month) })),
    events,
    canManage: may(viewer, 'manage calendar'),
  });
}

function byStart(a: CalendarEvent, b: CalendarEvent): number {
  return a.startsOn < b.startsOn ? -1 : a.startsOn > b.startsOn ? 1 : a.key < b.key ? -1 : 1;
}

function pageEvent(snapshot: Snapshot, event: CalendarEvent, today: Day, leadsTo: readonly CalendarEvent[]): CalendarPageEvent {
  const groupName = event.group === undefined ? undefined : snapshot.get(groups, event.group)?.name ?? event.group;
  return {
    key: event.key, title: event.title, lane: event.lane, startsOn: event.startsOn, endsOn: event.endsOn, tentative: event.tentative, description: event.description,
    ...(groupName === undefined ? {} : { groupName }),
    owedBy: OWED_BY_WORDS[event.owedBy] ?? groupName ?? 'A group',
    dependsOn: event.dependsOn.flatMap((key) => snapshot.get(calendarEvents, key) ?? []).map(named),
    leadsTo: leadsTo.toSorted(byStart).map(named),
    state: event.endsOn < today ? 'past' : event.startsOn <= today ? 'now' : 'coming',
  };
}

/** A group is named; the others are called what they are. */
const OWED_BY_WORDS: Readonly<Record<CalendarEvent['owedBy'], string | undefined>> = { 'every-agency': 'Every agency', 'board-office': 'Board office', group: undefined };

function named({ key, title }: CalendarEvent): { key: string; title: string } {
  return { key, title };
}

function yearName(boardYear: number): string {
  return `${boardYear} to ${boardYear + 1}`;
}

function heading(events: readonly CalendarPageEvent[], boardYear: number, running: boolean): string {
  if (events.length === 0) return `No events are planned for ${yearName(boardYear)} yet`;
  const tentative = events.filter((event) => event.tentative && event.state !== 'past').length;
  const unsettled = tentative === 0 ? '' : `, ${tentative} still to be confirmed`;
  if (!running) return `${events.length} events in ${yearName(boardYear)}${unsettled}`;
  const now = events.filter(({ state }) => state === 'now').length;
  const next = events.find(({ state }) => state === 'coming');
  const underWay = now === 0 ? 'Nothing is under way today' : now === 1 ? '1 event is under way' : `${now} events are under way`;
  return `${underWay}${next ? `, the next begins on ${longDate(next.startsOn as Day)}` : ''}${unsettled}`;
}
