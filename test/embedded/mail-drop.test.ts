import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instant } from '../../src/assurance/time/instant.ts';
import { mailDrop } from '../../src/embedded/mail-drop.ts';
import type { Mail } from '../../src/ports/mail.ts';

const MAIL: Mail = { to: { name: 'Siân Ó Dálaigh', address: 'sian@example.org' }, subject: 'Your return is due', text: 'Bore da Siân', html: '<p>Bore da Siân</p>' };

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'mail-drop-')); });
afterEach(() => rmSync(folder, { recursive: true }));

const drop = (now = '2026-10-01T08:00:00.000Z') => mailDrop({ folder: join(folder, 'mail'), from: { name: 'Board office', address: 'office@example.org' }, now: () => instant(now) });
const dropped = () => readdirSync(join(folder, 'mail')).sort().map((name) => readFileSync(join(folder, 'mail', name), 'utf8'));

/** Header lines by name, with folded lines joined (RFC 5322, 2.2.3). */
function headersOf(message: string): ReadonlyMap<string, string> {
  const head = message.slice(0, message.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  return new Map(head.split('\r\n').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]));
}

describe('the mail drop', () => {
  it('keeps each mail as a message file that sorts by time', async () => {
    expect(await drop('2026-10-02T08:00:00.000Z').send({ ...MAIL, subject: 'Second' })).toMatchObject({ ok: true });
    expect(await drop('2026-10-01T08:00:00.000Z').send({ ...MAIL, subject: 'First' })).toMatchObject({ ok: true });
    expect(readdirSync(join(folder, 'mail')).every((name) => /^[\w.-]+\.eml$/.test(name))).toBe(true);
    expect(dropped().map((message) => headersOf(message).get('subject'))).toEqual(['First', 'Second']);
  });

  it('writes text and HTML side by side in lines that every mail program reads', async () => {
    await drop().send(MAIL);
    const [message = ''] = dropped();
    const headers = headersOf(message);
    expect(headers.get('content-type')).toMatch(/^multipart\/alternative;/);
    expect(headers.get('date')).toBe('Thu, 01 Oct 2026 08:00:00 +0000');
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('to')).toMatch(/^=\?UTF-8\?Q\?.*\?= <sian@example\.org>$/);
    expect(message).toContain('Bore da Si=C3=A2n');
    expect(message.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(message.split('\r\n').every((line) => line.length <= 998)).toBe(true);
  });

  it('lets nothing in a name or a subject become a header or a recipient', async () => {
    await drop().send({ ...MAIL, to: { name: 'Ana\r\nBcc: eve@example.org\u2028"<eve@example.org>,', address: 'ana@example.org' }, subject: 'Due\r\nX-Evil: yes\r\n\r\n<script>' });
    const [message = ''] = dropped();
    const headers = headersOf(message);
    expect([...headers.keys()].sort()).toEqual(['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']);
    expect(headers.get('to')).toMatch(/<ana@example\.org>$/);
    expect(headers.get('subject')).toBe('Due X-Evil: yes <script>');
  });

  it('refuses an address that is not one', async () => {
    expect(await drop().send({ ...MAIL, to: { name: 'Ana', address: 'ana@example.org\r\nBcc: eve@example.org' } })).toMatchObject({ ok: false, kind: 'unreachable' });
  });
});
