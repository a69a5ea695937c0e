import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type TurnContext } from 'botbuilder';
import type { BotEndpoint } from './pretend-tenant.ts';

/** Botbuilder's own adapter without an app id, which turns its token checks off: for loopback only. */
export function anAdapter(): CloudAdapter {
  return new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
}

/** The endpoint of a bot that runs `turn` for everything Teams sends. */
export function botEndpoint(adapter: CloudAdapter, turn: (context: TurnContext) => Promise<void>): BotEndpoint {
  return async (body, request, response) => {
    const asRestify = {
      socket: response.socket,
      header: (name: string, value: string) => response.setHeader(name, value),
      status: (status: number) => (response.statusCode = status),
      send: (sent: unknown) => response.write(typeof sent === 'string' ? sent : JSON.stringify(sent)),
      end: () => response.end(),
    };
    await adapter.process({ body, headers: request.headers, method: request.method ?? '' }, asRestify, turn);
  };
}
