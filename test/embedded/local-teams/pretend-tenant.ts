import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { createLocalTeams, type LocalTeams, type Person } from '../../../src/embedded/local-teams/local-teams.ts';

export const tenantId = 'a0000000-0000-4000-8000-000000000001';
export const botId = 'b0000000-0000-4000-8000-000000000001';

function aPerson(key: string, name: string, number: number, more: Partial<Person> = {}): Person {
  const aadObjectId = `c0000000-0000-4000-8000-00000000000${number}`;
  return { key, name, aadObjectId, tenantId, mail: `${key}@police.example`, teamsId: `29:${key}`, hasApp: true, ...more };
}

export const nadia = aPerson('nadia', 'Nadia Okafor', 1, { jobTitle: 'Representative' });
export const chair = aPerson('chair', 'Ruth Pemberton', 2, { jobTitle: 'Chair' });
export const guest = aPerson('guest', 'Tom Ashby', 3, { isGuest: true, hasApp: false });

export const channel = {
  id: '19:chairs@thread.tacv2',
  name: 'Chair and board office',
  teamId: '19:team@thread.tacv2',
  teamName: 'Safeguarding partnership',
  memberKeys: ['chair'],
};
export const meeting = { id: '19:meeting_board@thread.v2', name: 'Board meeting', memberKeys: ['nadia', 'chair', 'guest'] };

/** What the bot of a test does with one request of Teams. `body` is the activity. */
export type BotEndpoint = (body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export type Running = {
  readonly url: string;
  readonly serviceUrl: string;
  readonly localTeams: LocalTeams;
  readonly stop: () => Promise<void>;
};

/** Local Teams on a free port of loopback, with the given bot, a stand-in for the local issuer, and built pages. */
export async function startPretendTenant(bot: BotEndpoint, folders: Readonly<Record<string, string>> = {}): Promise<Running> {
  const server = createServer((request, response) => {
    route(request, response).catch((reason: unknown) => {
      response.statusCode = 500;
      response.end(String(reason));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let seconds = 0;
  const localTeams = createLocalTeams({
    people: [nadia, chair, guest],
    channels: [channel],
    meetings: [meeting],
    bot: { id: botId, name: 'Tiny bot' },
    botEndpoint: `${url}/api/messages`,
    publicUrl: url,
    tabUrl: `${url}/tab/`,
    tenantId,
    now: () => new Date(Date.UTC(2026, 6, 4, 13, 2, seconds++)).toISOString(),
  });

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', url);
    if (/^\/local-teams\/(api|connector)\//.test(pathname)) {
      const answer = await localTeams.handle({
        method: request.method ?? 'GET',
        path: pathname,
        query: Object.fromEntries(searchParams),
        body: await jsonOf(request),
        remoteAddress: request.socket.remoteAddress,
      });
      response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
      if (answer.kind === 'stream') request.on('close', answer.open((chunk) => response.write(chunk)));
      else response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
    } else if (pathname === '/api/messages') {
      await bot((await jsonOf(request)) as Record<string, unknown>, request, response);
    } else if (pathname === '/local/token') {
      const { person } = (await jsonOf(request)) as { person: string };
      response.end(JSON.stringify({ token: `token-of-${person}` }));
    } else {
      await sendFile(pathname, response);
    }
  }

  async function sendFile(pathname: string, response: ServerResponse): Promise<void> {
    const mount = Object.keys(folders).find((one) => pathname.startsWith(`${one}/`));
    if (mount === undefined) {
      response.writeHead(404);
      response.end();
      return;
    }
    const name = pathname.slice(mount.length + 1) || 'index.html';
    response.setHeader('Content-Type', contentTypes[extname(name)] ?? 'application/octet-stream');
    response.end(await readFile(join(folders[mount] ?? '', name)));
  }

  return {
    url,
    serviceUrl: `${url}/local-teams/connector/`,
    localTeams,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const contentTypes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
}

/** Builds a page with Vite into a folder of its own. Run apart from Jest, which cannot load Vite's modules. */
export async function buildPage(root: string): Promise<{ folder: string; discard: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const vite = join('node_modules', 'vite', 'bin', 'vite.js');
  await promisify(execFile)(process.execPath, [vite, 'build', root, '--outDir', folder, '--logLevel', 'error', '--emptyOutDir']);
  return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
}
