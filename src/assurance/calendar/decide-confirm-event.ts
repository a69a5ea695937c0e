import { accept, refuse, type Outcome } from '../outcome.ts';
import { may, notPermitted, type NotPermitted } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import { update } from '../records/change.ts';
import type { Decision } from '../records/decision.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { NOT_FOUND, type NotFound } from '../refusals.ts';
import { isDay, longDate } from '../time/day.ts';
import { boardYearOf, quarterOfDay } from '../time/quarter.ts';
import { calendarEvents } from './calendar-event.ts';

/** What the board office settles about an event; days are `YYYY-MM-DD`. */
export type EventConfirmation = { readonly eventKey: string; readonly startsOn: string; readonly endsOn: string; readonly tentative: boolean };

export type ConfirmRefusal =
  | { readonly reason: 'not-a-day'; readonly which: 'start' | 'end' }
  | { readonly reason: 'ends-before-it-starts' }
  /** Moved into another board year, where its rule makes an event of its own. */
  | { readonly reason: 'outside-board-year'; readonly boardYear: number };

/** The board office sets when an event is and whether that is still tentative. Setting what is already so changes nothing. */
export function decideConfirmEvent(snapshot: Snapshot, viewer: Viewer, request: EventConfirmation): Outcome<Decision<{ readonly message: string }>, ConfirmRefusal | NotPermitted | NotFound> {
  if (!may(viewer, 'manage calendar')) return refuse(notPermitted('manage calendar'));
  const event = snapshot.get(calendarEvents, request.eventKey);
  if (!event) return refuse(NOT_FOUND);
  const { startsOn, endsOn, tentative } = request;
  if (!isDay(startsOn)) return refuse({ reason: 'not-a-day', which: 'start' });
  if (!isDay(endsOn)) return refuse({ reason: 'not-a-day', which: 'end' });
  if (endsOn < startsOn) return refuse({ reason: 'ends-before-it-starts' });
  if (boardYearOf(quarterOfDay(startsOn)) !== event.boardYear) return refuse({ reason: 'outside-board-year', boardYear: event.boardYear });
  const same = event.startsOn === startsOn && event.endsOn === endsOn && event.tentative === tentative;
  const when = startsOn === endsOn ? `on ${longDate(startsOn)}` : `from ${longDate(startsOn)} to ${longDate(endsOn)}`;
  return accept({
    changes: same ? [] : [update(snapshot, calendarEvents, { ...event, startsOn, endsOn, tentative })],
    what: tentative ? 'moved a calendar event' : 'confirmed a calendar event',
    fact: { message: `${event.title} is ${tentative ? 'set tentatively' : 'confirmed'} ${when}.` },
  });
}

export function explainConfirm(refusal: ConfirmRefusal): string {
  switch (refusal.reason) {
    case 'not-a-day': return `Enter a real ${refusal.which} date as year-month-day, for example 2026-10-16.`;
    case 'ends-before-it-starts': return 'Enter an end date that is the same as the start date or later.';
    case 'outside-board-year': return `Enter a start date in the board year ${refusal.boardYear} to ${refusal.boardYear + 1}, from 1 April ${refusal.boardYear} to 31 March ${refusal.boardYear + 1}.`;
  }
}
