import type { SendOutcome } from './messenger.ts';

/** A message by e-mail, already worded: plain text and the same as HTML. The subject never carries an agency's own text. */
export type Mail = { readonly to: { readonly name: string; readonly address: string }; readonly subject: string; readonly text: string; readonly html: string };

export type Mailer = {
  /** Hands the message to the mail server. Expected failures are answered; a repeated call may send a second copy. */
  send(mail: Mail): Promise<SendOutcome>;
};
