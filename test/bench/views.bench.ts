import { actionLog } from '../../src/assurance/action-log/action-log.ts';
import { calendarPage } from '../../src/assurance/calendar/calendar-page.ts';
import { myDesk } from '../../src/assurance/desk/my-desk.ts';
import { escalationsPage } from '../../src/assurance/escalations/escalations-page.ts';
import { deliveriesPage } from '../../src/assurance/operations/deliveries-page.ts';
import type { Viewer } from '../../src/assurance/partnership/viewer.ts';
import type { Snapshot } from '../../src/assurance/records/snapshot.ts';
import { returnKey } from '../../src/assurance/returns/quarterly-return.ts';
import { returnForm } from '../../src/assurance/returns/return-form.ts';
import { returnReading } from '../../src/assurance/returns/return-reading.ts';
import { returnsTracker } from '../../src/assurance/returns/returns-tracker.ts';
import { SqliteRegister } from '../../src/embedded/sqlite-register.ts';
import { LISTS } from '../../src/register/lists.ts';
import { at, QUARTER, viewer } from '../support/world.ts';
import { largeRegister } from './large-register.ts';
import { timesOf, type Bench, type Measure } from './measure.ts';
import { TODAY, WRITING } from './ten-years.ts';

const READ = { returnKey: returnKey(QUARTER, 'agency-20') };
const WRITTEN = { returnKey: returnKey(QUARTER, WRITING), onBehalf: false };

/** Each view, looked at by whoever has most to see in it. */
const VIEWS: readonly (readonly [what: string, person: string, view: (snapshot: Snapshot, looker: Viewer) => unknown])[] = [
  ['returns tracker, for the board office', 'office', (snapshot, looker) => returnsTracker(snapshot, looker, TODAY)],
  ['return form, for the representative', `${WRITING}-rep`, (snapshot, looker) => returnForm(snapshot, looker, TODAY, WRITTEN)],
  ['reading view of a return, for the chair', 'chair', (snapshot, looker) => returnReading(snapshot, looker, TODAY, READ)],
  ['my desk, for the representative', `${WRITING}-rep`, (snapshot, looker) => myDesk(snapshot, looker, TODAY)],
  ['my desk, for the board office', 'office', (snapshot, looker) => myDesk(snapshot, looker, TODAY)],
  ['escalations, for the chair', 'chair', (snapshot, looker) => escalationsPage(snapshot, looker, TODAY)],
  ['calendar, for the chair', 'chair', (snapshot, looker) => calendarPage(snapshot, looker, TODAY)],
  ['action log, for the board office', 'office', (snapshot, looker) => actionLog(snapshot, looker, TODAY)],
  ['deliveries and problems, for the board office', 'office', (snapshot, looker) => deliveriesPage(snapshot, looker, at(TODAY))],
];

export const bench: Bench = {
  name: 'Views on ten years',
  run: async (): Promise<readonly Measure[]> => {
    const register = new SqliteRegister(await largeRegister(), LISTS);
    const snapshot = register.snapshot();
    const measures: Measure[] = [];
    for (const [what, person, view] of VIEWS) {
      const looker = viewer(snapshot, person, TODAY);
      requireSeen(what, view(snapshot, looker));
      const { p50, p99 } = await timesOf(() => view(snapshot, looker));
      measures.push({ what, value: p50, unit: 'ms', atMost: 10 }, { what: '  worst of a hundred', value: p99, unit: 'ms' });
    }
    await register.close();
    return measures;
  },
};

/** A refused view would be a fast one. */
function requireSeen(what: string, answer: unknown): void {
  const { ok, refusal } = answer as { ok?: boolean; refusal?: unknown };
  if (ok === false) throw new Error(`${what} is refused: ${JSON.stringify(refusal)}`);
}
