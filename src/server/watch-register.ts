import { FILE_ROUTES } from '../api-contract/routes.ts';
import { createChangeNotifications, type NotificationAnswer } from '../microsoft365/change-notifications.ts';
import { pauseBeforeRefresh } from '../microsoft365/refresh-pace.ts';
import type { Register } from '../register/register.ts';
import { stopwatch } from './clock.ts';
import type { HttpAnswer, HttpServer } from './http.ts';
import type { Log } from './log.ts';
import type { OpenedSharePoint } from './open-sharepoint.ts';
import { repeat } from './repeat.ts';

/** Takes in what other processes and people write. */
export type Watch = {
  /** Whether pages can be shown. */
  readonly isReadable: () => boolean;
  /** Told the pattern of every route that somebody asks for. */
  readonly asked: (path: string) => void;
  /** Puts on the server what it has to answer itself; before the server listens. */
  readonly mount: (server: HttpServer) => void;
  /** Once the server listens. @returns how to stop */
  readonly start: () => () => Promise<void>;
};

/** How soon what another process wrote into a file is seen. */
const FILE_MS = 2_000;

/** A register in a file costs nothing to look at. */
export function watchFile(register: Register, log: Log): Watch {
  let readable = true;
  const refresh = async () => {
    try {
      await register.refresh();
      readable = true;
    } catch (error) {
      readable = false;
      throw error;
    }
  };
  return { isReadable: () => readable, asked: () => undefined, mount: () => undefined, start: () => repeat('refresh', FILE_MS, refresh, log) };
}

const CHANGES = '/api/sharepoint/changes';
const LIFECYCLE = '/api/sharepoint/subscriptions';
/** What Graph, the platform and a page left open ask for by themselves is no sign of a person. */
const ASKED_BY_MACHINES: ReadonlySet<string> = new Set([`${CHANGES}/:of`, `${LIFECYCLE}/:of`, '/health', FILE_ROUTES.events]);
/** Changes close together are asked for once. */
const GATHERED_MS = 300;
const MAINTAINED_EVERY_MS = 10 * 60_000;
const STATE_IN_ADDRESS = 12;

/**
 * A register on SharePoint is asked for changes when Graph tells of some, and on a timer whose pace is kind to the tenant's allowance. While
 * SharePoint cannot be reached pages are shown from what was read last, so the register stays readable.
 * @param clientState only Graph and the processes of this environment know it; where it changes, so do the addresses that Graph is given
 */
export function watchSharePoint({ register, client, timing, siteId }: OpenedSharePoint, { publicUrl, clientState, log }: { readonly publicUrl: string; readonly clientState: string; readonly log: Log }): Watch {
  let sinceAsked = stopwatch();
  const due = new Set<string>();
  let gathering: Promise<void> = Promise.resolve();
  const refreshDue = async () => {
    await timing.sleep(GATHERED_MS);
    const lists = new Set(due);
    due.clear();
    await register.refreshLists(lists).catch((error: unknown) => { log.fault('refresh after a notification failed', error); });
  };
  const of = clientState.slice(0, STATE_IN_ADDRESS);
  const notifications = createChangeNotifications({
    client, timing, siteId, listIds: register.listIds, clientState, notificationUrl: `${publicUrl}${CHANGES}/${of}`, lifecycleUrl: `${publicUrl}${LIFECYCLE}/${of}`,
    onChange(listIds) {
      if (due.size === 0) gathering = gathering.then(refreshDue);
      for (const listId of listIds) due.add(listId);
    },
  });
  const maintain = async () => {
    for (const problem of await notifications.maintain()) log.warn(problem);
  };
  const pause = () => pauseBeforeRefresh({ lists: register.listIds.length, idleFor: sinceAsked(), notified: notifications.allAlive(), used: client.used() });
  return {
    isReadable: () => true,
    asked(path) {
      if (!ASKED_BY_MACHINES.has(path)) sinceAsked = stopwatch();
    },
    mount(server) {
      server.handle({ method: 'POST', path: `${CHANGES}/:of` }, ({ query, body }) => answerOf(notifications.notified({ query, body })));
      server.handle({ method: 'POST', path: `${LIFECYCLE}/:of` }, ({ query, body }) => answerOf(notifications.lifecycle({ query, body })));
    },
    start() {
      const first = maintain().catch((error: unknown) => { log.fault('subscribing to changes failed', error); });
      const stops = [repeat('refresh', pause, () => register.refresh(), log), repeat('subscriptions', MAINTAINED_EVERY_MS, maintain, log)];
      return async () => { await Promise.all([first, ...stops.map((stop) => stop())]); await gathering; };
    },
  };
}

function answerOf({ status, contentType, body }: NotificationAnswer): HttpAnswer {
  return { kind: 'bytes', status, body: body ?? '', mediaType: contentType === undefined ? 'text/plain; charset=utf-8' : `${contentType}; charset=utf-8` };
}
