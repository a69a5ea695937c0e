import { agencies } from '../../assurance/partnership/agency.ts';
import { arrangementsOf } from '../../assurance/partnership/arrangements.ts';
import { deputyOf, holdersOf, representativeOf } from '../../assurance/partnership/people-of.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import { quarterlyReturns, type QuarterlyReturn, type ReturnRound, type SubmittedReturn } from '../../assurance/returns/quarterly-return.ts';
import { askedOf } from '../../assurance/returns/return-content.ts';
import { submissionChanges, submittedRow } from '../../assurance/returns/submission-rows.ts';
import { addWorkingDays } from '../../assurance/time/working-days.ts';
import type { Day } from '../../assurance/time/day.ts';
import type { Moment } from '../../assurance/time/instant.ts';
import { fraction, whole } from './chance.ts';
import type { Sample } from './load-sample.ts';
import { writtenContent } from './return-content.ts';
import { instantOn, momentOn, type SampleRounds } from './sample-dates.ts';
import type { SampleWorld } from './sample-world.ts';

/** Where returns are made: the world they go into, and what was known when they were asked for. */
export type Making = { readonly sample: Sample; readonly dates: SampleRounds; readonly world: SampleWorld; readonly asked: Snapshot };

export type Submitting = { readonly back: number; readonly on: Day; readonly nil?: boolean; readonly onBehalf?: boolean };

export function agencyOf({ asked }: Making, key: string) {
  const agency = asked.get(agencies, key);
  if (!agency) throw new Error(`The sample has no agency ${key}`);
  return agency;
}

function keyOf(person: { readonly key: string } | undefined, what: string): string {
  if (!person) throw new Error(`The sample has no ${what}`);
  return person.key;
}

/** Who writes the agency's return: mostly its representative, sometimes its deputy. */
export function writerOf({ asked }: Making, of: QuarterlyReturn, on: Day): string {
  const { returnsGroup } = arrangementsOf(asked);
  const deputyWrites = fraction(`writer/${of.key}`) < 0.2;
  return keyOf((deputyWrites ? deputyOf(asked, returnsGroup, of.agency, on) : undefined) ?? representativeOf(asked, returnsGroup, of.agency, on), `representative of ${of.agency}`);
}

export function signerFor({ asked }: Making, agency: string, on: Day): string {
  return keyOf(holdersOf(asked, 'senior-officer', on, { agency })[0], `senior officer of ${agency}`);
}

export function boardOfficer({ asked }: Making, on: Day): string {
  return keyOf(holdersOf(asked, 'board-office', on)[0], 'board office');
}

export function chairOfReturns({ asked }: Making, on: Day): string {
  return keyOf(holdersOf(asked, 'chair', on, { group: arrangementsOf(asked).returnsGroup })[0], 'chair of the group that reads the returns');
}

/** Some time in the working day, the same for the same key. */
export function timeOfDay(key: string): string {
  return `${String(whole(`hour/${key}`, 9, 15)).padStart(2, '0')}:${String(whole(`minute/${key}`, 0, 59)).padStart(2, '0')}`;
}

/** Submits a return as an agency would, through the rows that a real submission writes. */
export function submitReturn(making: Making, of: QuarterlyReturn, round: ReturnRound, { back, on, nil, onBehalf = false }: Submitting): SubmittedReturn {
  const agency = agencyOf(making, of.agency);
  const moment: Moment = momentOn(on, timeOfDay(`submitted/${of.key}`));
  const signs = agency.executiveSignsOff && !onBehalf;
  const writer = onBehalf ? boardOfficer(making, on) : writerOf(making, of, on);
  const content = writtenContent(making.sample, making.asked, of, { agency, by: writer, at: moment.instant, back, ...(nil === undefined ? {} : { nil }) });
  const asked = askedOf(making.asked, of);
  const signer = signs ? signerFor(making, of.agency, on) : undefined;
  const row = submittedRow({ row: of, round, agency }, asked, content, {
    moment, by: signer ?? writer, onBehalf, ...(signer === undefined ? {} : { signedOffBy: signer }),
  });
  making.world.take(submissionChanges(making.asked, row, asked, { content, draft: undefined, overtaken: false }, moment));
  return row;
}

/** The group's reader accepts a return some working days after it came. */
export function acceptReturn(making: Making, row: SubmittedReturn, on: Day): void {
  making.world.put(quarterlyReturns, { ...row, status: 'accepted', acceptedAt: instantOn(on, timeOfDay(`accepted/${row.key}`)), acceptedBy: boardOfficer(making, on) });
}

/** A working day some days before the due date on which this agency usually sends its return. */
export function usualDay(of: QuarterlyReturn, round: ReturnRound): Day {
  return addWorkingDays(round.dueOn, -whole(`day/${of.key}`, 0, 7));
}
