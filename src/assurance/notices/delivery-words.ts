import type { Channel, NoticeKind } from './delivery.ts';

export const CHANNEL_WORDS: Readonly<Record<Channel, string>> = {
  bot: 'Teams message', 'activity-feed': 'Teams activity feed', 'e-mail': 'e-mail', 'chair-channel': 'the chair’s channel',
};

/** What each kind of notice is called where deliveries are listed. */
export const KIND_WORDS: Readonly<Record<NoticeKind, string>> = {
  'round-opened': 'Return opened',
  'return-due': 'Reminder before the due date',
  'return-overdue': 'Reminder after the due date',
  'query-raised': 'Query raised',
  'query-answered': 'Query answered',
  'return-accepted': 'Return accepted with thanks',
  'return-submitted-on-behalf': 'Return submitted on behalf',
  'sign-off-asked': 'Sign-off asked',
  'deputy-asked': 'Deputy asked',
  'escalation-proposed': 'Escalation proposed',
  'escalation-letter': 'Escalation letter',
  'escalation-told': 'Told of an escalation',
  'escalation-reply-due': 'Escalation reply overdue',
  'escalation-step': 'What became of an escalation',
  'action-assigned': 'Action assigned',
};

/** `return-due.2026-Q2.police.5` is "Reminder: due in 5 working days". */
export function reminderWords(notice: string, kind: NoticeKind): string {
  const last = notice.slice(notice.lastIndexOf('.') + 1);
  const count = /^\d+$/.test(last) ? Number(last) : undefined;
  if (count === undefined || (kind !== 'return-due' && kind !== 'return-overdue')) return kind === 'round-opened' ? KIND_WORDS[kind] : 'Reminder asked for by the board office';
  return kind === 'return-due' ? `Reminder: due in ${workingDays(count)}` : `Reminder: overdue by ${workingDays(count)}`;
}

export function workingDays(count: number): string {
  return count === 1 ? '1 working day' : `${count} working days`;
}
