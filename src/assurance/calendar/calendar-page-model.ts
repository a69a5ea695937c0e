import { z } from 'zod';

export const CalendarPageEvent = z.object({
  key: z.string(), title: z.string(), lane: z.enum(['annual-planning', 'quarterly-reporting', 'multi-agency-assurance']), startsOn: z.string(), endsOn: z.string(),
  tentative: z.boolean(), groupName: z.string().optional(), owedBy: z.string(), description: z.string(),
  dependsOn: z.array(z.object({ key: z.string(), title: z.string() })), leadsTo: z.array(z.object({ key: z.string(), title: z.string() })),
  state: z.enum(['past', 'now', 'coming']),
});
export type CalendarPageEvent = z.infer<typeof CalendarPageEvent>;

export const CalendarPage = z.object({
  heading: z.string(),
  boardYear: z.number(),
  boardYears: z.array(z.object({ boardYear: z.number(), name: z.string() })),
  today: z.string(),
  /** April to March, each with its events in every lane; an event stands in each month it touches. */
  months: z.array(z.object({ month: z.string(), name: z.string() })),
  events: z.array(CalendarPageEvent),
  canManage: z.boolean(),
});
export type CalendarPage = z.infer<typeof CalendarPage>;
