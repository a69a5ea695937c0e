import { escalationCard } from '../assurance/escalations/escalation-card.ts';
import { escalations } from '../assurance/escalations/escalation.ts';
import { pageAddress } from '../assurance/desk/page-address.ts';
import { afterSending, channelsFor, triesOf, tryAgainAt, TRIES_A_CHANNEL, type Result } from '../assurance/notices/channels.ts';
import { decideUnreachable } from '../assurance/notices/decide-conversation.ts';
import { KIND_WORDS } from '../assurance/notices/delivery-words.ts';
import { conversations, deliveries, type Attempt, type Channel } from '../assurance/notices/delivery.ts';
import { postOf, stepOfNotice } from '../assurance/notices/escalation-notices.ts';
import { digestMail, letterMail, type Letterhead, type MailText } from '../assurance/notices/mail-text.ts';
import { noticeWords } from '../assurance/notices/notice-words.ts';
import { planDeliveries, type Claimed, type Message } from '../assurance/notices/plan-deliveries.ts';
import { mayWriteNow } from '../assurance/notices/writing-hours.ts';
import { accept, unreachable } from '../assurance/outcome.ts';
import { arrangementsOf } from '../assurance/partnership/arrangements.ts';
import { update } from '../assurance/records/change.ts';
import type { Mailer } from '../ports/mail.ts';
import type { ActivityFeed, Messenger, SendOutcome } from '../ports/messenger.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';

export type DeliveryWork = Work & {
  readonly messenger: Messenger;
  readonly feed: ActivityFeed;
  readonly mailer: Mailer;
  /** Where the product is reached from outside, for links in e-mails. */
  readonly publicUrl: string;
  /** Names this process in the ledger, so that several can run side by side. */
  readonly claimant: string;
};

/** What was told to whom in one run. */
export type Told = { readonly recipient: string; readonly result: Result['kind']; readonly channel?: Channel; readonly sentences: readonly string[]; readonly problem?: string };

/**
 * Tells everybody what they should have been told by now and have not been: claims each message in the ledger, sends it down the
 * ladder bot, activity feed, e-mail, and notes what came of it. Outside working hours it does nothing. A crash between claim and note
 * makes the message go again after ten minutes; it is never lost. One message that fails holds up no other.
 * @throws the first fault of the register, after every message has had its turn
 */
export async function deliverNotices(work: DeliveryWork): Promise<readonly Told[]> {
  const moment = work.now();
  const snapshot = work.register.snapshot();
  if (!mayWriteNow(arrangementsOf(snapshot), moment)) return [];
  const { messages, superseded } = planDeliveries(snapshot, moment, work.claimant);
  const told: Told[] = [];
  const faults: unknown[] = [];
  for (const message of messages) {
    try {
      const done = await deliver(work, message);
      if (done) told.push(done);
    } catch (fault) {
      faults.push(fault);
    }
  }
  for (const change of superseded) await work.register.commit([change], { person: 'system', at: moment.instant, what: 'noted why a notice was not sent' });
  if (faults.length > 0) throw faults[0];
  return told;
}

/** Claims, sends and notes one message; nothing when another process has claimed it first. */
async function deliver(work: DeliveryWork, message: Message): Promise<Told | undefined> {
  const claimed = await work.register.commit(message.claims, { person: 'system', at: work.now().instant, what: 'claimed a delivery' });
  if (!claimed.ok) return undefined;
  const attempts: Attempt[] = [];
  const result = await send(work, message, attempts);
  await note(work, message.rows, attempts, result);
  return {
    recipient: message.rows[0]?.recipient ?? '', result: result.kind, sentences: sentencesOf(work, message),
    ...(result.kind === 'sent' ? { channel: result.channel } : {}), ...(result.kind === 'failed' ? { problem: result.problem } : {}),
  };
}

function sentencesOf(work: DeliveryWork, message: Message): readonly string[] {
  if (message.form === 'digest') return message.digest.lines.map(({ sentence }) => sentence);
  return message.rows.map((row) => noticeWords(work.register.snapshot(), { ...row, key: row.notice }, work.now().today)?.sentence ?? KIND_WORDS[row.kind]);
}

/** Rows that somebody acknowledged while the message was under way have been told, and stay as they are. */
async function note(work: DeliveryWork, rows: readonly Claimed[], attempts: readonly Attempt[], result: Result): Promise<void> {
  await decideAndCommit(work, 'system', (snapshot, moment) => accept({
    changes: rows.flatMap((row) => {
      const now = snapshot.get(deliveries, row.key);
      return now?.status === 'claimed' && now.claimedAt === row.claimedAt && now.claimedBy === row.claimedBy ? [update(snapshot, deliveries, afterSending(row, attempts, result, moment))] : [];
    }),
    what: result.kind === 'sent' ? 'delivered a notice' : result.kind === 'later' ? 'put off a delivery' : 'could not deliver a notice', fact: null,
  }));
}

