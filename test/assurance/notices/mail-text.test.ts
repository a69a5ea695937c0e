import type { Digest } from '../../../src/assurance/notices/digest.ts';
import { digestMail, escapeHtml, letterMail, linkTo } from '../../../src/assurance/notices/mail-text.ts';

const HEAD = { publicUrl: 'https://assurance.example.org/', boardOfficeName: 'Moor board office', boardOfficeMail: 'office@example.org' };
const NASTY = '<script>alert("x")</script> & [click](javascript:alert(1))';

function digest(sentence: string): Digest {
  return {
    key: '2026-10-09.police-rep', person: { key: 'police-rep', name: 'Pat O’<b>Neil</b>', mail: 'pat@example.org' }, headline: '1 thing needs you: 1 action for you.',
    lines: [{ delivery: 'd', kind: 'action-assigned', subject: '2026-14', sentence, action: { label: 'Open the action', href: '/action-log?open=2026-14' } }],
  };
}

describe('a digest as an e-mail', () => {
  it('links to the page that deals with each line', () => {
    expect(digestMail(digest('Action 2026-14 is yours.'), HEAD).text).toContain('Action 2026-14 is yours.\nOpen the action: https://assurance.example.org/tab/action-log?open=2026-14');
  });

  it('shows what people wrote as text, never as markup', () => {
    const { html } = digestMail(digest(NASTY), HEAD);
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; [click](javascript:alert(1))');
    expect(html.match(/href="[^"]*"/g)).toEqual(['href="https://assurance.example.org/tab/action-log?open=2026-14"']);
  });

  it('has a subject without anybody’s own words', () => {
    expect(digestMail(digest(NASTY), HEAD).subject).toBe('1 thing needs you: 1 action for you.');
  });
});

describe('the formal letter as an e-mail', () => {
  const mail = letterMail({ subject: 'Return outstanding:\r\nBcc: everybody@example.org', text: `Dear Chief\n\nThe return of A & B <Ltd> is missing.\n- One\n- Two`, replyHref: '/escalations?open=e1' }, HEAD);

  it('cannot begin another header by its subject', () => {
    expect(mail.subject).toBe('Return outstanding: Bcc: everybody@example.org');
  });

  it('keeps its paragraphs and lines, escaped, and says where to reply', () => {
    expect(mail.html).toContain('<p>Dear Chief</p><p>The return of A &amp; B &lt;Ltd&gt; is missing.<br>- One<br>- Two</p>');
    expect(mail.text).toContain('https://assurance.example.org/tab/escalations?open=e1');
  });
});

it('escapes every mark that means something in HTML', () => {
  expect(escapeHtml(`<>&"'`)).toBe('&lt;&gt;&amp;&quot;&#39;');
  expect(linkTo({ publicUrl: 'http://127.0.0.1:3978' }, '/my-desk')).toBe('http://127.0.0.1:3978/tab/my-desk');
});
