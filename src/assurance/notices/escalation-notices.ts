import { hasCome } from '../escalations/decide-reply.ts';
import { isReplyOverdue } from '../escalations/decide-propose-escalations.ts';
import { escalationStages, escalations, type Escalation, type EscalationStep } from '../escalations/escalation.ts';
import { addresseesOf, informedOf, isOpen, lastLetter, stepsOf } from '../escalations/ladder.ts';
import { arrangementsOf } from '../partnership/arrangements.ts';
import { holdersOf } from '../partnership/people-of.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { addDays, type Day } from '../time/day.ts';
import { dayOfInstant } from '../time/instant.ts';
import { workingDayOnOrAfter } from '../time/working-days.ts';
import { channelRecipient, deliveries } from './delivery.ts';
import type { Notice } from './notice.ts';
import { isNews, tellOn } from './return-notices.ts';

const COME = 'The return came before this was sent';

/** Everything about escalations that should have been told by the end of this day. */
export function escalationNotices(snapshot: Snapshot, today: Day): readonly Notice[] {
  return snapshot.all(escalations).flatMap((escalation) => [
    ...(isOpen(escalation) ? [...proposed(snapshot, escalation, today), ...letters(snapshot, escalation), ...replyOverdue(snapshot, escalation, today)] : []),
    ...whatBecameOfIt(snapshot, escalation, today),
  ]);
}

/** A proposal goes to the chair's channel and to the chair in person; to the board office where the group has no chair. */
function proposed(snapshot: Snapshot, escalation: Escalation, today: Day): readonly Notice[] {
  const step = stepsOf(snapshot, escalation.key).findLast((each) => each.step === 'proposed');
  if (escalation.status !== 'proposed' || !step || hasCome(snapshot, escalation)) return [];
  const about = { key: `escalation-proposed.${step.key}`, kind: 'escalation-proposed', subject: escalation.key, dueOn: tellOn(step.at) } as const;
  return [
    { ...about, form: 'channel-post', recipient: channelRecipient(arrangementsOf(snapshot).returnsGroup) },
    ...chairs(snapshot, today).map((recipient): Notice => ({ ...about, form: 'digest', recipient })),
  ];
}

function chairs(snapshot: Snapshot, today: Day): readonly string[] {
  const held = holdersOf(snapshot, 'chair', today, { group: arrangementsOf(snapshot).returnsGroup });
  return (held.length > 0 ? held : holdersOf(snapshot, 'board-office', today)).map(({ key }) => key);
}

/** The letter of each stage, and those who are told beside it: whoever held the office on the day the chair decided. */
function letters(snapshot: Snapshot, escalation: Escalation): readonly Notice[] {
  const gone = hasCome(snapshot, escalation) ? { superseded: COME } : {};
  return stepsOf(snapshot, escalation.key).filter(({ step }) => step === 'escalated').flatMap((step): Notice[] => {
    const stage = step.stage === undefined ? undefined : snapshot.get(escalationStages, step.stage);
    if (!stage) return [];
    const on = dayOfInstant(step.at);
    return [
      ...addresseesOf(snapshot, stage, escalation.agency, on).map(({ key }): Notice => (
        { key: `escalation-letter.${step.key}`, kind: 'escalation-letter', form: 'letter', recipient: key, subject: escalation.key, dueOn: tellOn(step.at), ...gone })),
      ...informedOf(snapshot, stage, escalation.agency, on).map(({ key }): Notice => (
        { key: `escalation-told.${step.key}`, kind: 'escalation-told', form: 'digest', recipient: key, subject: escalation.key, dueOn: tellOn(step.at), ...gone })),
    ];
  });
}

function replyOverdue(snapshot: Snapshot, escalation: Escalation, today: Day): readonly Notice[] {
  const letter = lastLetter(snapshot, escalation.key);
  if (escalation.status !== 'escalated' || !letter || !isReplyOverdue(escalation, today) || hasCome(snapshot, escalation)) return [];
  return chairs(snapshot, today).map((recipient): Notice => (
    { key: `escalation-reply-due.${letter.key}`, kind: 'escalation-reply-due', form: 'digest', recipient, subject: escalation.key, dueOn: workingDayOnOrAfter(addDays(escalation.replyDueOn, 1)) }));
}

/** The latest step is shown in the channel where the proposal was posted. */
function whatBecameOfIt(snapshot: Snapshot, escalation: Escalation, today: Day): readonly Notice[] {
  const last = stepsOf(snapshot, escalation.key).at(-1);
  if (!last || last.step === 'proposed' || !isNews(last.at, today) || !postOf(snapshot, escalation.key, channelRecipient(arrangementsOf(snapshot).returnsGroup))) return [];
  return [{ key: `escalation-step.${last.key}`, kind: 'escalation-step', form: 'channel-update', recipient: channelRecipient(arrangementsOf(snapshot).returnsGroup), subject: escalation.key, dueOn: tellOn(last.at) }];
}

/** The id of the latest post of a proposal in a channel. */
export function postOf(snapshot: Snapshot, escalation: string, channel: string): string | undefined {
  const posts = snapshot.where(deliveries, 'subject', escalation).flatMap((delivery) => (
    delivery.kind === 'escalation-proposed' && delivery.recipient === channel && (delivery.status === 'sent' || delivery.status === 'acknowledged') && delivery.message !== undefined
      ? [{ at: delivery.sentAt, message: delivery.message }] : []));
  return posts.sort((a, b) => (a.at < b.at ? -1 : 1)).at(-1)?.message;
}

/** The step that a notice's key names, for the letter as it was written then. */
export function stepOfNotice(snapshot: Snapshot, escalation: string, notice: string): EscalationStep | undefined {
  return stepsOf(snapshot, escalation).find(({ key }) => notice.endsWith(`.${key}`));
}
