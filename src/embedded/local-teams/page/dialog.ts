import type { Dialog } from '../api-model.ts';
import { renderCard } from './card.ts';
import { element, make } from './element.ts';

/** Teams' words for sizes, in pixels. */
const heights: Readonly<Record<string, number>> = { small: 256, medium: 512, large: 720 };
const widths: Readonly<Record<string, number>> = { small: 400, medium: 600, large: 960 };

/**
 * The one modal dialog of the page. It is the browser's own, so focus stays inside, Escape closes it and focus returns
 * to where it was.
 */
export function createDialogs() {
  const dialog = element('dialog', HTMLDialogElement);
  const title = element('dialog-title', HTMLHeadingElement);
  const content = element('dialog-content', HTMLDivElement);
  let closed: () => void = () => {};

  element('dialog-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => {
    content.replaceChildren();
    closed();
  });

  /**
   * Shows a card, whose submit goes to `submit`, or an address. `prepare` gets the frame before its address is set, so
   * that a host can listen first. `onClose` is called once, however the dialog ends.
   */
  function open(
    asked: Dialog,
    given: {
      submit: (data: unknown) => void;
      openLink: (url: string) => void;
      prepare: (frame: HTMLIFrameElement) => void;
      onClose: () => void;
    },
  ): void {
    closed = given.onClose;
    title.textContent = asked.title || 'Dialog';
    resize(asked);
    if (asked.content.kind === 'card') {
      const press = (action: { data?: unknown }): void => given.submit(action.data);
      content.replaceChildren(renderCard(asked.content.card, { press, openLink: given.openLink }));
    } else {
      const frame = make('iframe');
      frame.title = asked.title || 'Dialog';
      given.prepare(frame);
      frame.src = asked.content.url;
      content.replaceChildren(frame);
    }
    dialog.showModal();
  }

  function resize(size: { height?: number | string | undefined; width?: number | string | undefined }): void {
    if (size.height !== undefined) content.style.height = `${pixels(size.height, heights)}px`;
    if (size.width !== undefined) dialog.style.width = `${pixels(size.width, widths)}px`;
  }

  return { open, resize, close: () => dialog.close() };
}

function pixels(size: number | string, words: Readonly<Record<string, number>>): number {
  return words[size] ?? (Number.parseInt(String(size), 10) || 512);
}
