import { people, type Person } from '../partnership/person.ts';
import { insert, update, type Change } from '../records/change.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { minutesBetween, type Moment } from '../time/instant.ts';
import { decideNotices } from './decide-notices.ts';
import { deliveries, deliveryKey, type Delivery } from './delivery.ts';
import { digestOf } from './write-digest.ts';
import type { Digest } from './digest.ts';
import { NEEDS_ACTION, type Notice, type NoticeForm } from './notice.ts';
import { noticeWords } from './notice-words.ts';

/** A claim that is older than this was made by a run that died: it is taken again. */
export const CLAIM_HOLDS_MINUTES = 10;

export type Claimed = Extract<Delivery, { status: 'claimed' }>;

/** One message to send, with the rows that claim it. All its rows are told by it, or none. */
export type Message = { readonly claims: readonly Change[]; readonly rows: readonly Claimed[] } & (
  | { readonly form: 'digest'; readonly person: Person; readonly digest: Digest }
  | { readonly form: 'letter'; readonly person: Person }
  | { readonly form: 'channel-post' | 'channel-update'; readonly channel: string }
  /** The register has lost the person: this can only be shown as failed. */
  | { readonly form: 'nobody' }
);

export type Plan = {
  readonly messages: readonly Message[];
  /** Rows that say why something is not sent any more: nothing lapses without a trace. */
  readonly superseded: readonly Change[];
};

/**
 * What the delivery job does now: notices that nobody has claimed, those whose claim has died, those to be tried again. One digest a
 * person and day: what comes up after it waits for tomorrow's, unless somebody asked for it. Working hours are the caller's to keep.
 * @param claimant names the process that claims, for whoever reads the ledger
 */
export function planDeliveries(snapshot: Snapshot, moment: Moment, claimant: string): Plan {
  const notices = new Map(decideNotices(snapshot, moment).map((notice) => [deliveryKey(notice.key, notice.recipient), notice]));
  const wanted: { readonly form: NoticeForm; readonly row: Claimed; readonly before: Delivery | undefined }[] = [];
  const superseded: Change[] = [];
  const take = (form: NoticeForm, row: Pick<Delivery, 'notice' | 'kind' | 'recipient' | 'subject' | 'dueOn'>, before: Delivery | undefined) =>
    wanted.push({ form, before, row: claimOf(row, before, moment, claimant) });

  for (const [key, notice] of notices) {
    if (snapshot.get(deliveries, key)) continue;
    if (notice.superseded === undefined) take(notice.form, { ...notice, notice: notice.key }, undefined);
    else if (snapshot.where(deliveries, 'notice', notice.key).length === 0) superseded.push(insert(deliveries, { key, ...told(notice), status: 'superseded', attempts: [], supersededAt: moment.instant, supersededBecause: notice.superseded }));
  }
  for (const before of unfinished(snapshot, moment)) {
    const notice = notices.get(before.key);
    const current = notice !== undefined && notice.superseded === undefined;
    const words = noticeWords(snapshot, { ...before, key: before.notice }, moment.today);
    if (words && (current || before.askedFor)) take(notice?.form ?? formOf(before), before, before);
    else superseded.push(update(snapshot, deliveries, supersede(before, moment, notice?.superseded ?? (words ? 'A newer notice told the same' : 'Its reason had gone'))));
  }
  return { superseded, messages: messagesOf(snapshot, moment, wanted) };
}

function told({ key, kind, recipient, subject, dueOn }: Notice): Pick<Delivery, 'notice' | 'kind' | 'recipient' | 'subject' | 'dueOn'> {
  return { notice: key, kind, recipient, subject, dueOn };
}

type Unfinished = Extract<Delivery, { status: 'queued' | 'claimed' }>;

