import { z } from 'zod';
import type { Instant } from '../assurance/time/instant.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import { after, type GraphTiming } from './graph-timing.ts';

/** A request to the address that Graph was told to notify, whatever the web server. */
export type NotificationRequest = {
  readonly query: { readonly validationToken?: string | undefined };
  /** Parsed JSON; anything else for a handshake. */
  readonly body: unknown;
};

export type NotificationAnswer = { readonly status: number; readonly contentType?: 'text/plain'; readonly body?: string };

export type ChangeNotifications = {
  /** For notifications: answered at once, worked on afterwards. */
  readonly notified: (request: NotificationRequest) => NotificationAnswer;
  /** For lifecycle events. */
  readonly lifecycle: (request: NotificationRequest) => NotificationAnswer;
  /**
   * Subscribes to lists that have no subscription, renews those that end soon. Called on a timer.
   * @returns what could not be done, a sentence each; the timer of the register then has to do without
   */
  readonly maintain: () => Promise<readonly string[]>;
  /** Whether every list is subscribed to, so that the register need not ask so often. */
  readonly allAlive: () => boolean;
  /** Ends the subscriptions, so that Graph does not go on calling an address that nobody answers. */
  readonly end: () => Promise<void>;
};

export type ChangeNotificationOptions = {
  readonly client: Pick<GraphClient, 'pages' | 'batch'>;
  readonly timing: Pick<GraphTiming, 'now'>;
  readonly siteId: string;
  readonly listIds: readonly string[];
  /** Reachable by Graph, by https. */
  readonly notificationUrl: string;
  readonly lifecycleUrl: string;
  /** At most 128 characters; whoever does not know it is not Graph. */
  readonly clientState: string;
  /** Told the SharePoint ids of lists that have changed; all of them after notifications may have been missed. */
  readonly onChange: (listIds: ReadonlySet<string>) => void;
};

const Subscription = z.object({ id: z.string(), resource: z.string(), notificationUrl: z.string().nullish(), expirationDateTime: z.string() });
const Notices = z.object({ value: z.array(z.object({ subscriptionId: z.string(), clientState: z.string().nullish(), resource: z.string().nullish(), lifecycleEvent: z.string().nullish() })) });
type Notice = z.infer<typeof Notices>['value'][number];

const MINUTE = 60_000;
/** Graph allows 42,300 minutes for a list; a little less, because clocks differ. */
const LIFE = 42_000 * MINUTE;
/** Half of a life: a server that is down for two weeks still finds them alive. */
const RENEW_BEFORE = LIFE / 2;
const LONGEST_STATE = 128;

/**
 * Graph tells that a list has changed, never what: the register then asks. Nothing depends on it, because notifications get lost: the register's
 * timer finds the same changes, only later.
 */
export function createChangeNotifications(options: ChangeNotificationOptions): ChangeNotifications {
  const { client, timing, siteId, listIds, notificationUrl, lifecycleUrl, clientState, onChange } = options;
  if (clientState.length === 0 || clientState.length > LONGEST_STATE) throw new Error(`The client state of notifications has 1 to ${LONGEST_STATE} characters`);
  const byList = new Map<string, { readonly id: string; readonly until: number }>();
  let known = false;

  const now = () => Date.parse(timing.now());
  const resourceOf = (listId: string) => `/sites/${siteId}/lists/${listId}`;
  const listOf = (resource: string) => listIds.find((listId) => resource.toLowerCase().endsWith(`/lists/${listId}`.toLowerCase()));
  const fromGraph = (body: unknown): readonly Notice[] => Notices.safeParse(body).data?.value.filter((notice) => notice.clientState === clientState) ?? [];

  const findOwn = async () => {
    for await (const { items } of client.pages('/subscriptions', Subscription)) {
      for (const { id, resource, notificationUrl: url, expirationDateTime } of items) {
        const listId = listOf(resource);
        if (listId !== undefined && url === notificationUrl) byList.set(listId, { id, until: Date.parse(expirationDateTime) });
      }
    }
    known = true;
  };
  const maintain = async (): Promise<readonly string[]> => {
    if (!known) await findOwn();
    const expirationDateTime: Instant = after(timing.now(), LIFE);
    const due = listIds.filter((listId) => (byList.get(listId)?.until ?? 0) < now() + RENEW_BEFORE);
    const answers = await client.batch(due.map((listId) => {
      const alive = byList.get(listId);
      return alive && alive.until > now()
        ? { id: listId, method: 'PATCH', path: `/subscriptions/${alive.id}`, body: { expirationDateTime } }
        : { id: listId, method: 'POST', path: '/subscriptions', body: { changeType: 'updated', notificationUrl, lifecycleNotificationUrl: lifecycleUrl, resource: resourceOf(listId), expirationDateTime, clientState } };
    }));
    const problems: string[] = [];
    for (const answer of answers) {
      if (answer.ok) {
        const { id, expirationDateTime: until } = Subscription.parse(answer.body);
        byList.set(answer.id, { id, until: Date.parse(until) });
      } else {
        // Whether it is still there is found out by asking anew the next time.
        byList.delete(answer.id);
        known = false;
        problems.push(`Changes of the list ${answer.id} are not notified: ${answer.fault.forPerson}`);
      }
    }
    return problems;
  };
  const shakenHands = ({ query: { validationToken } }: NotificationRequest): NotificationAnswer | undefined =>
    validationToken === undefined ? undefined : { status: 200, contentType: 'text/plain', body: validationToken };

  return {
    notified(request) {
      const handshake = shakenHands(request);
      if (handshake) return handshake;
      const lists = new Set(fromGraph(request.body).flatMap(({ subscriptionId, resource }) => listOf(resource ?? '') ?? [...byList].find(([, { id }]) => id === subscriptionId)?.[0] ?? []));
      if (lists.size > 0) onChange(lists);
      return { status: 202 };
    },
    lifecycle(request) {
      const handshake = shakenHands(request);
      if (handshake) return handshake;
      const notices = fromGraph(request.body);
      for (const { lifecycleEvent, subscriptionId } of notices) {
        const listId = [...byList].find(([, { id }]) => id === subscriptionId)?.[0];
        if (listId === undefined) continue;
        if (lifecycleEvent === 'subscriptionRemoved') byList.delete(listId);
        // Renewing it is also how Graph is told that this app may still see the list.
        if (lifecycleEvent === 'reauthorizationRequired') byList.set(listId, { id: subscriptionId, until: now() + 1 });
      }
      if (notices.some(({ lifecycleEvent }) => lifecycleEvent === 'missed' || lifecycleEvent === 'subscriptionRemoved')) onChange(new Set(listIds));
      return { status: 202 };
    },
    maintain: async () => {
      try {
        return await maintain();
      } catch (error) {
        if (!(error instanceof GraphError)) throw error;
        return [`Changes of the lists are not notified: ${error.forPerson}`];
      }
    },
    allAlive: () => listIds.every((listId) => (byList.get(listId)?.until ?? 0) > now()),
    async end() {
      await client.batch([...byList.values()].map(({ id }) => ({ id, method: 'DELETE', path: `/subscriptions/${id}` })));
      byList.clear();
    },
  };
}
