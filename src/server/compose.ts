import { createHmac, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { accept, type Outcome } from '../assurance/outcome.ts';
import { createLocalIssuer } from '../embedded/local-issuer.ts';
import { localTeamsMount, localTeamsPageDirectory } from '../embedded/local-teams/local-teams.ts';
import { SAMPLE_TENANT } from '../embedded/sample/officers.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import { systemClock, type Clock } from './clock.ts';
import type { BotCredential, Config, LocalConfig, TenantConfig } from './config.ts';
import { firstToBe } from './first-steps.ts';
import type { HttpServer, ListenRefusal } from './http.ts';
import { importPaceFor } from './import-pace.ts';
import { startJobs } from './jobs/run-jobs.ts';
import { serveLocalSignIn } from './local-sign-in.ts';
import { serveLocalTeams } from './local-teams-host.ts';
import type { Log } from './log.ts';
import { LOOPBACK, openParts, type Parts } from './parts.ts';
import { startLocalSharePoint, type LocalSharePoint } from './local-sharepoint.ts';
import { serveCommon } from './serve.ts';
import { createSignIn, entraIssuer, localIssuer } from './sign-in.ts';
import { watchFile, watchSharePoint, type Watch } from './watch-register.ts';

/** The composed product. `start` answers with the address to open; `stop` finishes what is under way. */
export type House = { readonly work: Work; readonly start: () => Promise<Outcome<string, ListenRefusal>>; readonly stop: () => Promise<void> };

/** What the bot and the tab are registered as where there is no Entra. */
const LOCAL_APP_ID = '00000000-0000-4000-8000-00000000a55e';

const JOBS_MS = { local: 15_000, tenant: 60_000 } as const;

type Given = {
  readonly log: Log;
  readonly clock?: Clock;
  /** Told what is asked of this machine's own SharePoint, where there is one, a line each. */
  readonly watch?: (line: string) => void;
};

/** Puts together everything that an environment needs. The product does not listen and no job runs until `start`. */
export async function compose(config: Config, { log, clock = systemClock, watch = () => undefined }: Given): Promise<House> {
  if (config.kind === 'tenant') return composeTenant(config, await openParts(config, { now: clock.now, log }), log);
  const localSharePoint = config.sharePoint ? await startLocalSharePoint(config.dataFolder) : undefined;
  const parts = await openParts(config, { now: clock.now, log, localSharePoint: localSharePoint?.config });
  const house = await composeLocal(config, parts, log);
  return localSharePoint ? onItsOwnSharePoint(house, localSharePoint, watch) : house;
}

function onItsOwnSharePoint(house: House, sharePoint: LocalSharePoint, watch: (line: string) => void): House {
  return {
    work: house.work,
    async start() {
      const started = await house.start();
      if (started.ok) sharePoint.watch(watch);
      return started;
    },
    async stop() {
      await house.stop();
      await sharePoint.close();
    },
  };
}

async function composeLocal(config: LocalConfig, parts: Parts, log: Log): Promise<House> {
  const { work, publicUrl } = parts;
  const issuer = await createLocalIssuer({ audience: LOCAL_APP_ID });
  const watch = watchOf(parts, log, randomUUID());
  const server = serveCommon({
    ...parts, ...work, ...paceOf(parts), log, asked: watch.asked, registerIsReadable: watch.isReadable, tabFolder: built('dist/tab'), frontPage: frontPageOf(parts), allowedHosts: [LOOPBACK, 'localhost'],
    signIn: createSignIn([localIssuer(issuer, SAMPLE_TENANT, LOCAL_APP_ID)]),
  });
  serveLocalSignIn(server, { ...work, issuer });
  const localTeams = await serveLocalTeams(server, { ...work, publicUrl, botId: LOCAL_APP_ID, pageFolder: built(localTeamsPageDirectory) });
  return house({ server, parts, log, watch, port: config.port, host: LOOPBACK, pause: JOBS_MS.local, beforeJobs: localTeams.announceInstallations });
}

function composeTenant(config: TenantConfig, parts: Parts, log: Log): House {
  const watch = watchOf(parts, log, clientStateOf(config.bot.credential));
  const server = serveCommon({
    ...parts, ...parts.work, ...paceOf(parts), log, asked: watch.asked, registerIsReadable: watch.isReadable, tabFolder: built('dist/tab'), frontPage: '/tab/',
    signIn: createSignIn(config.allowedTenants.map((tenant) => entraIssuer(tenant, config.bot.appId))),
  });
  return house({ server, parts, log, watch, port: config.port, host: '0.0.0.0', pause: JOBS_MS.tenant, beforeJobs: async () => {} });
}

function watchOf({ work, sharePoint, publicUrl }: Parts, log: Log, clientState: string): Watch {
  return sharePoint ? watchSharePoint(sharePoint, { publicUrl, clientState, log }) : watchFile(work.register, log);
}

function paceOf({ sharePoint }: Parts) {
  return sharePoint ? { importPace: importPaceFor(sharePoint.unitsPerMinute) } : {};
}

/** The same in every process of an environment, and known to nobody else but Graph. */
function clientStateOf(credential: BotCredential): string {
  return createHmac('sha256', credential.kind === 'secret' ? credential.secret : credential.privateKey).update('change notifications').digest('hex');
}

type HouseParts = {
  readonly server: HttpServer; readonly parts: Parts; readonly log: Log; readonly watch: Watch;
  readonly port: number; readonly host: string; readonly pause: number; readonly beforeJobs: () => Promise<void>;
};

function house({ server, parts, watch, port, host, pause, beforeJobs }: HouseParts): House {
  const stopping: (() => Promise<void>)[] = [];
  watch.mount(server);
  return {
    work: parts.work,
    async start() {
      const listening = await server.listen(port, host);
      if (!listening.ok) return listening;
      stopping.push(watch.start());
      await beforeJobs();
      stopping.push(startJobs(parts.jobWork, pause));
      return accept(parts.publicUrl);
    },
    async stop() {
      await server.close();
      await Promise.all(stopping.map((stop) => stop()));
      await parts.close();
    },
  };
}

/** Local Teams as the person a newcomer is told to be first. */
function frontPageOf({ work }: Parts): string {
  const first = firstToBe(work.register.snapshot(), work.now().today);
  return first ? `${localTeamsMount}/?as=${encodeURIComponent(first.person.key)}` : `${localTeamsMount}/`;
}

function built(folder: string): string {
  return fileURLToPath(new URL(`../../${folder}`, import.meta.url));
}