async function send(work: DeliveryWork, message: Message, attempts: Attempt[]): Promise<Result> {
  switch (message.form) {
    case 'digest': return downTheLadder(work, message, attempts);
    case 'letter': {
      const letter = letterOf(work, message);
      return letter ? onOneChannel(work, message.rows, 'e-mail', attempts, () => work.mailer.send({ to: { name: message.person.name, address: message.person.mail }, ...letter }))
        : { kind: 'failed', problem: 'The letter is no longer in the register' };
    }
    case 'channel-post': case 'channel-update': return inChannel(work, message, attempts);
    case 'nobody': return { kind: 'failed', problem: 'The register no longer knows this person' };
    default: return unreachable(message);
  }
}

async function downTheLadder(work: DeliveryWork, message: Extract<Message, { form: 'digest' }>, attempts: Attempt[]): Promise<Result> {
  const { person, digest, rows } = message;
  let problem = 'Every channel had failed before';
  for (const channel of channelsFor(work.register.snapshot(), person, rows)) {
    const outcome = await attempt(work, channel, attempts, async () => {
      switch (channel) {
        case 'bot': return work.messenger.sendDigest(work.register.snapshot().get(conversations, person.key)?.reference ?? '', digest);
        case 'activity-feed': return work.feed.notify({ ...(person.tenantId === undefined ? {} : { tenantId: person.tenantId }), ...(person.objectId === undefined ? {} : { objectId: person.objectId }) }, digest);
        case 'e-mail': return work.mailer.send({ to: { name: person.name, address: person.mail }, ...digestMail(digest, letterheadOf(work)) });
        case 'chair-channel': throw new Error('A digest goes to a person, not to a channel');
        default: return unreachable(channel);
      }
    });
    if (outcome.ok) return sentBy(channel, outcome);
    problem = outcome.problem;
    if (outcome.kind === 'unreachable' && channel === 'bot') {
      await decideAndCommit(work, 'system', (snapshot, moment) => accept(decideUnreachable(snapshot, moment, { recipient: person.key, problem: outcome.problem })));
    }
    const tries = triesOf(rows, channel) + 1;
    if (outcome.kind === 'later' && tries < TRIES_A_CHANNEL) return { kind: 'later', notBefore: tryAgainAt(work.now(), tries) };
  }
  return { kind: 'failed', problem };
}

async function onOneChannel(work: DeliveryWork, rows: readonly Claimed[], channel: Channel, attempts: Attempt[], call: () => Promise<SendOutcome>): Promise<Result> {
  const outcome = await attempt(work, channel, attempts, call);
  if (outcome.ok) return sentBy(channel, outcome);
  const tries = triesOf(rows, channel) + 1;
  return outcome.kind === 'later' && tries < TRIES_A_CHANNEL ? { kind: 'later', notBefore: tryAgainAt(work.now(), tries) } : { kind: 'failed', problem: outcome.problem };
}

async function inChannel(work: DeliveryWork, message: Extract<Message, { form: 'channel-post' | 'channel-update' }>, attempts: Attempt[]): Promise<Result> {
  const snapshot = work.register.snapshot();
  const [row] = message.rows;
  const escalation = row && snapshot.get(escalations, row.subject);
  const conversation = snapshot.get(conversations, message.channel);
  if (!escalation) return { kind: 'failed', problem: 'The escalation is no longer in the register' };
  if (conversation?.status !== 'reachable') return { kind: 'failed', problem: 'The app is not in the chair’s channel, or was removed from it. Add it there: the post then goes out by itself' };
  const card = escalationCard(snapshot, work.now().today, escalation, { decide: true, reply: true, close: true });
  const post = postOf(snapshot, escalation.key, message.channel);
  return onOneChannel(work, message.rows, 'chair-channel', attempts, async () => (message.form === 'channel-update' && post !== undefined
    ? work.messenger.updateEscalation(conversation.reference, post, card)
    : work.messenger.postEscalation(conversation.reference, card)));
}

function letterOf(work: DeliveryWork, message: Extract<Message, { form: 'letter' }>): MailText | undefined {
  const snapshot = work.register.snapshot();
  const [row] = message.rows;
  const step = row && stepOfNotice(snapshot, row.subject, row.notice);
  if (step?.letter === undefined || step.letterSubject === undefined) return undefined;
  return letterMail({ subject: step.letterSubject, text: step.letter, replyHref: pageAddress.escalations(step.escalation) }, letterheadOf(work));
}

function letterheadOf(work: DeliveryWork): Letterhead {
  const { boardOfficeName, boardOfficeMail } = arrangementsOf(work.register.snapshot());
  return { publicUrl: work.publicUrl, boardOfficeName, boardOfficeMail };
}

/** A port that throws instead of answering has failed for the moment; whether it sent anything is not known. */
async function attempt(work: DeliveryWork, channel: Channel, attempts: Attempt[], call: () => Promise<SendOutcome>): Promise<SendOutcome> {
  const outcome = await Promise.resolve().then(call).catch((): SendOutcome => ({ ok: false, kind: 'later', problem: 'The channel broke off unexpectedly' }));
  attempts.push({ channel, at: work.now().instant, outcome: outcome.ok ? 'sent' : 'failed', ...(outcome.ok ? {} : { problem: outcome.problem }) });
  return outcome;
}

function sentBy(channel: Channel, { message, conversation }: Extract<SendOutcome, { ok: true }>): Result {
  return { kind: 'sent', channel, ...(message === undefined ? {} : { message }), ...(conversation === undefined ? {} : { conversation }) };
}
