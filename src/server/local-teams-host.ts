import { textOf } from '../../bot/reference.ts';
import { conversations } from '../assurance/notices/delivery.ts';
import { createLocalTeams, localTeamsMount, type LocalResponse, type LocalTeams } from '../embedded/local-teams/local-teams.ts';
import { SAMPLE_TENANT } from '../embedded/sample/officers.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import { saveConversation } from '../use-cases/save-conversation.ts';
import type { HttpAnswer, HttpServer } from './http.ts';
import { localCast, type LocalCast } from './local-cast.ts';

const BOT_NAME = 'Assurance';

/**
 * Puts Local Teams on the server, with the register's people in it and the chair's channel already bound, so that an escalation has
 * somewhere to go.
 * @param botId what the bot and the tab are registered as in the pretend tenant
 */
export async function serveLocalTeams(server: HttpServer, given: Work & { readonly publicUrl: string; readonly botId: string; readonly pageFolder: string }): Promise<LocalTeams> {
  const { register, now, publicUrl, botId, pageFolder } = given;
  const cast = localCast(register.snapshot(), now().today);
  const localTeams = createLocalTeams({
    ...cast, bot: { id: botId, name: BOT_NAME }, botEndpoint: `${publicUrl}/api/messages`, publicUrl, tabUrl: '/tab/', tenantId: SAMPLE_TENANT, now: () => now().instant,
  });
  for (const method of ['GET', 'POST', 'PUT', 'DELETE'] as const) {
    for (const side of ['api', 'connector']) {
      server.handle({ method, path: `${localTeamsMount}/${side}/*` }, async (request) => answerOf(await localTeams.handle(request)));
    }
  }
  server.servePage(localTeamsMount, pageFolder);
  await bindChairChannel(given, cast);
  return localTeams;
}

async function bindChairChannel({ register, now, publicUrl, botId }: Work & { readonly publicUrl: string; readonly botId: string }, { chairChannel: { recipient, channel } }: LocalCast): Promise<void> {
  const reference = textOf({
    serviceUrl: `${publicUrl}${localTeamsMount}/connector/`, bot: { id: `28:${botId}` },
    conversation: { id: channel.id, tenantId: SAMPLE_TENANT, conversationType: 'channel', isGroup: true },
  });
  if (register.snapshot().get(conversations, recipient)?.reference !== reference) await saveConversation({ register, now }, { recipient, reference });
}

function answerOf(response: LocalResponse): HttpAnswer {
  if (response.kind === 'stream') return { kind: 'stream', headers: response.headers, open: response.open };
  const { status, headers, body } = response;
  return body === undefined ? { kind: 'bytes', status, body: '', mediaType: 'text/plain; charset=utf-8', headers } : { kind: 'json', status, body, headers };
}
