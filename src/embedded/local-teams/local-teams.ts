import { createApi } from './api.ts';
import { createBotSide } from './bot-side.ts';
import { createConnector } from './connector.ts';
import { answer, type LocalRequest, type LocalResponse } from './exchange.ts';
import { type Channel, type Meeting, type Person, World } from './world.ts';

export type { Channel, LocalRequest, LocalResponse, Meeting, Person };

/** Where the server puts Local Teams, and where Vite leaves the page (`npm run build:local-teams`). */
export const localTeamsMount = '/local-teams';
export const localTeamsPageDirectory = 'dist/local-teams';

export type LocalTeams = {
  /**
   * Answers `/local-teams/connector/…` (the bot's side) and `/local-teams/api/…` (the page's side). The server parses
   * JSON bodies beforehand, serves the page's files itself, and issues the tab's token at `POST /local/token {person}`.
   * Refuses everybody who is not on this machine.
   */
  readonly handle: (request: LocalRequest & { remoteAddress: string | undefined }) => Promise<LocalResponse>;
  /** Tells the bot where it is installed. Call once the bot's endpoint listens. */
  readonly announceInstallations: () => Promise<void>;
  /** The pretend tenant's state, for tests and demonstrations. */
  readonly world: World;
};

/**
 * A page that plays Teams, so that bot and tab run for real without a tenant: chats, channels, meetings, dialogs and
 * tab host on one side, the Bot Framework connector on the other. It knows people and conversations, nothing of the
 * product's domain.
 *
 * `publicUrl` is the server's own address without a trailing slash, on loopback; `botEndpoint` the full address of the
 * bot's messages; `tabUrl` what the tab's iframe opens; `now` gives the moment as UTC text.
 */
export function createLocalTeams(given: {
  people: readonly Person[];
  channels: readonly Channel[];
  meetings: readonly Meeting[];
  bot: { id: string; name: string };
  botEndpoint: string;
  publicUrl: string;
  tabUrl: string;
  tenantId: string;
  now: () => string;
}): LocalTeams {
  const { bot, tenantId, tabUrl, botEndpoint } = given;
  const world = new World(given);
  const tenant = { tenantId, bot, serviceUrl: `${given.publicUrl}${localTeamsMount}/connector/` };
  const botSide = createBotSide({ world, tenant, botEndpoint });
  const connector = createConnector(world);
  const api = createApi({ world, botSide, bot, tenantId, tabUrl });

  async function handle(request: LocalRequest & { remoteAddress: string | undefined }): Promise<LocalResponse> {
    if (!isLoopback(request.remoteAddress)) return answer(403, { message: 'Local Teams answers this machine only.' });
    const path = request.path.replace(/^\/*(local-teams\/)?/, '');
    if (path.startsWith('connector/')) return connector({ ...request, path: path.slice('connector/'.length) });
    if (path.startsWith('api/')) return api({ ...request, path: path.slice('api/'.length) });
    return answer(404, { message: 'There is no such address.' });
  }

  return { handle, announceInstallations: botSide.announceInstallations, world };
}

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
