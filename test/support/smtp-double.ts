import { createServer, type Socket } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export type SmtpAnswers = Partial<Record<'greeting' | 'MAIL' | 'RCPT' | 'DATA' | 'message' | 'AUTH', string>>;
export type SmtpDouble = {
  readonly port: number;
  /** What was said to the server, without the messages. */
  readonly commands: readonly string[];
  /** Whole messages that were accepted. */
  readonly messages: readonly string[];
  readonly close: () => Promise<void>;
};

/** A mail server that speaks just enough SMTP, without encryption, and answers as it is told; what is not said is accepted. */
export async function smtpDouble(answers: SmtpAnswers = {}): Promise<SmtpDouble> {
  const commands: string[] = [];
  const messages: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    const say = (line: string) => socket.write(`${line}\r\n`);
    let heard = '';
    let inMessage = false;
    const next = () => {
      const end = heard.indexOf(inMessage ? '\r\n.\r\n' : '\r\n');
      if (end < 0) return false;
      const said = heard.slice(0, end);
      heard = heard.slice(end + (inMessage ? 5 : 2));
      if (inMessage) {
        inMessage = false;
        const answer = answers.message ?? '250 Kept';
        if (answer.startsWith('2')) messages.push(said);
        say(answer);
        return true;
      }
      commands.push(said);
      const verb = said.slice(0, 4).toUpperCase();
      if (verb === 'EHLO') say('250-double\r\n250-AUTH PLAIN\r\n250 8BITMIME');
      else if (verb === 'AUTH') say(answers.AUTH ?? '235 Welcome');
      else if (verb === 'MAIL') say(answers.MAIL ?? '250 Fine');
      else if (verb === 'RCPT') say(answers.RCPT ?? '250 Fine');
      else if (verb === 'DATA') {
        say(answers.DATA ?? '354 Go on');
        inMessage = !answers.DATA;
      } else if (verb === 'QUIT') socket.end('221 Bye\r\n');
      else say('250 Fine');
      return true;
    };
    socket.on('error', () => sockets.delete(socket)).setEncoding('utf8').on('data', (text: string) => {
      heard += text;
      while (next());
    });
    if (answers.greeting !== '') say(answers.greeting ?? '220 double');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, commands, messages,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
