import type { Bot } from '../../bot/adapter.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import type { ImportPace } from '../use-cases/import-rows.ts';
import { serveApi } from './api/api.ts';
import { serveHealth } from './health.ts';
import { createHttpServer, type HttpServer } from './http.ts';
import type { Log } from './log.ts';
import type { SignIn } from './sign-in.ts';

export type ServerParts = Work & {
  readonly documents: DocumentStore;
  readonly signIn: SignIn;
  readonly bot: Pick<Bot, 'handle'>;
  readonly log: Log;
  readonly registerIsReadable: () => boolean;
  /** Where Vite left the tab. */
  readonly tabFolder: string;
  /** The page that the bare address leads to. */
  readonly frontPage: string;
  /** Left out where the register charges nothing for a write. */
  readonly importPace?: ImportPace;
  readonly allowedHosts?: readonly string[];
  /** Told the pattern of every route that is asked for. */
  readonly asked?: (path: string) => void;
};

/** Everything that every environment answers: the tab, the API, the bot's endpoint and the platform's question whether all is well. */
export function serveCommon(parts: ServerParts): HttpServer {
  const { log, allowedHosts, asked, register, registerIsReadable, bot, tabFolder, frontPage } = parts;
  const server = createHttpServer({ log, ...(allowedHosts === undefined ? {} : { allowedHosts }), ...(asked === undefined ? {} : { asked }) });
  server.handle({ method: 'GET', path: '/' }, () => ({ kind: 'bytes', status: 302, body: '', mediaType: 'text/plain; charset=utf-8', headers: { Location: frontPage } }));
  server.servePage('/tab', tabFolder);
  serveApi(server, parts);
  server.handleRaw({ method: 'POST', path: '/api/messages' }, (request, response) =>
    bot.handle({ method: 'POST', headers: request.headers, body: request.body as Record<string, unknown> }, response));
  serveHealth(server, register, registerIsReadable);
  return server;
}
