import type { CalendarPageEvent } from '../../src/assurance/calendar/calendar-page-model.ts';
import { dateWords } from '../london-time.ts';

export const LANES = [
  { key: 'annual-planning', name: 'Annual planning' },
  { key: 'quarterly-reporting', name: 'Quarterly reporting' },
  { key: 'multi-agency-assurance', name: 'Multi-agency assurance' },
] as const;

/** When an event is, in words: "14 July 2026", "1 to 14 July 2026", and that it is tentative. */
export function whenWords(event: Pick<CalendarPageEvent, 'startsOn' | 'endsOn' | 'tentative'>): string {
  const [first, last] = [dateWords(event.startsOn), dateWords(event.endsOn)];
  const sameMonth = event.startsOn.slice(0, 7) === event.endsOn.slice(0, 7);
  const span = event.startsOn === event.endsOn ? first : sameMonth ? `${first.split(' ')[0]} to ${last}` : `${first} to ${last}`;
  return event.tentative ? `${span}, tentative` : span;
}
