import { choice, dayField, keys, numberField, optional, reference, text, longText, yesNo } from '../records/field.ts';
import { record, type RowOf } from '../records/record.ts';

export const LANES = ['annual-planning', 'quarterly-reporting', 'multi-agency-assurance'] as const;
export const OWED_BY = ['every-agency', 'board-office', 'group'] as const;

const about = {
  title: text('Title'),
  lane: choice('Lane', LANES),
  tentative: yesNo('Tentative', { help: 'Still to be confirmed by the board office.' }),
  group: optional(reference('Group')),
  owedBy: choice('Who owes it', OWED_BY),
  description: longText('What it is about'),
  dependsOn: keys('Depends on'),
};

/** A rule of the year: it makes one event in each board year it applies to [LLR appendix 3]. */
export const calendarRules = record('Calendar rules', { purpose: 'The yearly cycle, from which each year’s events are made.' }, {
  ...about,
  startMonth: numberField('Starts in month', { help: '1 is January, 4 is April.' }),
  startDay: optional(numberField('Starts on day', { help: 'Empty: the first of the month.' })),
  endMonth: optional(numberField('Ends in month', { help: 'Empty: within its first month.' })),
  endDay: optional(numberField('Ends on day', { help: 'Empty: the last of the month.' })),
  everyYears: numberField('Every how many years'),
  firstYear: numberField('First board year', { help: 'The year in which that board year begins.' }),
});
export type CalendarRule = RowOf<typeof calendarRules>;

/** One event of the assurance calendar. Key: the board year and its rule, `2026.q1-returns-due`. `dependsOn` are keys of events. */
export const calendarEvents = record('Calendar events', { purpose: 'The assurance calendar.' }, {
  ...about,
  rule: optional(reference('Rule', { indexed: true })),
  boardYear: numberField('Board year', { indexed: true, help: 'The year in which the board year begins.' }),
  startsOn: dayField('Starts'),
  endsOn: dayField('Ends'),
});
export type CalendarEvent = RowOf<typeof calendarEvents>;

export function eventKey(boardYear: number, rule: string): string {
  return `${boardYear}.${rule}`;
}
