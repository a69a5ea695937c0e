import { decideNotices } from '../../assurance/notices/decide-notices.ts';
import { escalationNotices } from '../../assurance/notices/escalation-notices.ts';
import { deliveries, deliveryKey, type Channel } from '../../assurance/notices/delivery.ts';
import type { Notice } from '../../assurance/notices/notice.ts';
import { returnNotices } from '../../assurance/notices/return-notices.ts';
import { isSubmitted, quarterlyReturns } from '../../assurance/returns/quarterly-return.ts';
import type { Snapshot } from '../../assurance/records/snapshot.ts';
import type { Day } from '../../assurance/time/day.ts';
import type { Quarter } from '../../assurance/time/quarter.ts';
import { fraction } from './chance.ts';
import { instantOn, momentOn } from './sample-dates.ts';
import type { SampleWorld } from './sample-world.ts';

/**
 * What the product told people about returns up to a day, as its own notices say it: each rung of the ladder was sent on its day, and
 * some were acknowledged.
 * @param open everything as it stood when no return had come yet
 * @param wanted which returns, by key, were still waited for on a day
 */
export function makeReminders(world: SampleWorld, open: Snapshot, until: Day, wanted: (returnKey: string, on: Day) => boolean): void {
  for (const notice of returnNotices(open, until)) if (wanted(notice.subject, notice.dueOn)) putSent(world, notice);
}

/** Whether a return of the quarter had not come by the morning of a day. */
export function waitedFor(snapshot: Snapshot, quarter: Quarter): (returnKey: string, on: Day) => boolean {
  return (key, on) => {
    const of = snapshot.get(quarterlyReturns, key);
    return of !== undefined && of.quarter === quarter && !(isSubmitted(of) && of.firstSubmittedOn < on);
  };
}

/** What else should have been told by the end of a day, and was: thanks, queries. */
export function makeTold(world: SampleWorld, until: Day): void {
  const snapshot = world.snapshot();
  putNew(world, snapshot, decideNotices(snapshot, momentOn(until, '18:00')));
}

/** Who was written to and told about escalations by the end of a day. */
export function makeToldOfEscalations(world: SampleWorld, until: Day): void {
  const snapshot = world.snapshot();
  putNew(world, snapshot, escalationNotices(snapshot, until));
}

function putNew(world: SampleWorld, snapshot: Snapshot, notices: readonly Notice[]): void {
  for (const notice of notices) {
    if (notice.superseded === undefined && snapshot.get(deliveries, deliveryKey(notice.key, notice.recipient)) === undefined) putSent(world, notice);
  }
}

function putSent(world: SampleWorld, { key: notice, kind, form, recipient, subject, dueOn }: Notice): void {
  const key = deliveryKey(notice, recipient);
  const channel = channelOf(form, recipient);
  const sentAt = instantOn(dueOn, '08:05');
  const sent = { key, notice, kind, recipient, subject, dueOn, digest: `${dueOn}.${recipient}`, attempts: [{ channel, at: sentAt, outcome: 'sent' }], channel, sentAt } as const;
  const seen = channel !== 'chair-channel' && fraction(`seen/${key}`) < 0.4;
  world.put(deliveries, seen ? { ...sent, status: 'acknowledged', acknowledgedAt: instantOn(dueOn, '11:20') } : { ...sent, status: 'sent' });
}

function channelOf(form: Notice['form'], recipient: string): Channel {
  switch (form) {
    case 'channel-post':
    case 'channel-update': return 'chair-channel';
    case 'letter': return 'e-mail';
    case 'digest': return fraction(`channel/${recipient}`) < 0.25 ? 'e-mail' : 'bot';
  }
}
