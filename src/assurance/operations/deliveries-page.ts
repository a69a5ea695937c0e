import { nameOf } from '../escalations/escalation-answer.ts';
import { CHANNEL_WORDS, KIND_WORDS } from '../notices/delivery-words.ts';
import { deliveries, type Attempt, type Delivery } from '../notices/delivery.ts';
import { noticeWords } from '../notices/notice-words.ts';
import { accept, refuse, unreachable, type Outcome } from '../outcome.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { groups } from '../partnership/partnership.ts';
import { may } from '../partnership/permission.ts';
import type { Viewer } from '../partnership/viewer.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { explainNotPermitted, type Refused } from '../refusals.ts';
import { addMonths, longDate, type Day } from '../time/day.ts';
import { BANK_HOLIDAYS_KNOWN_UNTIL } from '../time/england-bank-holidays.ts';
import { dayOfInstant, longMoment, minutesBetween, type Moment } from '../time/instant.ts';
import type { DeliveriesPage, DeliveryRow } from './deliveries-page-model.ts';
import { jobRuns, NOTED_AT_LEAST_EVERY_MINUTES } from './job-run.ts';

/** What went out lately: at most so many rows of the last three months. */
const RECENT = 100;
const RECENT_MONTHS = 3;

/** The store cannot be read: why, in a sentence, and until when what others wrote is known. */
export type StoreFault = { readonly fault: string; readonly asOf: Pick<Moment, 'today' | 'time'> };

/** What could not be delivered, what went out lately, rows broken by hand, and how the jobs and the store are. For the board office only. */
export function deliveriesPage(snapshot: Snapshot, viewer: Viewer, moment: Moment, store?: StoreFault): Outcome<DeliveriesPage, Refused> {
  if (!may(viewer, 'see deliveries')) return refuse({ reason: 'not-permitted', message: explainNotPermitted('see deliveries') });
  const failing = failedDeliveries(snapshot, moment.today);
  const failed = failing.map((delivery) => rowOf(snapshot, delivery, moment.today)).sort(newestFirst);
  const isFailing = new Set(failing.map(({ key }) => key));
  const since = addMonths(moment.today, -RECENT_MONTHS);
  const recent = snapshot.all(deliveries).filter(({ key, dueOn }) => dueOn >= since && !isFailing.has(key)).toSorted((a, b) => (a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : a.key < b.key ? -1 : 1))
    .slice(0, RECENT).map((delivery) => rowOf(snapshot, delivery, moment.today));
  const problems = snapshot.problems().map(({ list, rowId, key, faults, link }) => ({ list, row: key ?? rowId, faults: faults.map(({ message }) => message), ...(link === undefined ? {} : { link }) }));
  const jobs = snapshot.all(jobRuns).map(({ key, title, startedAt, finishedAt, lastError }) => ({
    key, title, lastRun: finishedAt ?? startedAt,
    rating: lastError !== undefined ? 'off-track' as const : minutesBetween(startedAt, moment.instant) > 2 * NOTED_AT_LEAST_EVERY_MINUTES ? 'not-known' as const : 'on-track' as const,
    ...(lastError === undefined ? {} : { lastError }),
  }));
  return accept({ heading: headingOf(failed.length, problems.length, jobs.filter(({ rating }) => rating === 'off-track').length), failed, recent, problems, jobs, notes: [...storeNotes(store), ...notesOf(snapshot, moment.today)] });
}

/** What could not be delivered and still matters: what it is about is not over, and it is not older than three months. */
export function failedDeliveries(snapshot: Snapshot, today: Day): readonly Delivery[] {
  const since = addMonths(today, -RECENT_MONTHS);
  return snapshot.where(deliveries, 'status', 'failed').filter((delivery) => delivery.dueOn >= since && noticeWords(snapshot, { ...delivery, key: delivery.notice }, today) !== undefined);
}

function headingOf(failed: number, problems: number, jobs: number): string {
  const parts = [
    ...(failed > 0 ? [`${failed === 1 ? '1 notice' : `${failed} notices`} could not be delivered`] : []),
    ...(problems > 0 ? [`${problems === 1 ? '1 row' : `${problems} rows`} cannot be read`] : []),
    ...(jobs > 0 ? [`${jobs === 1 ? '1 job' : `${jobs} jobs`} failed last time`] : []),
  ];
  return parts.length === 0 ? 'Everything was delivered and nothing is broken' : parts.join(', ');
}

function rowOf(snapshot: Snapshot, delivery: Delivery, today: Day): DeliveryRow {
  return {
    key: delivery.key, recipientName: recipientName(snapshot, delivery.recipient),
    what: noticeWords(snapshot, { ...delivery, key: delivery.notice }, today)?.sentence ?? KIND_WORDS[delivery.kind],
    dueOn: delivery.dueOn, ...('channel' in delivery ? { channel: CHANNEL_WORDS[delivery.channel] } : {}), state: delivery.status, words: stateWords(delivery),
    attempts: delivery.attempts.map(({ channel, at, outcome, problem }: Attempt) => ({ channel: CHANNEL_WORDS[channel], at, words: outcome === 'sent' ? 'Sent' : `Failed: ${problem ?? 'no reason given'}` })),
    canRetry: delivery.status === 'failed' && noticeWords(snapshot, { ...delivery, key: delivery.notice }, today) !== undefined,
  };
}

function recipientName(snapshot: Snapshot, recipient: string): string {
  if (!recipient.startsWith('channel:')) return nameOf(snapshot, recipient);
  const group = snapshot.get(groups, recipient.slice('channel:'.length));
  return `Channel of the chair, ${group?.shortName ?? recipient}`;
}

function stateWords(delivery: Delivery): string {
  switch (delivery.status) {
    case 'queued': return delivery.notBefore === undefined ? 'Waits for the next run in working hours' : 'Failed for the moment; tried again by itself';
    case 'claimed': return 'Being sent';
    case 'sent': return `Sent by ${CHANNEL_WORDS[delivery.channel]} on ${longDate(dayOfInstant(delivery.sentAt))}; not acknowledged`;
    case 'acknowledged': return `Acknowledged on ${longDate(dayOfInstant(delivery.acknowledgedAt))}`;
    case 'failed': return `Could not be delivered: ${delivery.problem}`;
    case 'superseded': return `Not sent: ${delivery.supersededBecause}`;
    default: return unreachable(delivery);
  }
}

function newestFirst(a: DeliveryRow, b: DeliveryRow): number {
  return a.dueOn < b.dueOn ? 1 : a.dueOn > b.dueOn ? -1 : a.key < b.key ? -1 : 1;
}

function storeNotes(store: StoreFault | undefined): string[] {
  return store === undefined ? [] : [`The records cannot be read or written at the moment. ${store.fault} Pages show what was known on ${longMoment(store.asOf)}; nothing that was saved is lost.`];
}

function notesOf(snapshot: Snapshot, today: Day): string[] {
  const { boardOfficeName } = arrangementsOf(snapshot);
  return addMonths(today, 12) < BANK_HOLIDAYS_KNOWN_UNTIL ? [] : [
    `The list of bank holidays ends on ${longDate(BANK_HOLIDAYS_KNOWN_UNTIL)}. Dates after that may fall on a holiday: ${boardOfficeName} asks whoever maintains this product for the next list.`,
  ];
}
