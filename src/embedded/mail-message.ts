import type { SendMailOptions } from 'nodemailer';
import type { Mail } from '../ports/mail.ts';
import type { Instant } from '../assurance/time/instant.ts';

/** Who the product's mail comes from. */
export type Sender = { readonly name: string; readonly address: string };

/** One address and nothing else: no list, no display name, no comment, no line break. */
const ADDRESS = /^[^\s@<>(),;:"\\[\]\p{Cc}]+@[^\s@<>(),;:"\\[\]\p{Cc}]+$/u;

export function isMailAddress(text: string): boolean {
  return text.length <= 254 && ADDRESS.test(text);
}

/**
 * The mail as nodemailer takes it. Names and subject become one line whatever is in them, the address has been checked by
 * `isMailAddress`, and nothing in text or HTML is ever fetched from a file or an address.
 */
export function messageOf(mail: Mail, from: Sender, at: Instant): SendMailOptions {
  return {
    from: { name: oneLine(from.name), address: from.address },
    to: { name: oneLine(mail.to.name), address: mail.to.address },
    envelope: { from: from.address, to: mail.to.address },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    date: new Date(at),
    // Keeps out-of-office replies from answering a machine (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function oneLine(text: string): string {
  return text.toWellFormed().replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
