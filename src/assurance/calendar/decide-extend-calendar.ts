import type { Decision } from '../records/decision.ts';
import { insert } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { dayOf, daysInMonth, type Day } from '../time/day.ts';
import { boardYearOf, quarterOfDay } from '../time/quarter.ts';
import { calendarEvents, calendarRules, eventKey, type CalendarEvent, type CalendarRule } from './calendar-event.ts';

/** The calendar is kept rolling for this many board years, the running one included [LLR forward planning]. */
export const YEARS_KEPT = 3;

/**
 * Makes the events that the rules ask for in this board year and the next two and that are not there yet. Events that exist stay as the
 * board office has set them, so doing this again changes nothing.
 */
export function decideExtendCalendar(snapshot: Snapshot, today: Day): Decision<{ readonly events: number }> {
  const rules = snapshot.all(calendarRules);
  const first = boardYearOf(quarterOfDay(today));
  const wanted = Array.from({ length: YEARS_KEPT }, (_, offset) => first + offset)
    .flatMap((boardYear) => rules.filter((rule) => appliesIn(rule, boardYear)).map((rule) => ({ rule, boardYear })));
  const keys = new Set([...snapshot.all(calendarEvents).map(({ key }) => key), ...wanted.map(({ rule, boardYear }) => eventKey(boardYear, rule.key))]);
  const changes = wanted.filter(({ rule, boardYear }) => snapshot.get(calendarEvents, eventKey(boardYear, rule.key)) === undefined)
    .map(({ rule, boardYear }) => insert(calendarEvents, eventOf(rule, boardYear, rules, keys)));
  return { changes, what: 'extended the calendar', fact: { events: changes.length } };
}

/** Whether the rule makes an event in the board year that begins in this year. */
export function appliesIn(rule: CalendarRule, boardYear: number): boolean {
  return boardYear >= rule.firstYear && (boardYear - rule.firstYear) % rule.everyYears === 0;
}

function eventOf(rule: CalendarRule, boardYear: number, rules: readonly CalendarRule[], keys: ReadonlySet<string>): CalendarEvent {
  const { title, lane, tentative, group, owedBy, description } = rule;
  const startsOn = startOf(rule, boardYear);
  return {
    key: eventKey(boardYear, rule.key), rule: rule.key, boardYear, title, lane, tentative, owedBy, description, startsOn, endsOn: endOf(rule, boardYear),
    ...(group === undefined ? {} : { group }),
    dependsOn: rule.dependsOn.flatMap((key) => rules.find((each) => each.key === key) ?? [])
      .flatMap((needed) => latestBefore(needed, boardYear, startsOn) ?? [])
      .filter((key) => keys.has(key)),
  };
}

/** The key of the rule's last event that starts no later than a day: what follows in April depends on the winter of the board year before. */
function latestBefore(rule: CalendarRule, boardYear: number, startsOn: Day): string | undefined {
  const years = Array.from({ length: rule.everyYears + 1 }, (_, back) => boardYear - back);
  const year = years.find((each) => appliesIn(rule, each) && startOf(rule, each) <= startsOn);
  return year === undefined ? undefined : eventKey(year, rule.key);
}

function startOf(rule: CalendarRule, boardYear: number): Day {
  return dayInBoardYear(boardYear, rule.startMonth, rule.startDay ?? 1);
}

function endOf(rule: CalendarRule, boardYear: number): Day {
  return dayInBoardYear(boardYear, rule.endMonth ?? rule.startMonth, rule.endDay ?? 31);
}

/** January to March lie in the year after the one the board year is named for; a day that the month does not have is its last. */
function dayInBoardYear(boardYear: number, month: number, dayOfMonth: number): Day {
  const year = month >= 4 ? boardYear : boardYear + 1;
  return dayOf({ year, month, day: Math.min(dayOfMonth, daysInMonth(year, month)) });
}
