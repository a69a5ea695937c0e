import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createBot, type Bot } from '../../bot/adapter.ts';
import { arrangements } from '../assurance/partnership/arrangements.ts';
import { folderDocumentStore } from '../embedded/document-store.ts';
import { mailDrop } from '../embedded/mail-drop.ts';
import { SAMPLE_TENANT } from '../embedded/sample/officers.ts';
import { stockSample } from '../embedded/sample/stock-sample.ts';
import { SqliteRegister } from '../embedded/sqlite-register.ts';
import { changesToLoad, faultText, loadTemplate, readTemplateFolder, TEMPLATES_FOLDER } from '../embedded/templates/load-template.ts';
import type { DocumentStore } from '../ports/documents.ts';
import type { Mailer } from '../ports/mail.ts';
import type { ActivityFeed } from '../ports/messenger.ts';
import { graphMailer } from '../microsoft365/graph-mail.ts';
import { LISTS } from '../register/lists.ts';
import { RegisterUnavailable, type Register } from '../register/register.ts';
import type { Work } from '../use-cases/decide-and-commit.ts';
import type { Clock } from './clock.ts';
import type { Config, LocalConfig, TenantConfig } from './config.ts';
import type { JobWork } from './jobs/run-jobs.ts';
import type { Log } from './log.ts';
import { smtpMailer } from './mail/smtp.ts';
import { openSharePoint, type OpenedSharePoint } from './open-sharepoint.ts';
import type { SharePointConfig } from './sharepoint-config.ts';

/** What the product works with in an environment, before anything listens: the server and `npm run tick` both start from this. */
export type Parts = {
  readonly work: Work;
  readonly documents: DocumentStore;
  readonly bot: Bot;
  readonly jobWork: JobWork;
  /** Where the register is on SharePoint. */
  readonly sharePoint?: OpenedSharePoint;
  /** Where people and Teams reach the server, without a trailing slash. */
  readonly publicUrl: string;
  readonly close: () => Promise<void>;
};

/** The only address the local environment listens on. */
export const LOOPBACK = '127.0.0.1';

/** What the local environment makes in its data folder, and what a reset takes away. */
const LOCAL_DATA = { register: 'register.sqlite', documents: 'documents', mail: 'mail' } as const;
const SHAREPOINT_CACHE = 'sharepoint-cache.jsonl';

type Given = Clock & {
  readonly log: Log;
  /** Where it is, in the local environment with a SharePoint of its own. */
  readonly localSharePoint?: SharePointConfig | undefined;
};

/** @throws RegisterUnavailable where the register cannot be opened; an Error with every fault where the template is broken */
export async function openParts(config: Config, { now, log, localSharePoint }: Given): Promise<Parts> {
  const { dataFolder } = config;
  if (config.kind === 'local' && config.reset) removeLocalData(dataFolder);
  mkdirSync(dataFolder, { recursive: true });
  const sharePoint = config.kind === 'local' ? localSharePoint && await openSharePoint(localSharePoint, { log }) : await tenantSharePoint(config, log);
  const register: Register = sharePoint?.register ?? new SqliteRegister(join(dataFolder, LOCAL_DATA.register), LISTS);
  if (config.kind === 'local') await stockSample(register, now().today);
  else if (!sharePoint) await loadPartnership(register, config, now);
  const work: Work = { register, now };
  const publicUrl = config.kind === 'local' ? `http://${LOOPBACK}:${config.port}` : config.publicUrl;
  const bot = createBot({
    connection: config.kind === 'local' ? { kind: 'local', tenantId: SAMPLE_TENANT } : { kind: 'tenant', ...config.bot, allowedTenants: config.allowedTenants },
    work, log: log.info, tab: (path) => `${publicUrl}/tab${path}`,
  });
  const mailer = config.kind === 'local' ? localMail(config, work) : tenantMail(config, work, sharePoint);
  return {
    work, bot, publicUrl,
    documents: sharePoint?.documents ?? folderDocumentStore(join(dataFolder, LOCAL_DATA.documents)),
    ...(sharePoint === undefined ? {} : { sharePoint }),
    jobWork: { ...work, messenger: bot.messenger, feed: withoutFeed, mailer, publicUrl, claimant: randomUUID(), log },
    close: () => register.close(),
  };
}

/** Only what the product itself put there: the folder may hold other things. */
function removeLocalData(folder: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(join(folder, `${LOCAL_DATA.register}${ending}`), { force: true });
  for (const name of [LOCAL_DATA.documents, LOCAL_DATA.mail]) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Rows of the template that the register does not have yet; what the board office has changed since stays as it is. */
async function loadPartnership(register: Register, { template }: TenantConfig, now: Clock['now']): Promise<void> {
  const rows = loadTemplate(readTemplateFolder(join(TEMPLATES_FOLDER, template)));
  if (!rows.ok) throw new Error(faultText(rows.refusal));
  const changes = changesToLoad(register.snapshot(), rows.fact);
  if (changes.length > 0) await register.commit(changes, { person: 'system', at: now().instant, what: 'loaded the partnership’s template' });
}

function localMail({ dataFolder }: LocalConfig, work: Work): Mailer {
  return mailDrop({ folder: join(dataFolder, LOCAL_DATA.mail), from: { name: senderName(work), address: 'assurance@localhost.example' }, now: () => work.now().instant });
}

/** `npm run provision` has made the lists and brought in the template; a row of it that somebody deleted by hand does not come back at a start. */
async function tenantSharePoint({ sharePoint, dataFolder, environment }: TenantConfig, log: Log): Promise<OpenedSharePoint | undefined> {
  if (!sharePoint) return undefined;
  const command = `npm run provision -- --env ${environment}`;
  const opened = await openSharePoint(sharePoint, { log, cacheFile: join(dataFolder, SHAREPOINT_CACHE) }).catch((error: unknown) => {
    if (!(error instanceof RegisterUnavailable) || !error.message.includes('npm run provision')) throw error;
    throw new RegisterUnavailable(`${error.message} The command is: ${command}`, { cause: error });
  });
  if (opened.register.snapshot().all(arrangements).length > 0) return opened;
  await opened.register.close();
  throw new RegisterUnavailable(`The lists are there, but the partnership is not in them yet. Bring it in with: ${command}`);
}

function tenantMail({ mail }: TenantConfig, work: Work, sharePoint: OpenedSharePoint | undefined): Mailer {
  if (mail.kind === 'graph') {
    if (!sharePoint) throw new Error('The configuration lets mail through Graph only with a register on SharePoint');
    return graphMailer({ client: sharePoint.client, mailbox: mail.from });
  }
  const { from, host, port, user, password } = mail;
  return smtpMailer({
    host, port, from: { name: senderName(work), address: from }, now: () => work.now().instant,
    ...(user === undefined || password === undefined ? {} : { signIn: { user, password } }),
  });
}

function senderName({ register }: Work): string {
  return register.snapshot().all(arrangements)[0]?.boardOfficeName ?? 'Partnership assurance';
}

/** There is no activity feed without Microsoft Graph: e-mail is the next rung. */
const withoutFeed: ActivityFeed = { notify: async () => ({ ok: false, kind: 'unreachable', problem: 'The activity feed is not connected' }) };
