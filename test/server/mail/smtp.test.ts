import { instant } from '../../../src/assurance/time/instant.ts';
import type { Mail } from '../../../src/ports/mail.ts';
import { smtpMailer, type SmtpOptions } from '../../../src/server/mail/smtp.ts';
import { smtpDouble, type SmtpAnswers } from '../../support/smtp-double.ts';

const MAIL: Mail = { to: { name: 'Ana Rep', address: 'ana@example.org' }, subject: 'Your return is due', text: 'Please send it.\n.\nThank you.', html: '<p>Please send it.</p>' };

async function sent(answers: SmtpAnswers, mail: Mail = MAIL, options: Partial<SmtpOptions> = {}) {
  const server = await smtpDouble(answers);
  try {
    const mailer = smtpMailer({
      host: '127.0.0.1', port: server.port, from: { name: 'Board office', address: 'office@example.org' }, now: () => instant('2026-10-01T08:00:00.000Z'),
      withoutEncryption: true, patienceMs: 2_000, ...options,
    });
    return { outcome: await mailer.send(mail), ...server };
  } finally {
    await server.close();
  }
}

describe('a mail handed to the mail server', () => {
  it('arrives with its words, its date and its one recipient', async () => {
    const { outcome, messages, commands } = await sent({});
    expect(outcome).toEqual({ ok: true, message: expect.stringContaining('@') });
    expect(messages[0]).toContain('To: Ana Rep <ana@example.org>');
    expect(messages[0]).toContain('Date: Thu, 01 Oct 2026 08:00:00 +0000');
    expect(messages[0]).toContain('Please send it.');
    expect(commands.filter((command) => /^(MAIL|RCPT)/.test(command))).toEqual(['MAIL FROM:<office@example.org>', 'RCPT TO:<ana@example.org>']);
  });

  it.each<readonly [string, SmtpAnswers, 'later' | 'unreachable', RegExp]>([
    ['an address that does not exist', { RCPT: '550 5.1.1 no such user ana@example.org' }, 'unreachable', /does not know the address .*\(550\)$/],
    ['a full mailbox', { RCPT: '452 4.2.2 mailbox full' }, 'later', /try again later \(452\)$/],
    ['a message that is refused for good', { message: '554 5.7.1 refused' }, 'unreachable', /does not accept the message \(554\)$/],
    ['a message that is put off', { message: '451 4.7.1 greylisted' }, 'later', /try again later \(451\)$/],
    ['a sender that is not accepted', { MAIL: '553 5.7.1 not yours' }, 'later', /own address \(553\)$/],
    ['a server that is too busy to talk', { greeting: '421 too many connections' }, 'later', /./],
    ['a server that turns everybody away', { greeting: '554 go away' }, 'later', /./],
  ])('to %s is told so', async (_, answers, kind, problem) => {
    const { outcome } = await sent(answers);
    expect(outcome).toEqual({ ok: false, kind, problem: expect.stringMatching(problem) });
    expect(JSON.stringify(outcome)).not.toContain('ana@');
  });

  it('waits for another time where the server does not accept the sign-in', async () => {
    const { outcome, commands } = await sent({ AUTH: '535 5.7.8 wrong' }, MAIL, { signIn: { user: 'product', password: 'wrong' } });
    expect(outcome).toMatchObject({ ok: false, kind: 'later', problem: expect.stringContaining('sign-in (535)') });
    expect(commands.some((command) => command.startsWith('MAIL'))).toBe(false);
  });

  it('waits for another time where no server listens, or one that never speaks', async () => {
    const gone = await smtpDouble();
    await gone.close();
    expect((await sent({}, MAIL, { port: gone.port })).outcome).toMatchObject({ ok: false, kind: 'later' });
    expect((await sent({ greeting: '' }, MAIL, { patienceMs: 100 })).outcome).toMatchObject({ ok: false, kind: 'later' });
  });

  it('is not sent where the server offers no encryption', async () => {
    const { outcome, messages } = await sent({}, MAIL, { withoutEncryption: false });
    expect(outcome).toMatchObject({ ok: false, kind: 'later' });
    expect(messages).toEqual([]);
  });

  it.each(['ana@example.org\r\nRCPT TO:<eve@example.org>', 'ana@example.org, eve@example.org', 'Ana <ana@example.org>', 'ana', '', `${'a'.repeat(250)}@example.org`])('to the address %j is not sent at all', async (address) => {
    const { outcome, commands } = await sent({}, { ...MAIL, to: { name: 'Ana', address } });
    expect(outcome).toMatchObject({ ok: false, kind: 'unreachable' });
    expect(commands).toEqual([]);
  });
});
