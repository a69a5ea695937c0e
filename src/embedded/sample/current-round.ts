import { quarterlyReturns, returnKey, returnQueries, type QuarterlyReturn, type ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import { askedOf } from '../../assurance/returns/return-content.ts';
import { draftKey, returnDrafts } from '../../assurance/returns/return-draft.ts';
import { submissionChanges, submittedRow } from '../../assurance/returns/submission-rows.ts';
import type { Day } from '../../assurance/time/day.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import { writtenContent } from './return-content.ts';
import { acceptReturn, agencyOf, boardOfficer, chairOfReturns, signerFor, submitReturn, timeOfDay, writerOf, type Making } from './returns-made.ts';
import { instantOn, momentOn } from './sample-dates.ts';
import type { CurrentReturn } from './sample-schema.ts';

/** An exception runs so many working days past the lock. */
const EXCEPTION_WORKING_DAYS = 10;

/** The round people work on: each return in the state that the sample gives it. */
export function makeCurrentRound(making: Making, today: Day): void {
  const round = making.dates.current;
  for (const told of making.sample.rounds.current) {
    makeReturn(making, round, told, today, { key: returnKey(round.quarter, told.agency), quarter: round.quarter, agency: told.agency, status: 'open' });
  }
}

function makeReturn(making: Making, round: ReturnRound, told: CurrentReturn, today: Day, of: QuarterlyReturn): void {
  switch (told.is) {
    case 'overdue': return making.world.put(quarterlyReturns, of);
    case 'open': return making.world.put(quarterlyReturns, excepted(of, round, told.exception));
    case 'draft':
    case 'awaiting-sign-off': return makeDraft(making, round, told, today, of);
    case 'accepted':
    case 'submitted':
    case 'queried':
    case 'resubmitted': return makeSubmitted(making, round, told, today, of);
  }
}

function excepted<R extends QuarterlyReturn>(of: R, round: ReturnRound, lockExtensionReason: string): R {
  return { ...of, lockExtendedTo: addWorkingDays(round.locksOn, EXCEPTION_WORKING_DAYS), lockExtensionReason };
}

function makeSubmitted(making: Making, round: ReturnRound, told: Extract<CurrentReturn, { beforeDue: number }>, today: Day, of: QuarterlyReturn): void {
  const on = addWorkingDays(round.dueOn, -told.beforeDue);
  const row = submitReturn(making, of, round, { back: 0, on, nil: told.nil });
  switch (told.is) {
    case 'submitted': return;
    case 'accepted': return acceptReturn(making, row, addWorkingDays(on, 4));
    case 'queried': {
      const askedOn = addWorkingDays(today, -1);
      const { section, text } = making.sample.rounds.query;
      making.world.put(quarterlyReturns, { ...row, status: 'queried' });
      return making.world.put(returnQueries, {
        key: `${of.key}.q1`, return: of.key, section, query: text, askedBy: chairOfReturns(making, askedOn), askedAt: instantOn(askedOn, timeOfDay(`query/${of.key}`)), status: 'open',
      });
    }
    case 'resubmitted': return resubmit(making, of, round);
  }
}

/** The second version answers a query and says so in the section that was queried. */
function resubmit(making: Making, of: QuarterlyReturn, round: ReturnRound): void {
  const [askedOn, on] = [addWorkingDays(round.dueOn, 2), addWorkingDays(round.dueOn, 6)];
  const { section, text, reply } = making.sample.rounds.answeredQuery;
  const now = making.world.snapshot();
  const first = now.get(quarterlyReturns, of.key);
  if (!first) throw new Error(`The sample has no return ${of.key}`);
  const agency = agencyOf(making, of.agency);
  const by = writerOf(making, of, on);
  const moment = momentOn(on, timeOfDay(`again/${of.key}`));
  const asked = askedOf(now, first);
  const content = writtenContent(making.sample, now, first, { agency, by, at: moment.instant, back: 0 });
  const question = asked.sections.find((each) => each.section.key === section)?.questions[0];
  if (question) {
    content.answers[question.key] = { text: reply, by, at: moment.instant };
    for (const other of asked.sections.find((each) => each.section.key === section)?.questions.slice(1) ?? []) content.answers[other.key] ??= { text: 'Nothing has changed here since the first version.', by, at: moment.instant };
    delete content.nils[section];
  }
  making.world.take(submissionChanges(now, submittedRow({ row: first, round, agency }, asked, content, { moment, by, onBehalf: false }), asked, { content, draft: undefined, overtaken: false }, moment));
  making.world.put(returnQueries, {
    key: `${of.key}.q1`, return: of.key, section, query: text, askedBy: boardOfficer(making, askedOn), askedAt: instantOn(askedOn, timeOfDay(`query/${of.key}`)),
    status: 'answered', reply, answeredBy: by, answeredAt: moment.instant,
  });
}

function makeDraft(making: Making, round: ReturnRound, told: Extract<CurrentReturn, { is: 'draft' | 'awaiting-sign-off' }>, today: Day, of: QuarterlyReturn): void {
  const started = addWorkingDays(round.dueOn, -1);
  const saved = addWorkingDays(today, -1);
  const by = writerOf(making, of, saved);
  const savedAt = instantOn(saved, timeOfDay(`saved/${of.key}`));
  const { key, quarter, agency } = excepted(of, round, told.exception);
  const common = { ...excepted({ key, quarter, agency, status: 'open' }, round, told.exception), startedAt: instantOn(started, timeOfDay(`started/${key}`)), startedBy: by } as const;
  making.world.put(quarterlyReturns, told.is === 'draft' ? { ...common, status: 'draft' } : { ...common, status: 'awaiting-sign-off', requestedAt: savedAt, requestedBy: by, signer: signerFor(making, agency, saved) });
  const only = told.is === 'draft' ? { only: { sections: told.answered, indicators: told.figures } } : {};
  const content = writtenContent(making.sample, making.asked, of, { agency: agencyOf(making, agency), by, at: savedAt, back: 0, ...only });
  making.world.put(returnDrafts, { key: draftKey(key, false), return: key, onBehalf: false, content, savedAt, savedBy: by });
}
