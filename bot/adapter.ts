import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { ActivityTypes, CloudAdapter, ConfigurationBotFrameworkAuthentication, type Request, type Response, type TurnContext } from 'botbuilder';
import { z } from 'zod';
import type { Messenger } from '../src/ports/messenger.ts';
import type { Work } from '../src/use-cases/decide-and-commit.ts';
import { AssuranceBot } from './assurance-bot.ts';
import { createMessenger } from './messenger.ts';
import { createSender, type Pace } from './send.ts';

/** How the bot proves to Teams who it is. `local` checks no token, so it answers loopback only and is never given by a real environment. */
export type BotConnection =
  | { readonly kind: 'local'; readonly tenantId: string }
  | {
    readonly kind: 'tenant'; readonly appId: string; readonly tenantId: string; readonly allowedTenants: readonly string[];
    readonly credential: { readonly kind: 'secret'; readonly secret: string } | { readonly kind: 'certificate'; readonly thumbprint: string; readonly privateKey: string };
  };

/** What happened, in words without anybody's name or text. */
export type BotLog = (event: string, facts: Readonly<Record<string, string | number | boolean>>) => void;

export type BotDeps = {
  readonly connection: BotConnection;
  readonly work: Work;
  /** The outside address of a path inside the tab: `/my-desk` gives `https://…/tab/my-desk`. */
  readonly tab: (path: string) => string;
  readonly log: BotLog;
  readonly pace?: Pace;
};

export type Bot = {
  /** Answers `POST /api/messages`. The body must be parsed already; the answer never carries an error's own text. */
  readonly handle: (request: Request, response: Response) => Promise<void>;
  readonly messenger: Messenger;
};

const ORDINARY_PACE: Pace = { pause: (milliseconds, signal) => pause(milliseconds, undefined, signal ? { signal } : {}), chance: () => randomInt(1_000) / 1_000 };

const SORRY = 'That did not work, and nothing was changed. Try again in a minute. If it stays like this, tell the board office.';

/** The bot with its way to Teams. Refuses what does not come from an allowed tenant. */
export function createBot({ connection, work, tab, log, pace = ORDINARY_PACE }: BotDeps): Bot {
  const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication(credentialsOf(connection)));
  adapter.onTurnError = (context, error) => apologise(context, error, log);
  const sender = createSender({ adapter, appId: connection.kind === 'local' ? '' : connection.appId, pace });
  const bot = new AssuranceBot({ work, tab, sender, pace });
  const tenants = new Set((connection.kind === 'local' ? [connection.tenantId] : connection.allowedTenants).map((id) => id.toLowerCase()));

  async function turn(context: TurnContext): Promise<void> {
    const refusal = refusalOf(context, tenants, connection.kind === 'local');
    if (refusal !== undefined) {
      log('activity refused', { reason: refusal });
      if (context.activity.type === ActivityTypes.Invoke) await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 403 } });
      return;
    }
    await bot.run(context);
    log('activity answered', { type: context.activity.type, name: context.activity.name ?? '' });
  }

  return {
    async handle(request, response) {
      try {
        await adapter.process(request, withoutFaults(response), turn);
      } catch {
        // botbuilder throws for a body that is no activity; everything later it answers by itself.
        log('activity unreadable', {});
        response.status(400);
        response.end();
      }
    },
    messenger: createMessenger({ sender, work, tab }),
  };
}

function credentialsOf(connection: BotConnection): Record<string, string> {
  if (connection.kind === 'local') return {};
  const { appId, tenantId, credential } = connection;
  // botbuilder switches its token check off without an app id: that must never be reached by a mistake in a setting.
  if (appId.trim() === '') throw new Error('The bot has no app id. Only the local environment may run without one.');
  return {
    MicrosoftAppType: 'SingleTenant', MicrosoftAppId: appId, MicrosoftAppTenantId: tenantId,
    ...(credential.kind === 'secret' ? { MicrosoftAppPassword: credential.secret } : { CertificateThumbprint: credential.thumbprint, CertificatePrivateKey: credential.privateKey }),
  };
}

const Origin = z.object({
  channelId: z.literal('msteams'),
  serviceUrl: z.string().refine((text) => URL.canParse(text)),
  conversation: z.object({ tenantId: z.string().optional() }),
  channelData: z.object({ tenant: z.object({ id: z.string() }) }),
});

/** Why an activity is not ours to answer: another channel, another tenant, or, without token checks, a service that is not on this machine. */
function refusalOf({ activity }: TurnContext, tenants: ReadonlySet<string>, local: boolean): 'not from Teams' | 'tenant not allowed' | 'service not on this machine' | undefined {
  const origin = Origin.safeParse(activity);
  if (!origin.success) return 'not from Teams';
  const { serviceUrl, conversation, channelData } = origin.data;
  const named = [channelData.tenant.id, ...(conversation.tenantId === undefined ? [] : [conversation.tenantId])];
  if (!named.every((id) => tenants.has(id.toLowerCase()))) return 'tenant not allowed';
  return local && !LOOPBACK.has(new URL(serviceUrl).hostname) ? 'service not on this machine' : undefined;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A fault of the program or the register: the person reads what to do, the log what kind of fault, and nobody the contents. */
async function apologise(context: TurnContext, error: Error, log: BotLog): Promise<void> {
  log('activity failed', { type: context.activity.type, name: context.activity.name ?? '', fault: error.name });
  try {
    if (context.activity.type !== ActivityTypes.Invoke) await context.sendActivity(SORRY);
    else {
      const card = { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: SORRY };
      const dialog = { task: { type: 'message', value: SORRY } };
      await context.sendActivity({ type: ActivityTypes.InvokeResponse, value: { status: 200, body: context.activity.name === 'adaptiveCard/action' ? card : dialog } });
    }
  } catch {
    log('apology not delivered', { type: context.activity.type });
  }
}

/** botbuilder answers some faults with the error's own words; those stay here. */
function withoutFaults(response: Response): Response {
  let failed = false;
  return {
    socket: response.socket,
    header: (name, value) => response.header(name, value),
    status: (status) => {
      failed = status >= 400;
      return response.status(status);
    },
    send: (...args) => (failed ? undefined : response.send(...args)),
    end: (...args) => response.end(...args),
  };
}
