import { refuse, type Outcome } from '../../assurance/outcome.ts';
import type { DraftSaved } from '../../assurance/returns/return-form-model.ts';
import { returnForm } from '../../assurance/returns/return-form.ts';
import { returnReading } from '../../assurance/returns/return-reading.ts';
import { returnsTracker } from '../../assurance/returns/returns-tracker.ts';
import { copyForward } from '../../use-cases/copy-forward.ts';
import type { Work } from '../../use-cases/decide-and-commit.ts';
import type { Explained } from '../../use-cases/explained.ts';
import { saveDraft } from '../../use-cases/save-draft.ts';
import { startCorrection } from '../../use-cases/start-correction.ts';
import { submitReturn } from '../../use-cases/submit-return.ts';
import type { Endpoints } from './endpoint.ts';
import { writing } from './writing.ts';

/** Reading, writing and submitting returns. */
export function returnEndpoints(work: Work): Endpoints<'returnsTracker' | 'returnReading' | 'returnForm' | 'saveDraft' | 'copyForward' | 'submitReturn' | 'startCorrection'> {
  return {
    returnsTracker: { permission: ['see return states'], answer: ({ snapshot, viewer, moment, query }) => returnsTracker(snapshot, viewer, moment.today, query.quarter) },
    returnReading: {
      permission: ['read submitted return'],
      answer: ({ snapshot, viewer, moment, params, query }) => returnReading(snapshot, viewer, moment.today, { returnKey: params.key, ...query }),
    },
    returnForm: {
      permission: ['read draft', 'answer on behalf'],
      answer: ({ snapshot, viewer, moment, ...address }) => returnForm(snapshot, viewer, moment.today, writing(address)),
    },
    saveDraft: {
      permission: ['write draft', 'answer on behalf'],
      answer: async ({ viewer, body, ...address }) => unlessEditedByAnother(await saveDraft(work, viewer, { ...writing(address), ...body })),
    },
    copyForward: {
      permission: ['write draft', 'answer on behalf'],
      answer: async ({ viewer, body, ...address }) => unlessEditedByAnother(await copyForward(work, viewer, { ...writing(address), ...body })),
    },
    submitReturn: {
      permission: ['submit return', 'sign off return', 'answer on behalf'],
      answer: ({ viewer, body, ...address }) => submitReturn(work, viewer, { ...writing(address), ...body }),
    },
    startCorrection: {
      permission: ['correct return'],
      answer: ({ viewer, ...address }) => startCorrection(work, viewer, writing(address)),
    },
  };
}

/** What could be saved is saved; an edit that somebody else's change stood in the way of is handed back with both texts. */
function unlessEditedByAnother(saved: Outcome<DraftSaved, Explained>): Outcome<DraftSaved, Explained> {
  if (!saved.ok || saved.fact.conflicts.length === 0) return saved;
  const names = [...new Set(saved.fact.conflicts.map(({ byName }) => byName))].join(' and ');
  const places = saved.fact.conflicts.length === 1 ? 'one place' : `${saved.fact.conflicts.length} places`;
  return refuse({ reason: 'edited-by-another', message: `${names} changed ${places} while you were writing. Nothing is lost: choose which text to keep.`, details: saved.fact });
}
