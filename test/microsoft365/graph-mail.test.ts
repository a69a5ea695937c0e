import { graphMailer } from '../../src/microsoft365/graph-mail.ts';
import type { Mail } from '../../src/ports/mail.ts';
import { refusal } from '../../src/embedded/graph-double/exchange.ts';
import { throttledReply, timeoutReply } from '../../src/embedded/graph-double/faults.ts';
import { startGraphDouble, type GraphDouble } from '../support/graph-double.ts';
import { gateTo, heldTime } from '../support/graph-gate.ts';

const MAILBOX = 'safeguarding@contoso.example';
const LETTER: Mail = { to: { name: 'Ana Costa', address: 'ana.costa@example.org' }, subject: 'Return outstanding', text: 'The return is due.', html: '<p>The return is due.</p>' };

let double: GraphDouble;
beforeEach(async () => { double = await startGraphDouble(); });
afterEach(() => double.close());

const mailerOf = (mailbox = MAILBOX) => graphMailer({ client: gateTo(double, heldTime()), mailbox });

describe('a letter from the shared mailbox', () => {
  it('goes to the person, and a copy stays in the mailbox', async () => {
    expect(await mailerOf().send(LETTER)).toEqual({ ok: true });
    expect(double.mail).toEqual([{
      from: MAILBOX, saveToSentItems: true,
      message: { subject: 'Return outstanding', body: { contentType: 'HTML', content: '<p>The return is due.</p>' }, toRecipients: [{ emailAddress: { address: 'ana.costa@example.org', name: 'Ana Costa' } }] },
    }]);
  });

  it.each(['ana', '', 'ana@example.org, eve@example.org', 'ana@example.org\r\nBcc: eve@example.org'])('is not sent to the address %j', async (address) => {
    expect(await mailerOf().send({ ...LETTER, to: { name: 'Ana', address } })).toMatchObject({ ok: false, kind: 'unreachable' });
    expect(double.requests).toEqual([]);
  });

  it('is given up where Exchange never takes it, without repeating the address in what is shown', async () => {
    double.faults.next({ kind: 'answer', reply: refusal(400, 'ErrorInvalidRecipients', "The address 'ana.costa@example.org' is not valid.") }, ({ path }) => path.endsWith('/sendMail'));
    expect(await mailerOf().send(LETTER)).toEqual({ ok: false, kind: 'unreachable', problem: 'Microsoft 365 does not accept the address or the message' });
  });

  it('is tried again later where the mailbox is not there, or the app may not send from it', async () => {
    expect(await mailerOf('nobody@contoso.example').send(LETTER)).toMatchObject({ ok: false, kind: 'later', problem: expect.stringContaining('does not know the mailbox') });
    double.faults.next({ kind: 'answer', reply: refusal(403, 'ErrorAccessDenied', 'Access is denied.') }, ({ path }) => path.endsWith('/sendMail'));
    expect(await mailerOf().send(LETTER)).toMatchObject({ ok: false, kind: 'later', problem: expect.stringContaining('does not let the app send') });
  });

  it('is not sent twice by itself when nobody says whether it went', async () => {
    double.faults.next({ kind: 'answer', reply: timeoutReply(), afterWrite: true }, ({ path }) => path.endsWith('/sendMail'));
    expect(await mailerOf().send(LETTER)).toMatchObject({ ok: false, kind: 'later', problem: expect.stringContaining('did not say') });
    expect(double.mail).toHaveLength(1);
  });

  it('waits as long as Microsoft 365 asks, and then goes once', async () => {
    double.faults.next({ kind: 'answer', reply: throttledReply('30') }, ({ path }) => path.endsWith('/sendMail'));
    expect(await mailerOf().send(LETTER)).toEqual({ ok: true });
    expect(double.mail).toHaveLength(1);
  });
});

describe('many letters at once', () => {
  it('go four at a time, and a failing one holds up none', async () => {
    let [running, most, asked] = [0, 0, 0];
    const mailer = graphMailer({
      mailbox: MAILBOX,
      client: {
        async post(_path, _body, schema) {
          const turn = asked += 1;
          most = Math.max(most, running += 1);
          await new Promise((done) => { setImmediate(done); });
          running -= 1;
          if (turn === 3) throw new Error('a fault of the program');
          return schema.parse(undefined);
        },
      },
    });
    const sent = await Promise.allSettled(Array.from({ length: 25 }, () => mailer.send(LETTER)));
    expect(sent.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, (_, index) => (index === 2 ? 'rejected' : 'fulfilled')));
    expect(most).toBe(4);
  });
});