/** Rows that wait for another try, when their time has come, and rows whose claim has died. */
function unfinished(snapshot: Snapshot, moment: Moment): readonly Unfinished[] {
  const rows: readonly Delivery[] = [...snapshot.where(deliveries, 'status', 'queued'), ...snapshot.where(deliveries, 'status', 'claimed')];
  return rows.flatMap((row): Unfinished[] => {
    if (row.status === 'queued') return row.notBefore === undefined || row.notBefore <= moment.instant ? [row] : [];
    return row.status === 'claimed' && minutesBetween(row.claimedAt, moment.instant) >= CLAIM_HOLDS_MINUTES ? [row] : [];
  });
}

/** How a row travels that is sent because somebody asked, although no notice of today calls for it. */
function formOf({ kind, recipient }: Delivery): NoticeForm {
  if (recipient.startsWith('channel:')) return kind === 'escalation-step' ? 'channel-update' : 'channel-post';
  return kind === 'escalation-letter' ? 'letter' : 'digest';
}

function claimOf({ notice, kind, recipient, subject, dueOn }: Pick<Delivery, 'notice' | 'kind' | 'recipient' | 'subject' | 'dueOn'>, before: Delivery | undefined, moment: Moment, claimant: string): Claimed {
  const earlier = before?.status === 'queued' || before?.status === 'claimed' ? before : undefined;
  return {
    key: deliveryKey(notice, recipient), notice, kind, recipient, subject, dueOn, status: 'claimed', claimedAt: moment.instant, claimedBy: claimant,
    attempts: earlier?.attempts ?? [], attemptsBefore: earlier?.attemptsBefore ?? 0, askedFor: earlier?.askedFor ?? false,
  };
}

function supersede({ key, notice, kind, recipient, subject, dueOn, attempts }: Delivery, moment: Moment, because: string): Delivery {
  return { key, notice, kind, recipient, subject, dueOn, attempts, status: 'superseded', supersededAt: moment.instant, supersededBecause: because };
}

type Wanted = { readonly form: NoticeForm; readonly row: Claimed; readonly before: Delivery | undefined };

function messagesOf(snapshot: Snapshot, moment: Moment, wanted: readonly Wanted[]): readonly Message[] {
  const claimsOf = (of: readonly Wanted[], rows: readonly Claimed[]) => rows.map((row, index) => (of[index]?.before ? update(snapshot, deliveries, row) : insert(deliveries, row)));
  const alone = wanted.filter(({ form }) => form !== 'digest').map((each): Message => {
    const { form, row } = each;
    const message = { rows: [row], claims: claimsOf([each], [row]) };
    if (form === 'channel-post' || form === 'channel-update') return { ...message, form, channel: row.recipient };
    const person = snapshot.get(people, row.recipient);
    return person ? { ...message, form: 'letter', person } : { ...message, form: 'nobody' };
  });
  const byPerson = Map.groupBy(wanted.filter(({ form }) => form === 'digest'), ({ row }) => row.recipient);
  const digests = [...byPerson].flatMap(([recipient, all]): Message[] => {
    const daily = `${moment.today}.${recipient}`;
    const hadOne = snapshot.where(deliveries, 'recipient', recipient).some((row) => row.digest === daily && (row.status === 'sent' || row.status === 'acknowledged'));
    const now = hadOne ? all.filter(({ row }) => row.askedFor) : all;
    if (now.length === 0) return [];
    const digest = hadOne ? `${daily}.asked-${moment.time.replace(':', '')}` : daily;
    const rows = now.map(({ row }): Claimed => ({ ...row, digest })).sort(mostPressingFirst);
    const inOrder = rows.flatMap((row) => now.filter((each) => each.row.key === row.key));
    const message = { rows, claims: claimsOf(inOrder, rows) };
    const person = snapshot.get(people, recipient);
    return person ? [{ ...message, form: 'digest', person, digest: digestOf(snapshot, moment.today, digest, person, rows) }] : [{ ...message, form: 'nobody' }];
  });
  return [...alone, ...digests];
}

/** What needs somebody to act comes before news; within each, what fell due first. */
function mostPressingFirst(a: Claimed, b: Claimed): number {
  return Number(NEEDS_ACTION[b.kind]) - Number(NEEDS_ACTION[a.kind]) || (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.key < b.key ? -1 : 1);
}
