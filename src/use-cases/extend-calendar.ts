import { decideExtendCalendar } from '../assurance/calendar/decide-extend-calendar.ts';
import { accept, refuse, type Outcome } from '../assurance/outcome.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';
import { explainCommon } from './explain-common.ts';
import type { Explained } from './explained.ts';

/** Keeps the calendar rolling: makes the events of this and the next two board years that are not there yet. */
export async function extendCalendar(work: Work): Promise<Outcome<{ readonly events: number }, Explained>> {
  const outcome = await decideAndCommit<{ readonly events: number }, never>(work, 'system', (snapshot, { today }) => accept(decideExtendCalendar(snapshot, today)));
  return outcome.ok ? outcome : refuse(explainCommon(outcome.refusal));
}
