import type { Subscription } from '@microsoft/microsoft-graph-types';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { invalid, missing, objectOf, Refused, type GraphCall, type Reply } from './exchange.ts';
import type { ListStore } from './list-store.ts';
import { allow, unknown } from './list-routes.ts';
import type { Site } from './site.ts';

const LONGEST = 42_300 * 60_000;
const SHORTEST = 45 * 60_000;
const HANDSHAKE = 10_000;
const DELIVERY = 3_000;

const Wanted = z.object({
  changeType: z.string(), notificationUrl: z.url(), lifecycleNotificationUrl: z.url().optional(), resource: z.string(),
  expirationDateTime: z.iso.datetime(), clientState: z.string().max(128).optional(),
});
type Kept = z.infer<typeof Wanted> & { readonly id: string; readonly list: ListStore };
type Lifecycle = 'subscriptionRemoved' | 'missed' | 'reauthorizationRequired';

/** Change notifications: they say that a list has changed, and nothing about what. */
export class Subscriptions {
  readonly #kept = new Map<string, Kept>();
  readonly #site: Site;
  readonly #tenantId: string;
  readonly #due = new Set<ListStore>();
  #delivering: Promise<void> = Promise.resolve();
  /** While true, notifications are lost, as they sometimes are. */
  losing = false;
  /** What receivers answered to notifications, latest last; 0 where no answer came. */
  readonly answers: number[] = [];

  constructor(site: Site, tenantId: string) {
    this.#site = site;
    this.#tenantId = tenantId;
  }

  async call(call: GraphCall, [id, tail]: readonly string[]): Promise<Reply> {
    if (tail !== undefined) throw unknown(call);
    if (id === undefined) {
      allow(call, 'GET', 'POST');
      return call.method === 'GET' ? { status: 200, body: { value: [...this.#kept.values()].map((each) => this.#shown(each, false)) } } : await this.#create(call);
    }
    allow(call, 'GET', 'PATCH', 'DELETE');
    const kept = this.#kept.get(id);
    if (!kept) throw new Refused(404, 'ResourceNotFound', 'The object was not found.');
    if (call.method === 'DELETE') {
      this.#kept.delete(id);
      return { status: 204 };
    }
    if (call.method === 'GET') return { status: 200, body: this.#shown(kept, false) };
    const given = objectOf(call.body, ['expirationDateTime', 'notificationUrl']);
    const renewed = { ...kept, expirationDateTime: this.#expiry(given['expirationDateTime'] ?? kept.expirationDateTime) };
    this.#kept.set(id, renewed);
    return { status: 200, body: this.#shown(renewed, false) };
  }

  /** Takes note that a list has changed; several changes close together become one notification. */
  changed(list: ListStore): void {
    if (this.#due.size === 0) this.#delivering = this.#delivering.then(() => new Promise<void>((done) => { setImmediate(() => void this.#deliver().finally(done)); }));
    this.#due.add(list);
  }

  /** Resolves when everything that is due has been delivered. */
  async settled(): Promise<void> {
    await this.#delivering;
  }

  async lifecycle(event: Lifecycle): Promise<void> {
    for (const each of [...this.#kept.values()]) {
      if (event === 'subscriptionRemoved') this.#kept.delete(each.id);
      if (each.lifecycleNotificationUrl) await this.#post(each.lifecycleNotificationUrl, { ...this.#notification(each), lifecycleEvent: event });
    }
  }

  get count(): number {
    return this.#kept.size;
  }

  async #create(call: GraphCall): Promise<Reply> {
    const given = objectOf(call.body, ['changeType', 'notificationUrl', 'lifecycleNotificationUrl', 'resource', 'expirationDateTime', 'clientState', 'latestSupportedTlsVersion', 'includeResourceData']);
    const parsed = Wanted.safeParse(given);
    if (!parsed.success) throw invalid(`The subscription is not valid: ${parsed.error.issues.map(({ path }) => path.join('.')).join(', ')}.`);
    const wanted = parsed.data;
    if (wanted.changeType !== 'updated') throw invalid('Only the changeType updated is supported for lists.');
    const [, siteId = '', listId = ''] = /^\/?sites\/([^/]+)\/lists\/([^/]+)$/.exec(wanted.resource) ?? [];
    if (siteId !== this.#site.id) throw missing('The resource of the subscription was not found.');
    this.#site.need('read');
    const kept: Kept = { ...wanted, id: randomUUID(), list: this.#site.list(listId), expirationDateTime: this.#expiry(wanted.expirationDateTime) };
    for (const url of [wanted.notificationUrl, wanted.lifecycleNotificationUrl]) if (url !== undefined) await shakeHands(url);
    this.#kept.set(kept.id, kept);
    return { status: 201, body: this.#shown(kept, true) };
  }

  #expiry(text: unknown): string {
    const at = Date.parse(String(text));
    const now = this.#site.now().getTime();
    if (Number.isNaN(at)) throw invalid('expirationDateTime is not a date.');
    if (at <= now) throw invalid('Subscription expiration time must be in the future.');
    if (at > now + LONGEST) throw invalid('Subscription expiration can only be 42300 minutes in the future.');
    return new Date(Math.max(at, now + SHORTEST)).toISOString();
  }

  #shown({ id, changeType, notificationUrl, lifecycleNotificationUrl, resource, expirationDateTime, clientState }: Kept, withState: boolean): Subscription {
    return { id, changeType, notificationUrl, lifecycleNotificationUrl: lifecycleNotificationUrl ?? null, resource, expirationDateTime, clientState: withState ? clientState ?? null : null };
  }

  async #deliver(): Promise<void> {
    const lists = [...this.#due];
    this.#due.clear();
    if (this.losing) return;
    const now = this.#site.now().getTime();
    for (const each of [...this.#kept.values()]) {
      if (Date.parse(each.expirationDateTime) <= now) this.#kept.delete(each.id);
      else if (lists.includes(each.list)) await this.#post(each.notificationUrl, { ...this.#notification(each), changeType: 'updated' });
    }
  }

  #notification({ id, clientState, resource, expirationDateTime }: Kept): object {
    return { subscriptionId: id, ...(clientState === undefined ? {} : { clientState }), resource: resource.replace(/^\//, ''), tenantId: this.#tenantId, subscriptionExpirationDateTime: expirationDateTime, resourceData: { '@odata.type': '#Microsoft.Graph.ListItem' } };
  }

  async #post(url: string, notification: object): Promise<void> {
    const answer = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ value: [notification] }), signal: AbortSignal.timeout(DELIVERY) }).catch(() => undefined);
    await answer?.body?.cancel();
    this.answers.push(answer?.status ?? 0);
  }
}

async function shakeHands(url: string): Promise<void> {
  const token = `Validation: Testing client application reachability for subscription Request-Id: ${randomUUID()}`;
  const failed = (why: string) => new Refused(400, 'ValidationError', `Subscription validation request failed. ${why}`);
  const address = new URL(url);
  address.searchParams.set('validationToken', token);
  const answer = await fetch(address, { method: 'POST', headers: { 'Content-Type': 'text/plain; charset=utf-8' }, signal: AbortSignal.timeout(HANDSHAKE) }).catch(() => undefined);
  if (!answer) throw failed('The endpoint did not answer within 10 seconds.');
  const text = await answer.text();
  if (answer.status !== 200) throw failed('Notification endpoint must respond with 200 OK to validation request.');
  if (!/^text\/plain\b/.test(answer.headers.get('content-type') ?? '')) throw failed('The content type must be text/plain.');
  if (text !== token) throw failed('The validation token was not answered as it was sent.');
}
