import type { Outcome } from '../../assurance/outcome.ts';
import { extendCalendar } from '../../use-cases/extend-calendar.ts';
import type { Explained } from '../../use-cases/explained.ts';
import { deliverNotices, type DeliveryWork, type Told } from '../../use-cases/deliver-notices.ts';
import { openRounds } from '../../use-cases/open-rounds.ts';
import { proposeEscalations } from '../../use-cases/propose-escalations.ts';

/** What a run did: sentences for whoever watches, and who was told what. */
export type JobDid = { readonly sentences: readonly string[]; readonly told: readonly Told[] };

export type Job = { readonly key: string; readonly title: string; readonly run: (work: DeliveryWork) => Promise<JobDid> };

/** What the product does on its own, in this order: a round that opens today is told today, and so is a concern proposed today. */
export const JOBS: readonly Job[] = [
  {
    key: 'open-rounds', title: 'Open the quarter’s returns',
    run: async (work) => {
      const { opened, quarters } = factOf(await openRounds(work));
      return { told: [], sentences: opened === 0 ? [] : [`${opened} returns opened for ${quarters.join(', ')}`] };
    },
  },
  {
    key: 'extend-calendar', title: 'Keep the calendar rolling',
    run: async (work) => {
      const { events } = factOf(await extendCalendar(work));
      return { told: [], sentences: events === 0 ? [] : [`${events} events added to the calendar`] };
    },
  },
  { key: 'propose-escalations', title: 'Propose escalations to the chair', run: async (work) => ({ told: [], sentences: await proposeEscalations(work) }) },
  { key: 'deliver-notices', title: 'Deliver notices', run: async (work) => ({ sentences: [], told: await deliverNotices(work) }) },
];

/** The register would not take the change: the job has not done its work, and the next run tries again. */
export class JobRefused extends Error {
  override readonly name = 'JobRefused';
}

function factOf<Fact>(outcome: Outcome<Fact, Explained>): Fact {
  if (!outcome.ok) throw new JobRefused(outcome.refusal.message);
  return outcome.fact;
}
