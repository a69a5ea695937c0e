/** Someone of the pretend tenant. `teamsId` is the id by which Teams, not Entra, knows them (`29:…`). */
export type Person = {
  readonly key: string;
  readonly name: string;
  readonly jobTitle?: string;
  readonly aadObjectId: string;
  readonly tenantId: string;
  readonly mail: string;
  readonly teamsId: string;
  readonly isGuest?: boolean;
  /** Whether the app is installed for them, so that the bot can write to them. */
  readonly hasApp: boolean;
};

export type Channel = {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly teamName: string;
  readonly memberKeys: readonly string[];
};

/** A meeting's chat; `id` is the conversation's id (`19:meeting_…@thread.v2`). */
export type Meeting = { readonly id: string; readonly name: string; readonly memberKeys: readonly string[] };

export type Conversation =
  | { readonly kind: 'personal'; readonly id: string; readonly name: string; readonly memberKeys: readonly [string] }
  | ({ readonly kind: 'channel' } & Channel)
  | ({ readonly kind: 'meeting' } & Meeting);

export type Card = Readonly<Record<string, unknown>>;

export type Author = { readonly kind: 'bot' } | { readonly kind: 'person'; readonly key: string };

/** What an author writes: text, cards, or both; `summary` is what a screen reader or banner says of it. */
export type Content = { readonly text: string; readonly summary: string; readonly cards: readonly Card[] };

export type Message = Content & {
  readonly id: string;
  readonly conversationId: string;
  /** In a channel, the post that this one answers. */
  readonly threadId: string | undefined;
  readonly author: Author;
  readonly sentAt: string;
  readonly edited: boolean;
  readonly deleted: boolean;
  /** Goes up when the author changes the message for everybody. */
  readonly version: number;
  /** The card that only this person sees, by person key, since they pressed or refreshed. */
  readonly views: ReadonlyMap<string, Card>;
};

export type Change =
  | { readonly kind: 'messages'; readonly conversationId: string }
  | { readonly kind: 'typing'; readonly conversationId: string }
  | { readonly kind: 'people' };

const threadMarker = ';messageid=';

/** Splits `19:…;messageid=123` into the channel and the post, as Teams writes a thread's address. */
export function parseThread(id: string): { conversationId: string; threadId: string | undefined } {
  const at = id.indexOf(threadMarker);
  if (at < 0) return { conversationId: id, threadId: undefined };
  return { conversationId: id.slice(0, at), threadId: id.slice(at + threadMarker.length) };
}

/** The address of a thread, the inverse of `parseThread`. */
export function threadAddress(conversationId: string, threadId: string): string {
  return `${conversationId}${threadMarker}${threadId}`;
}

/**
 * One pretend tenant, held in memory: who there is, where they talk, what was said, and the switches that make the
 * platform misbehave. It decides nothing and forgets everything when the process ends.
 */
export class World {
  readonly #people = new Map<string, Person>();
  readonly #conversations = new Map<string, Conversation>();
  readonly #messages = new Map<string, Message[]>();
  readonly #blocked = new Set<string>();
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #now: () => string;
  #throttled = 0;
  #lastId = 0;

  /** `now` gives the moment as UTC text; message ids are made from it, as in Teams, so they stay unique over restarts. */
  constructor(given: {
    people: readonly Person[];
    channels: readonly Channel[];
    meetings: readonly Meeting[];
    now: () => string;
  }) {
    this.#now = given.now;
    for (const person of given.people) this.#people.set(person.key, person);
    for (const channel of given.channels) this.#conversations.set(channel.id, { kind: 'channel', ...channel });
    for (const meeting of given.meetings) this.#conversations.set(meeting.id, { kind: 'meeting', ...meeting });
  }

