import type { CardAction, MessageView } from '../api-model.ts';
import { renderCard } from './card.ts';
import { make } from './element.ts';
import { renderMarkdown } from './markdown.ts';

export type MessageHandlers = {
  readonly press: (message: MessageView, action: CardAction) => Promise<void>;
  readonly reply: (message: MessageView) => void;
  readonly openLink: (url: string) => void;
};

type Shown = { readonly content: string; readonly article: HTMLElement };

/** Pixels left above a new message, whose beginning is brought into view. */
const gapAbove = 12;

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/**
 * The messages of one conversation. A message whose content did not change keeps its elements, and with them the
 * reader's focus and whatever they have typed into its card.
 */
export function createMessageList(list: HTMLElement, handlers: MessageHandlers) {
  let shown = new Map<string, Shown>();
  let newest: string | undefined;

  function show(messages: readonly MessageView[], options: { canReply: boolean }): void {
    const next = new Map<string, Shown>();
    for (const message of inThreads(messages)) {
      const content = JSON.stringify([message.text, message.cards, message.edited, message.deleted]);
      const before = shown.get(message.id);
      next.set(message.id, before?.content === content ? before : { content, article: draw(message, options) });
    }
    const focused = [...shown].find(([, { article }]) => article.contains(document.activeElement))?.[0];
    place([...next.values()].map(({ article }) => article));
    const redrawn = focused === undefined ? undefined : next.get(focused)?.article;
    if (redrawn && !redrawn.contains(document.activeElement)) redrawn.focus();
    shown = next;
    const last = messages.at(-1)?.id;
    if (last !== undefined && last !== newest) list.scrollTop = (next.get(last)?.article.offsetTop ?? 0) - gapAbove;
    newest = last;
  }

  /** Puts the articles in order and touches only what moved: an element that is moved loses its focus. */
  function place(articles: readonly HTMLElement[]): void {
    const kept = new Set<Element>(articles);
    for (const child of [...list.children]) if (!kept.has(child)) child.remove();
    let cursor = list.firstElementChild;
    for (const article of articles) {
      if (article === cursor) cursor = cursor.nextElementSibling;
      else list.insertBefore(article, cursor);
    }
  }

  function draw(message: MessageView, options: { canReply: boolean }): HTMLElement {
    const article = make('article', '', message.author.isYou ? 'message mine' : 'message');
    article.tabIndex = -1;
    article.dataset['message'] = message.id;
    if (message.threadId !== null) article.classList.add('reply');
    const time = clock.format(new Date(message.sentAt));
    article.setAttribute('aria-label', `${message.author.isYou ? 'You' : message.author.name}, ${time}`);
    article.append(headOf(message, time));
    if (message.deleted) {
      article.append(make('p', 'This message has been deleted.', 'quiet'));
      return article;
    }
    if (message.text !== '') article.append(textOf(message));
    for (const card of message.cards) article.append(drawCard(message, card));
    if (options.canReply && message.threadId === null) {
      const button = make('button', 'Reply', 'quiet-button');
      button.type = 'button';
      button.setAttribute('aria-label', `Reply to ${message.author.name}, ${time}`);
      button.addEventListener('click', () => handlers.reply(message));
      article.append(button);
    }
    return article;
  }

  function drawCard(message: MessageView, card: Readonly<Record<string, unknown>>): HTMLElement {
    let isWaiting = false;
    const frame = renderCard(card, {
      openLink: handlers.openLink,
      press(action) {
        if (isWaiting) return;
        isWaiting = true;
        frame.setAttribute('aria-busy', 'true');
        void handlers.press(message, action).finally(() => {
          isWaiting = false;
          frame.removeAttribute('aria-busy');
        });
      },
    });
    return frame;
  }

  return { show };
}

function headOf(message: MessageView, time: string): HTMLElement {
  const head = make('p', '', 'message-head');
  head.append(make('span', message.author.isYou ? 'You' : message.author.name, 'author'));
  if (message.author.isBot) head.append(make('span', 'App', 'badge'));
  head.append(make('time', time, 'quiet'));
  if (message.edited && !message.deleted) head.append(make('span', 'Edited', 'quiet'));
  return head;
}

/** What a person wrote is shown as written; what the bot wrote may use Teams' small Markdown. */
function textOf(message: MessageView): HTMLElement {
  const text = make('div', '', 'text');
  if (message.author.isBot) text.append(renderMarkdown(message.text.replace(/<at>(.*?)<\/at>/g, '@$1')));
  else text.append(make('p', message.text));
  return text;
}

function inThreads(messages: readonly MessageView[]): MessageView[] {
  const known = new Set(messages.map((message) => message.id));
  const isReply = (message: MessageView): boolean => message.threadId !== null && known.has(message.threadId);
  return messages
    .filter((message) => !isReply(message))
    .flatMap((root) => [root, ...messages.filter((message) => message.threadId === root.id)]);
}
