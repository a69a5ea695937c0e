import { createTransport } from 'nodemailer';
import type { Instant } from '../../assurance/time/instant.ts';
import { isMailAddress, messageOf, type Sender } from '../../embedded/mail-message.ts';
import type { Mailer } from '../../ports/mail.ts';
import type { SendOutcome } from '../../ports/messenger.ts';

export type SmtpOptions = {
  readonly host: string;
  readonly port: number;
  readonly from: Sender;
  readonly now: () => Instant;
  readonly signIn?: { readonly user: string; readonly password: string };
  /** Only for a mail server on this machine: everywhere else mail goes out encrypted or not at all. */
  readonly withoutEncryption?: boolean;
  /** How long the mail server may stay silent; a minute when left out. */
  readonly patienceMs?: number;
};

/** The port on which encryption starts with the connection; on others it is asked for by STARTTLS. */
const ENCRYPTED_PORT = 465;

/**
 * Hands mail to an SMTP server. `unreachable` is answered only where the server says for good that this recipient or this message is not
 * accepted; a server that cannot be reached, is busy or does not accept our own sign-in or sender is a matter of `later`.
 */
export function smtpMailer(options: SmtpOptions): Mailer {
  const { host, port, from, now, signIn, withoutEncryption = false, patienceMs = 60_000 } = options;
  const server = createTransport({
    host, port, secure: port === ENCRYPTED_PORT && !withoutEncryption, ignoreTLS: withoutEncryption, requireTLS: !withoutEncryption,
    connectionTimeout: patienceMs, greetingTimeout: patienceMs, socketTimeout: patienceMs, dnsTimeout: patienceMs,
    ...(signIn ? { auth: { user: signIn.user, pass: signIn.password } } : {}),
  });
  return {
    async send(mail) {
      if (!isMailAddress(mail.to.address)) return { ok: false, kind: 'unreachable', problem: 'The e-mail address is not one that mail can be sent to' };
      try {
        const { messageId } = await server.sendMail(messageOf(mail, from, now()));
        return { ok: true, message: messageId };
      } catch (error) {
        return failureOf(error);
      }
    },
  };
}

/** What nodemailer tells of a failed conversation: the command that failed and, where the server answered, its code. */
type SmtpFault = { readonly code?: string; readonly command?: string; readonly responseCode?: number };

/** The server's own words stay out of the answer: they repeat the address, and the answer is kept and shown. */
function failureOf(error: unknown): SendOutcome {
  const { code, command, responseCode } = error as SmtpFault;
  const said = responseCode === undefined ? '' : ` (${responseCode})`;
  const forGood = responseCode !== undefined && responseCode >= 500;
  if (code === 'EAUTH') return { ok: false, kind: 'later', problem: `The mail server does not accept the product’s sign-in${said}` };
  if (command === 'MAIL FROM') return { ok: false, kind: 'later', problem: `The mail server does not accept the product’s own address${said}` };
  if (command === 'RCPT TO' && forGood) return { ok: false, kind: 'unreachable', problem: `The mail server does not know the address or does not accept mail for it${said}` };
  if (command === 'DATA' && forGood) return { ok: false, kind: 'unreachable', problem: `The mail server does not accept the message${said}` };
  if (responseCode !== undefined) return { ok: false, kind: 'later', problem: `The mail server asks to try again later${said}` };
  if (code === 'ETLS') return { ok: false, kind: 'later', problem: 'The mail server does not offer encryption that can be trusted' };
  return { ok: false, kind: 'later', problem: `The mail server cannot be reached${code === undefined ? '' : ` (${code})`}` };
}