  people(): Person[] {
    return [...this.#people.values()];
  }

  person(key: string): Person | undefined {
    return this.#people.get(key);
  }

  /** By either id that a bot may hold: Teams' (`29:…`) or Entra's. */
  personById(id: string): Person | undefined {
    return this.people().find((person) => person.teamsId === id || person.aadObjectId === id);
  }

  setInstalled(key: string, hasApp: boolean): void {
    const person = this.#people.get(key);
    if (!person) return;
    this.#people.set(key, { ...person, hasApp });
    this.#tell({ kind: 'people' });
  }

  /** The person's chat with the bot. Its id follows from the person, so a bot that kept it finds it after a restart. */
  personalChat(person: Person): Conversation {
    const id = `a:${person.aadObjectId}`;
    const known = this.#conversations.get(id);
    if (known) return known;
    const chat: Conversation = { kind: 'personal', id, name: person.name, memberKeys: [person.key] };
    this.#conversations.set(id, chat);
    return chat;
  }

  /** By id, with or without a thread; undefined where there is none. */
  conversation(id: string): Conversation | undefined {
    const { conversationId } = parseThread(id);
    const known = this.#conversations.get(conversationId);
    if (known) return known;
    const owner = this.people().find((person) => `a:${person.aadObjectId}` === conversationId);
    return owner && this.personalChat(owner);
  }

  /** What stands in a person's list: their chat with the bot first, then channels and meetings they belong to. */
  conversationsOf(key: string): Conversation[] {
    const person = this.#people.get(key);
    if (!person) return [];
    const chat = this.personalChat(person);
    const shared = [...this.#conversations.values()].filter(
      (conversation) => conversation.kind !== 'personal' && conversation.memberKeys.includes(key),
    );
    return [chat, ...shared];
  }

  membersOf(conversation: Conversation): Person[] {
    return conversation.memberKeys.flatMap((key) => this.#people.get(key) ?? []);
  }

  messages(conversationId: string): readonly Message[] {
    return this.#messages.get(conversationId) ?? [];
  }

  message(conversationId: string, messageId: string): Message | undefined {
    return this.messages(conversationId).find((message) => message.id === messageId);
  }

  post(conversationId: string, author: Author, content: Content, threadId?: string): Message {
    const message: Message = {
      ...content,
      id: this.nextId(),
      conversationId,
      threadId,
      author,
      sentAt: this.#now(),
      edited: false,
      deleted: false,
      version: 1,
      views: new Map(),
    };
    this.#messages.set(conversationId, [...this.messages(conversationId), message]);
    this.#tell({ kind: 'messages', conversationId });
    return message;
  }

  /** Replaces a message for everybody, and with it what single people saw instead. */
  edit(message: Message, content: Content): void {
    this.#replace({ ...message, ...content, edited: true, version: message.version + 1, views: new Map() });
  }

  remove(message: Message): void {
    this.#replace({ ...message, text: '', summary: '', cards: [], deleted: true, version: message.version + 1, views: new Map() });
  }

  /** Shows one person another card in place of the message's own. */
  showTo(key: string, message: Message, card: Card): void {
    const current = this.message(message.conversationId, message.id) ?? message;
    this.#replace({ ...current, views: new Map([...current.views, [key, card]]) });
  }

  botIsTyping(conversationId: string): void {
    this.#tell({ kind: 'typing', conversationId });
  }

  /** Makes the next `count` sends of the bot fail as a busy platform's would. */
  throttleNext(count: number): void {
    this.#throttled = count;
    this.#tell({ kind: 'people' });
  }

  throttledSends(): number {
    return this.#throttled;
  }

  /** Uses up one throttled send; true where this send must fail. */
  takeThrottledSend(): boolean {
    if (this.#throttled === 0) return false;
    this.#throttled -= 1;
    this.#tell({ kind: 'people' });
    return true;
  }

  /** Makes a person refuse the bot's messages, or take them again. */
  blockPerson(key: string, blocked = true): void {
    if (blocked) this.#blocked.add(key);
    else this.#blocked.delete(key);
    this.#tell({ kind: 'people' });
  }

  isBlocked(key: string): boolean {
    return this.#blocked.has(key);
  }

  /** Calls `listener` after every change; the answer stops it. */
  onChange(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** An id for a message or an event: milliseconds as Teams uses, moved on where two fall together. */
  nextId(): string {
    this.#lastId = Math.max(this.#lastId + 1, Date.parse(this.#now()));
    return String(this.#lastId);
  }

  now(): string {
    return this.#now();
  }

  #replace(message: Message): void {
    const { conversationId, id } = message;
    this.#messages.set(conversationId, this.messages(conversationId).map((other) => (other.id === id ? message : other)));
    this.#tell({ kind: 'messages', conversationId });
  }

  #tell(change: Change): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}
