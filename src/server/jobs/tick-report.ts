import { CHANNEL_WORDS } from '../../assurance/notices/delivery-words.ts';
import { mayWriteNow } from '../../assurance/notices/writing-hours.ts';
import { arrangementsOf } from '../../assurance/partnership/arrangements.ts';
import { people } from '../../assurance/partnership/person.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import { longMoment, type Moment } from '../../assurance/time/instant.ts';
import type { Told } from '../../use-cases/deliver-notices.ts';
import type { JobReport } from './run-jobs.ts';

/** What the jobs did on a day that was tried, in lines to read: what changed, and who was told what and how. */
export function tickReport(snapshot: Snapshot, moment: Moment, reports: readonly JobReport[]): readonly string[] {
  const { workingHours } = arrangementsOf(snapshot);
  const did = reports.flatMap(({ did: { sentences } }) => sentences.map((sentence) => `  ${sentence}`));
  const told = reports.flatMap(({ did: { told: each } }) => each.flatMap((one) => toldLines(snapshot, one)));
  const failed = reports.flatMap(({ title, error }) => (error === undefined ? [] : [`  ${title}: ${error}`]));
  const quiet = mayWriteNow({ workingHours }, moment) ? 'Nobody had to be told anything.' : `Nobody is written to outside ${workingHours.from} to ${workingHours.to} on working days.`;
  return [
    `As if it were ${longMoment(moment)}:`,
    ...(did.length > 0 ? ['', 'What changed', ...did] : []),
    '', ...(told.length > 0 ? ['Who was told', ...told] : [quiet]),
    ...(failed.length > 0 ? ['', 'What went wrong', ...failed] : []),
  ];
}

function toldLines(snapshot: Snapshot, { recipient, result, channel, sentences, problem }: Told): readonly string[] {
  const channels = recipient.startsWith('channel:');
  const name = channels ? 'The chair’s channel' : snapshot.get(people, recipient)?.name ?? recipient;
  const how = result === 'sent' && channel !== undefined ? (channels ? 'posted' : `by ${CHANNEL_WORDS[channel]}`)
    : result === 'later' ? 'failed for the moment; tried again later' : `could not be told: ${problem ?? 'no reason given'}`;
  return [`  ${name}, ${how}`, ...sentences.map((sentence) => `    ${sentence}`)];
}
