import { fileURLToPath } from 'node:url';
import { accept, type Outcome } from '../assurance/outcome.ts';
import { createLocalIssuer } from '../embedded/local-issuer.ts';
import { localTeamsMount, localTeamsPageDirectory } from '../embedded/local-teams/local-teams.ts';
import { SAMPLE_TENANT } from '../embedded/sample/officers.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import { systemClock, type Clock } from './clock.ts';
import type { Config, LocalConfig, TenantConfig } from './config.ts';
import { firstToBe } from './first-steps.ts';
import type { HttpServer, ListenRefusal } from './http.ts';
import { startJobs } from './jobs/run-jobs.ts';
import { serveLocalSignIn } from './local-sign-in.ts';
import { serveLocalTeams } from './local-teams-host.ts';
import type { Log } from './log.ts';
import { LOOPBACK, openParts, type Parts } from './parts.ts';
import { repeat } from './repeat.ts';
import { serveCommon } from './serve.ts';
import { createSignIn, entraIssuer, localIssuer } from './sign-in.ts';

/** The composed product. `start` answers with the address to open; `stop` finishes what is under way. */
export type House = { readonly work: Work; readonly start: () => Promise<Outcome<string, ListenRefusal>>; readonly stop: () => Promise<void> };

/** What the bot and the tab are registered as where there is no Entra. */
const LOCAL_APP_ID = '00000000-0000-4000-8000-00000000a55e';

/** How soon what another process wrote is seen. */
const REFRESH_MS = 2_000;
const JOBS_MS = { local: 15_000, tenant: 60_000 } as const;

/** Puts together everything that an environment needs. Nothing listens and no job runs until `start`. */
export async function compose(config: Config, { log, clock = systemClock }: { readonly log: Log; readonly clock?: Clock }): Promise<House> {
  const parts = await openParts(config, { now: clock.now, log });
  return config.kind === 'local' ? composeLocal(config, parts, log) : composeTenant(config, parts, log);
}

async function composeLocal(config: LocalConfig, parts: Parts, log: Log): Promise<House> {
  const { work, publicUrl } = parts;
  const issuer = await createLocalIssuer({ audience: LOCAL_APP_ID });
  const watch = watchRegister(parts, log);
  const server = serveCommon({
    ...parts, ...work, log, registerIsReadable: watch.isReadable, tabFolder: built('dist/tab'), frontPage: frontPageOf(parts), allowedHosts: [LOOPBACK, 'localhost'],
    signIn: createSignIn([localIssuer(issuer, SAMPLE_TENANT, LOCAL_APP_ID)]),
  });
  serveLocalSignIn(server, { ...work, issuer });
  const localTeams = await serveLocalTeams(server, { ...work, publicUrl, botId: LOCAL_APP_ID, pageFolder: built(localTeamsPageDirectory) });
  return house({ server, parts, log, watch, port: config.port, host: LOOPBACK, pause: JOBS_MS.local, beforeJobs: localTeams.announceInstallations });
}

function composeTenant(config: TenantConfig, parts: Parts, log: Log): House {
  const watch = watchRegister(parts, log);
  const server = serveCommon({
    ...parts, ...parts.work, log, registerIsReadable: watch.isReadable, tabFolder: built('dist/tab'), frontPage: '/tab/',
    signIn: createSignIn(config.allowedTenants.map((tenant) => entraIssuer(tenant, config.bot.appId))),
  });
  return house({ server, parts, log, watch, port: config.port, host: '0.0.0.0', pause: JOBS_MS.tenant, beforeJobs: async () => {} });
}

type Watch = { readonly isReadable: () => boolean; readonly start: () => () => Promise<void> };

/** Takes in what other processes and people write, and notices when the register cannot be read. */
function watchRegister({ work }: Parts, log: Log): Watch {
  let readable = true;
  const refresh = async () => {
    try {
      await work.register.refresh();
      readable = true;
    } catch (error) {
      readable = false;
      throw error;
    }
  };
  return { isReadable: () => readable, start: () => repeat('refresh', REFRESH_MS, refresh, log) };
}

type HouseParts = {
  readonly server: HttpServer; readonly parts: Parts; readonly log: Log; readonly watch: Watch;
  readonly port: number; readonly host: string; readonly pause: number; readonly beforeJobs: () => Promise<void>;
};

function house({ server, parts, watch, port, host, pause, beforeJobs }: HouseParts): House {
  const stopping: (() => Promise<void>)[] = [];
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
