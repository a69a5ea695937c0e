import { calendarPage } from '../../assurance/calendar/calendar-page.ts';
import { confirmEvent } from '../../use-cases/confirm-event.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import type { Endpoints } from './endpoint.ts';

export function calendarEndpoints(work: Work): Endpoints<'calendar' | 'confirmEvent'> {
  return {
    calendar: {
      permission: ['see calendar'],
      answer: ({ snapshot, viewer, moment, query }) => calendarPage(snapshot, viewer, moment.today, query.boardYear),
    },
    confirmEvent: {
      permission: ['manage calendar'],
      answer: ({ viewer, params, body }) => confirmEvent(work, viewer, { eventKey: params.key, ...body }),
    },
  };
}
