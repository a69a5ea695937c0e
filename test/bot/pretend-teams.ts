import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Heard = { readonly method: string; readonly path: string; readonly body: Readonly<Record<string, unknown>> };
export type Answer = { readonly status: number; readonly code?: string };

export type PretendTeams = {
  readonly serviceUrl: string;
  /** What the bot sent, in order. */
  readonly heard: Heard[];
  /** The next answers; when there are none left, everything is accepted. */
  readonly answers: Answer[];
  stop(): Promise<void>;
};

/** The connector's side of Teams, as far as writing goes: notes what arrives and answers as told. */
export async function pretendTeams(): Promise<PretendTeams> {
  const heard: Heard[] = [];
  const answers: Answer[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const body = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      heard.push({ method: request.method ?? '', path: decodeURIComponent(request.url ?? ''), body });
      const { status, code } = answers.shift() ?? { status: 201 };
      response.writeHead(status, { 'Content-Type': 'application/json' });
      const id = `m${heard.length}`;
      const made = request.url === '/v3/conversations' ? { id: `19:channel;messageid=${id}`, activityId: id } : { id };
      response.end(JSON.stringify(status < 400 ? made : { error: { code: code ?? 'Failed', message: 'Refused by the test' } }));
    });
  });
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  return {
    serviceUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard, answers,
    stop: () => new Promise((resolve) => { server.close(() => { resolve(); }); server.closeAllConnections(); }),
  };
}
