import { JSDOM } from 'jsdom';
import MarkdownIt from 'markdown-it';
import type * as AdaptiveCards from 'adaptivecards';

/** Microsoft's renderer needs a page, with innerText, which jsdom leaves out; it takes the one that is there when it is loaded. */
const page = new JSDOM('<!doctype html><html lang="en-GB"><body></body></html>');
const { window } = page;
const elements = Object.getOwnPropertyNames(window).filter((name) => name.startsWith('HTML') || name === 'Node');
Object.assign(globalThis, { window, document: window.document }, Object.fromEntries(elements.map((name) => [name, window[name] as unknown])));
Object.defineProperty(window.HTMLElement.prototype, 'innerText', {
  get(this: HTMLElement) { return this.textContent; },
  set(this: HTMLElement, text: string) { this.textContent = text; },
});
// eslint-disable-next-line typescript/no-require-imports -- an import would be done before the page is there
const renderer = require('adaptivecards/dist/adaptivecards.js') as typeof AdaptiveCards;

const markdown = new MarkdownIt();
renderer.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

export type CardJson = Readonly<Record<string, unknown>>;
/** What a press sends, as Teams sends it: the button's own data with the inputs in it. */
export type Pressed = { readonly type: 'Action.Execute' | 'Action.Submit'; readonly verb?: string; readonly data: Record<string, unknown> };

export type DrawnCard = {
  /** Everything a reader sees, as one text. */
  readonly text: string;
  readonly html: string;
  readonly inputs: readonly { readonly id: string; readonly label: string; readonly errorMessage: string }[];
  readonly buttons: readonly string[];
  fill(id: string, value: string): void;
  /** Presses the button of this title; undefined where an input is refused by the renderer. */
  press(title: string): Pressed | undefined;
};

/** A card drawn by Microsoft's own renderer, to be read, filled in and pressed as people do. */
export function draw(content: CardJson): DrawnCard {
  const card = new renderer.AdaptiveCard();
  card.hostConfig = new renderer.HostConfig({ supportsInteractivity: true, actions: { maxActions: 6 } });
  const context = new renderer.SerializationContext();
  card.parse(content as never, context);
  if (context.eventCount > 0) throw new Error(`The renderer complains: ${Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message).join('; ')}`);
  let pressed: Pressed | undefined;
  card.onExecuteAction = (action) => {
    if (action instanceof renderer.ExecuteAction) pressed = { type: 'Action.Execute', verb: action.verb, data: action.data as Record<string, unknown> };
    else if (action instanceof renderer.SubmitAction) pressed = { type: 'Action.Submit', data: action.data as Record<string, unknown> };
  };
  const element = card.render();
  if (!element) throw new Error('The renderer draws nothing');
  page.window.document.body.replaceChildren(element);
  return {
    text: (element.textContent ?? '').replaceAll('\u00A0', ' '),
    html: element.innerHTML,
    inputs: card.getAllInputs().map((input) => ({ id: input.id ?? '', label: input.label ?? '', errorMessage: input.errorMessage ?? '' })),
    buttons: [...element.querySelectorAll('button')].map((button) => button.textContent ?? ''),
    fill(id, value) {
      const control = element.querySelectorAll<HTMLInputElement>('input,textarea,select')[card.getAllInputs().findIndex((input) => input.id === id)];
      if (!control) throw new Error(`There is no input ${id}`);
      control.value = value;
      control.dispatchEvent(new page.window.Event('input'));
      control.dispatchEvent(new page.window.Event('change'));
    },
    press(title) {
      const button = [...element.querySelectorAll('button')].find((one) => one.textContent === title);
      if (!button) throw new Error(`There is no button “${title}”, only ${[...element.querySelectorAll('button')].map((one) => `“${one.textContent}”`).join(', ')}`);
      pressed = undefined;
      button.click();
      return pressed;
    },
  };
}

export function sizeOf(content: CardJson): number {
  return Buffer.byteLength(JSON.stringify(content), 'utf8');
}
