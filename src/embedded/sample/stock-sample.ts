import { decideExtendCalendar } from '../../assurance/calendar/decide-extend-calendar.ts';
import { agencies } from '../../assurance/partnership/agency.ts';
import { arrangements } from '../../assurance/partnership/arrangements.ts';
import type { Change } from '../../assurance/records/change.ts';
import { quarterlyReturns, returnKey, returnRounds, type ReturnRound } from '../../assurance/returns/quarterly-return.ts';
import { addDays, type Day } from '../../assurance/time/day.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import type { Register } from '../../register/register.ts';
import { faultText, readTemplateFolder, TEMPLATES_FOLDER } from '../templates/load-template.ts';
import { makeActions } from './actions-made.ts';
import { makeCurrentRound } from './current-round.ts';
import { makeReminders, makeTold, waitedFor } from './deliveries-made.ts';
import { makeClosedEscalation, makeWaitingEscalation } from './escalations-made.ts';
import { loadSample, type Sample } from './load-sample.ts';
import { makePastRounds } from './past-rounds.ts';
import type { Making } from './returns-made.ts';
import { instantOn } from './sample-dates.ts';
import { SAMPLE_FILES } from './sample-schema.ts';
import { SampleWorld } from './sample-world.ts';

/** What should have been told on the last two working days is left for the first run of the notices, so that people find something new. */
const LEFT_TO_TELL_WORKING_DAYS = 2;

/**
 * Stocks an empty register with the sample partnership as it would stand on a day, in one commit. A register that has a partnership
 * already is left as it is. @throws with every fault, file and line, when the template or the sample is broken
 */
export async function stockSample(register: Register, today: Day): Promise<{ readonly stocked: boolean; readonly rows: number }> {
  if (register.snapshot().all(arrangements).length > 0) return { stocked: false, rows: 0 };
  const changes = sampleRows(readSample(today), today);
  const committed = await register.commit(changes, { person: 'system', at: instantOn(addDays(today, -1), '06:00'), what: 'stocked the sample partnership' });
  if (committed.ok) return { stocked: true, rows: changes.length };
  throw new Error(`The sample could not be stocked: ${committed.refusal.key} in ${committed.refusal.list} is there already`);
}

/** Reads the sample that comes with the product. @throws with every fault, file and line */
export function readSample(today: Day): Sample {
  const folder = `${TEMPLATES_FOLDER}/llr`;
  const sample = loadSample(readTemplateFolder(folder), readTemplateFolder(`${folder}/sample`, Object.keys(SAMPLE_FILES)), today);
  if (!sample.ok) throw new Error(faultText(sample.refusal));
  return sample.fact;
}

/**
 * Every row of the sample on a day. The same day always gives the same rows. What people did is made by the decisions of the product
 * itself, so that no row is there which the product could not have written.
 */
export function sampleRows(sample: Sample, today: Day): readonly Change[] {
  const world = new SampleWorld();
  for (const { definition, row } of sample.rows) world.put(definition, row);
  const template = world.snapshot();
  const owing = template.all(agencies).filter(({ owesReturn }) => owesReturn).map(({ key }) => key);
  const { past, current, next } = sample.dates;
  for (const round of [...past, current]) putRound(world, round, owing, 'open');
  if (next) putRound(world, next, owing, 'scheduled');
  const making: Making = { sample, world, asked: world.snapshot() };

  for (const [index, round] of past.entries()) {
    for (const told of sample.rounds.past) {
      if (told.was !== 'escalated' || told.back !== index + 1) continue;
      makeReminders(world, making.asked, round.opensOn, addWorkingDays(round.dueOn, told.workingDays - 1), (key) => key === returnKey(round.quarter, told.agency));
      makeClosedEscalation(making, round, told.agency, told.workingDays);
    }
  }
  makePastRounds(making, owing);
  makeCurrentRound(making, today);
  const told = addDays(addWorkingDays(addDays(today, 1), -LEFT_TO_TELL_WORKING_DAYS), -1);
  makeReminders(world, making.asked, current.opensOn, told, waitedFor(world.snapshot()));
  for (const { agency } of sample.rounds.current.filter(({ is }) => is === 'overdue')) makeWaitingEscalation(making, current, agency, today);
  makeTold(world, told);
  makeActions(making, today);
  world.take(decideExtendCalendar(template, today).changes);
  return world.inserts();
}

function putRound(world: SampleWorld, round: ReturnRound, owing: readonly string[], status: 'open' | 'scheduled'): void {
  world.put(returnRounds, round);
  for (const agency of owing) world.put(quarterlyReturns, { key: returnKey(round.quarter, agency), quarter: round.quarter, agency, status });
}
