import type { Day } from '../time/day.ts';
import type { NoticeKind } from './delivery.ts';

/** How a notice travels: within somebody's digest of the day, as a letter of its own, or in the chair's channel. */
export type NoticeForm = 'digest' | 'letter' | 'channel-post' | 'channel-update';

/** Something that should have been told to one person, or posted in one channel, by now. */
export type Notice = {
  /** Natural and lasting: the same event or reminder always has the same key. */
  readonly key: string;
  readonly kind: NoticeKind;
  readonly form: NoticeForm;
  /** A person's key, or `channel:` and a group's key. */
  readonly recipient: string;
  /** Key of the record it is about. */
  readonly subject: string;
  /** The working day on which it is to be told. */
  readonly dueOn: Day;
  /** Why it is not to be sent any more, when that is so. */
  readonly superseded?: string;
};

/** What each notice is good for: whether the reader has something to do, or only learns of something. */
export const NEEDS_ACTION: Readonly<Record<NoticeKind, boolean>> = {
  'round-opened': true, 'return-due': true, 'return-overdue': true, 'query-raised': true, 'query-answered': true, 'return-accepted': false,
  'return-submitted-on-behalf': false, 'sign-off-asked': true, 'deputy-asked': true, 'escalation-proposed': true, 'escalation-letter': true,
  'escalation-told': false, 'escalation-reply-due': true, 'escalation-step': false, 'action-assigned': true,
};
