import type { Digest } from '../../src/assurance/notices/digest.ts';
import type { EscalationCardModel } from '../../src/assurance/escalations/escalations-page-model.ts';
import type { Moment } from '../../src/assurance/time/instant.ts';
import type { Mail, Mailer } from '../../src/ports/mail.ts';
import type { ActivityFeed, Messenger, SendOutcome } from '../../src/ports/messenger.ts';
import type { Register } from '../../src/register/register.ts';
import type { DeliveryWork } from '../../src/use-cases/deliver-notices.ts';

/** Everything that left the product, in order. */
export type Sent =
  | { readonly by: 'bot' | 'activity-feed'; readonly to: string; readonly digest: Digest }
  | { readonly by: 'e-mail'; readonly to: string; readonly mail: Mail }
  | { readonly by: 'post' | 'update'; readonly to: string; readonly card: EscalationCardModel };

/** What a port answers for somebody instead of sending; `throw` breaks off without an answer. */
export type Cue = Extract<SendOutcome, { ok: false }> | 'throw';

export type FakePorts = { readonly messenger: Messenger; readonly feed: ActivityFeed; readonly mailer: Mailer; readonly sent: Sent[]; cue(by: Sent['by'], to: string, cue: Cue | undefined): void };

/** Ports that keep what was sent and fail on cue. A person is named by the reference, the object id or the address the port is given. */
export function fakePorts(): FakePorts {
  const sent: Sent[] = [];
  const cues = new Map<string, Cue>();
  const send = async (what: Sent): Promise<SendOutcome> => {
    const cue = cues.get(`${what.by} ${what.to}`);
    if (cue === 'throw') throw new Error('broke off');
    if (cue) return cue;
    sent.push(what);
    return { ok: true, message: `m${sent.length}`, conversation: what.to };
  };
  return {
    sent,
    cue(by, to, cue) {
      if (cue) cues.set(`${by} ${to}`, cue);
      else cues.delete(`${by} ${to}`);
    },
    messenger: {
      sendDigest: (reference, digest) => send({ by: 'bot', to: reference, digest }),
      postEscalation: (reference, card) => send({ by: 'post', to: reference, card }),
      updateEscalation: (reference, _message, card) => send({ by: 'update', to: reference, card }),
    },
    feed: { notify: ({ objectId }, digest) => send({ by: 'activity-feed', to: objectId ?? '', digest }) },
    mailer: { send: (mail) => send({ by: 'e-mail', to: mail.to.address, mail }) },
  };
}

/** Delivery work at a moment that the test moves on. */
export function workAt(register: Register, ports: FakePorts, moment: () => Moment): DeliveryWork {
  return { register, now: moment, messenger: ports.messenger, feed: ports.feed, mailer: ports.mailer, publicUrl: 'https://assurance.example.org', claimant: 'test' };
}
