import type { EscalationCardModel } from '../assurance/escalations/escalations-page-model.ts';
import type { Digest } from '../assurance/notices/digest.ts';

export type SendOutcome =
  | { readonly ok: true; readonly message?: string; readonly conversation?: string }
  /**
   * `unreachable`: blocked, removed or never installed, so the next channel is tried and nothing is repeated here;
   * `later`: throttled or a passing fault, worth trying again.
   */
  | { readonly ok: false; readonly kind: 'unreachable' | 'later'; readonly problem: string };

/** Writes to people and channels in Teams. References are what the bot saved when it last heard from there. */
export type Messenger = {
  /** One digest a person and day: a card that lists its notices, each with its button, and an acknowledgement. */
  sendDigest(reference: string, digest: Digest): Promise<SendOutcome>;
  /** A proposal to the chair's channel; the base card carries no agency text beyond a headline. */
  postEscalation(reference: string, escalation: EscalationCardModel): Promise<SendOutcome>;
  /** Shows in the channel what became of it, without touching a card that somebody may be filling in. */
  updateEscalation(reference: string, message: string, escalation: EscalationCardModel): Promise<SendOutcome>;
};

/** A line in somebody's activity feed, for those who have the app but not the chat. */
export type ActivityFeed = { notify(person: { readonly tenantId?: string; readonly objectId?: string }, digest: Digest): Promise<SendOutcome> };
