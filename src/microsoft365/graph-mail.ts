import { z } from 'zod';
import type { Mail, Mailer } from '../ports/mail.ts';
import type { SendOutcome } from '../ports/messenger.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError, type GraphFaultKind } from './graph-errors.ts';

/** Exchange takes four requests of an app to one mailbox at a time. */
const AT_ONCE = 4;
const Address = z.email().max(254);

/**
 * Sends from a shared mailbox, where a copy of each stays among its sent items. `unreachable` is answered only where this recipient or message
 * is never accepted; all that concerns the mailbox, the app or the service is a matter of `later`. What Microsoft 365 did not confirm counts as
 * not sent: a reminder that comes twice does less harm than one that never comes.
 * @param mailbox its address @param client of an app that may send as this mailbox (`Mail.Send`)
 */
export function graphMailer({ client, mailbox }: { readonly client: Pick<GraphClient, 'post'>; readonly mailbox: string }): Mailer {
  const inTurn = atMost(AT_ONCE);
  return {
    async send(mail) {
      if (!Address.safeParse(mail.to.address).success) return { ok: false, kind: 'unreachable', problem: 'The e-mail address is not one that mail can be sent to' };
      try {
        await inTurn(() => client.post(`/users/${encodeURIComponent(mailbox)}/sendMail`, messageOf(mail), z.unknown()));
        return { ok: true };
      } catch (error) {
        if (error instanceof GraphError) return outcomeOf(error.kind);
        throw error;
      }
    },
  };
}

function messageOf({ to, subject, html }: Mail) {
  return {
    message: { subject, body: { contentType: 'HTML', content: html }, toRecipients: [{ emailAddress: { address: to.address, name: to.name } }] },
    saveToSentItems: true,
  };
}

/** Graph's own words stay out of the answer: they repeat the address, and the answer is kept and shown. */
function outcomeOf(kind: GraphFaultKind): SendOutcome {
  if (kind === 'invalid' || kind === 'too-large') return { ok: false, kind: 'unreachable', problem: 'Microsoft 365 does not accept the address or the message' };
  const problem = kind === 'not-found' ? 'Microsoft 365 does not know the mailbox that mail is sent from'
    : kind === 'forbidden' ? 'Microsoft 365 does not let the app send from its mailbox'
      : kind === 'unauthorised' ? 'Microsoft 365 does not accept the app’s sign-in'
        : kind === 'throttled' ? 'Microsoft 365 asks to try again later'
          : kind === 'uncertain' ? 'Microsoft 365 did not say whether it took the message'
            : 'Microsoft 365 cannot be reached';
  return { ok: false, kind: 'later', problem };
}

/** Lets so many run at a time, the others in the order they came. */
function atMost(many: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= many) await new Promise<void>((go) => { waiting.push(go); });
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
