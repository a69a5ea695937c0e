import { cellCountOf } from '../indicators/figure-grid.ts';
import { accept, type Outcome } from '../outcome.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import type { Refused } from '../refusals.ts';
import type { Day } from '../time/day.ts';
import { figureOf, openForm, type FormHead } from './return-form.ts';
import type { FormFigure } from './return-form-model.ts';

/** As much of the form as fits on a card: the sections, and of the figures the first small one and how many there are. */
export type ReturnShortForm = FormHead & {
  readonly figure?: FormFigure;
  readonly figuresOwed: number;
  /** Those with a value or a reason in them; whether they are complete is worked out by the full form. */
  readonly figuresBegun: number;
};

/**
 * The agency's own form, short. It is asked for at every look at a card, so it leaves out what takes long to work out.
 * @param mostCells a figure with more cells than this does not fit
 */
export function returnShortForm(snapshot: Snapshot, viewer: Viewer, today: Day, { returnKey, mostCells }: { readonly returnKey: string; readonly mostCells: number }): Outcome<ReturnShortForm, Refused> {
  const opened = openForm(snapshot, viewer, today, { returnKey, onBehalf: false });
  if (!opened.ok) return opened;
  const { of, asked, content, head } = opened.fact;
  const small = asked.figures.find(({ indicator }) => cellCountOf(indicator) <= mostCells);
  return accept({
    ...head, ...(small === undefined ? {} : { figure: figureOf(snapshot, of, small, content) }),
    figuresOwed: asked.figures.length, figuresBegun: asked.figures.filter(({ id }) => id in content.figures).length,
  });
}
