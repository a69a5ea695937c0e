import type { ConversationSummary, MessageView, Outcome, Stage, StagePerson } from '../api-model.ts';
import type { ApiClient } from './api-client.ts';
import { element, make } from './element.ts';
import { createMessageList } from './message-list.ts';

const typingShownForMilliseconds = 5000;

/**
 * The conversations of one person and the one that is open. `react` is told what came of a press, `openLink` what a
 * card's link points to.
 */
export function createChat(given: {
  api: ApiClient;
  stage: () => Stage;
  person: () => StagePerson;
  react: (outcome: Outcome, from: { conversation: string; message: string }) => void;
  failed: (message: string) => void;
  announce: (text: string) => void;
  openLink: (url: string) => void;
}) {
  const { api } = given;
  const list = element('conversations', HTMLUListElement);
  const typing = element('typing', HTMLParagraphElement);
  const text = element('text', HTMLTextAreaElement);
  const mention = element('mention', HTMLInputElement);
  const replying = element('replying', HTMLParagraphElement);
  const compose = element('compose', HTMLFormElement);

  let conversations: ConversationSummary[] = [];
  let openId: string | undefined;
  let replyTo: MessageView | undefined;
  let typingTimer: number | undefined;
  const lastSeen = new Map<string, string | null>();
  const refreshed = new Set<string>();
  let lastAnnounced = '';
  let reading = 0;

  const messages = createMessageList(element('messages', HTMLDivElement), {
    openLink: given.openLink,
    press: (message, action) => act(message.id, (conversation) => api.press(conversation, message.id, action)),
    reply: (message) => setReply(message),
  });

  compose.addEventListener('submit', (event) => {
    event.preventDefault();
    void send();
  });
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    compose.requestSubmit();
  });
  element('stop-replying', HTMLButtonElement).addEventListener('click', () => {
    setReply(undefined);
    text.focus();
  });

  async function send(): Promise<void> {
    const written = text.value.trim();
    const conversation = openConversation();
    if (written === '' || !conversation) return;
    const threadId = replyTo?.id;
    text.value = '';
    setReply(undefined);
    try {
      const outcome = await api.say({
        conversation: conversation.id,
        text: written,
        mentionBot: mention.checked,
        ...(threadId === undefined ? {} : { threadId }),
      });
      if (outcome.kind === 'failed') given.failed(outcome.text);
    } catch (reason) {
      if (text.value === '') text.value = written;
      given.failed(sentence(reason));
    }
  }

  async function act(message: string, work: (conversation: string) => Promise<Outcome>): Promise<void> {
    const conversation = openId;
    if (conversation === undefined) return;
    try {
      given.react(await work(conversation), { conversation, message });
    } catch (reason) {
      given.failed(sentence(reason));
    }
  }

  /** Reads everything again: the list, and the open conversation's messages. */
  async function reload(): Promise<void> {
    conversations = await api.conversations();
    openId ??= conversations[0]?.id;
    await reloadOpen();
    showList();
  }

  async function reloadOpen(): Promise<void> {
    const conversation = openConversation();
    if (!conversation) return;
    const turn = ++reading;
    const loaded = await api.messages(conversation.id);
    if (turn !== reading) return;
    messages.show(loaded, { canReply: conversation.kind === 'channel' });
    lastSeen.set(conversation.id, loaded.at(-1)?.id ?? null);
    announceNewest(loaded);
    if (loaded.at(-1)?.author.isBot) stopTyping();
    refreshDue(conversation.id, loaded);
  }

  /** Presses what Teams presses by itself: once for each version of a card while the conversation is open. */
  function refreshDue(conversation: string, loaded: readonly MessageView[]): void {
    for (const message of loaded) {
      const key = `${message.id}:${message.version}`;
      if (!message.refreshes || refreshed.has(key)) continue;
      refreshed.add(key);
      void api.refresh(conversation, message.id).catch((reason: unknown) => given.failed(sentence(reason)));
    }
  }

  function announceNewest(loaded: readonly MessageView[]): void {
    const newest = loaded.at(-1);
    if (!newest || newest.id === lastAnnounced) return;
    lastAnnounced = newest.id;
    if (!newest.author.isYou) given.announce(`New message from ${newest.author.name}: ${newest.summary || newest.text || 'a card'}`);
  }

  function open(id: string): void {
    openId = id;
    refreshed.clear();
    setReply(undefined);
    stopTyping();
    void reload().catch((reason: unknown) => given.failed(sentence(reason)));
  }

  function showList(): void {
    const hadFocus = list.contains(document.activeElement);
    list.replaceChildren(...conversations.map(entry));
    if (hadFocus) list.querySelector<HTMLElement>('[aria-current]')?.focus();
    const conversation = openConversation();
    if (!conversation) return;
    const { kind, name, detail } = conversation;
    element('conversation-name', HTMLHeadingElement).textContent = name;
    element('conversation-detail', HTMLParagraphElement).textContent = detail || kindWords[kind];
    element('mention-field', HTMLLabelElement).hidden = kind === 'personal';
    element('mention-label', HTMLSpanElement).textContent = `Mention ${given.stage().bot.name}`;
    const closed = kind === 'personal' && !given.person().hasApp;
    element('no-app', HTMLDivElement).hidden = !closed;
    compose.hidden = closed;
  }

  function entry(conversation: ConversationSummary): HTMLElement {
    const item = make('li');
    const button = make('button', conversation.name, 'conversation');
    button.type = 'button';
    if (conversation.id === openId) button.setAttribute('aria-current', 'true');
    button.append(make('span', conversation.detail || kindWords[conversation.kind], 'quiet'));
    const isNew = conversation.lastMessageId !== null && conversation.id !== openId && lastSeen.get(conversation.id) !== conversation.lastMessageId;
    if (isNew) button.append(make('span', 'New', 'badge'));
    button.addEventListener('click', () => open(conversation.id));
    item.append(button);
    return item;
  }

  function setReply(message: MessageView | undefined): void {
    replyTo = message;
    replying.hidden = message === undefined;
    element('replying-to', HTMLSpanElement).textContent = message ? `Replying to ${message.author.name}.` : '';
    if (message) text.focus();
  }

  function showTyping(conversationId: string): void {
    if (conversationId !== openId) return;
    typing.textContent = `${given.stage().bot.name} is typing…`;
    clearTimeout(typingTimer);
    typingTimer = window.setTimeout(stopTyping, typingShownForMilliseconds);
  }

  function stopTyping(): void {
    clearTimeout(typingTimer);
    typing.textContent = '';
  }

  function openConversation(): ConversationSummary | undefined {
    return conversations.find((conversation) => conversation.id === openId);
  }

  return { reload, showTyping };
}

const kindWords = { personal: 'Chat with the app', channel: 'Channel', meeting: 'Meeting chat' } as const;

export function sentence(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

