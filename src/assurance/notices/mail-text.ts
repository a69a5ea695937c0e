import type { Digest } from './digest.ts';

/** A message worded for e-mail: plain text, and the same as HTML with everything escaped. */
export type MailText = { readonly subject: string; readonly text: string; readonly html: string };

/** Who writes, and the address under which the product is reached, without a slash at its end. */
export type Letterhead = { readonly publicUrl: string; readonly boardOfficeName: string; readonly boardOfficeMail: string };

/** The link that opens a page of the tab after sign-in, from outside Teams. */
export function linkTo({ publicUrl }: Pick<Letterhead, 'publicUrl'>, href: string): string {
  return `${publicUrl.replace(/\/+$/, '')}/tab${href}`;
}

/** A digest as an e-mail. Its subject says what kind of things wait, and no agency's own text. */
export function digestMail(digest: Digest, head: Letterhead): MailText {
  const greeting = `Dear ${digest.person.name},`;
  const closing = [`${head.boardOfficeName} (${head.boardOfficeMail})`, 'You receive this by e-mail because Teams could not reach you. The links open after you sign in.'];
  return {
    subject: oneLine(digest.headline),
    text: [greeting, digest.headline, ...digest.lines.map(({ sentence, action }) => `${sentence}\n${action.label}: ${linkTo(head, action.href)}`), closing.join('\n')].join('\n\n'),
    html: page(digest.headline, [
      paragraph(greeting), paragraph(digest.headline),
      `<ul>${digest.lines.map(({ sentence, action }) => `<li><p>${escapeHtml(sentence)}<br>${anchor(linkTo(head, action.href), action.label)}</p></li>`).join('')}</ul>`,
      ...closing.map(paragraph),
    ]),
  };
}

/** The formal letter of an escalation, as it was written when the chair decided, with where to reply. */
export function letterMail(letter: { readonly subject: string; readonly text: string; readonly replyHref: string }, head: Letterhead): MailText {
  const reply = linkTo(head, letter.replyHref);
  const closing = `To reply, open the link after you sign in, or write to ${head.boardOfficeName} (${head.boardOfficeMail}).`;
  return {
    subject: oneLine(letter.subject),
    text: [letter.text, `${closing}\n${reply}`].join('\n\n'),
    html: page(letter.subject, [...letter.text.split(/\n{2,}/).map(paragraph), paragraph(closing), `<p>${anchor(reply, 'Reply')}</p>`]),
  };
}

function page(title: string, parts: readonly string[]): string {
  return `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${escapeHtml(oneLine(title))}</title></head><body>${parts.join('')}</body></html>`;
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
}

function anchor(href: string, label: string): string {
  return `<a href="${escapeHtml(href)}">${escapeHtml(label)}</a>`;
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (mark) => ESCAPED[mark] ?? mark);
}

/** A line break in a subject would begin another header of the e-mail. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
