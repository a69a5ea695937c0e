import {
  type Action,
  AdaptiveCard,
  ExecuteAction,
  GlobalRegistry,
  type IMarkdownProcessingResult,
  NumberInput,
  OpenUrlAction,
  SubmitAction,
} from 'adaptivecards';
import type { CardAction } from '../api-model.ts';
import { make } from './element.ts';
import { teamsHostConfig } from './host-config.ts';
import { renderMarkdown } from './markdown.ts';

export type CardHandlers = {
  readonly press: (action: CardAction) => void;
  readonly openLink: (url: string) => void;
};

// The renderer puts what this answers into the page as HTML. Serialising nodes that we built escapes all text in them.
AdaptiveCard.onProcessMarkdown = (text: string, result: IMarkdownProcessingResult) => {
  const holder = document.createElement('div');
  holder.append(renderMarkdown(text));
  result.outputHtml = holder.innerHTML;
  result.didProcess = true;
};

/** The renderer takes an empty number for a wrong one as soon as there is a least or a most; Teams lets it stay empty. */
class NumberInputThatMayBeEmpty extends NumberInput {
  override isValid(): boolean {
    return this.isSet() ? super.isValid() : !this.isRequired;
  }
}
GlobalRegistry.elements.register('Input.Number', NumberInputThatMayBeEmpty);

/** Draws a card with Microsoft's own renderer; its buttons, once their inputs are valid, call the handlers. */
export function renderCard(content: Readonly<Record<string, unknown>>, handlers: CardHandlers): HTMLElement {
  const card = new AdaptiveCard();
  card.hostConfig = teamsHostConfig;
  card.onExecuteAction = (action) => pass(action, handlers);
  card.parse(content);
  const drawn = card.render();
  const frame = make('div', '', 'card');
  frame.append(drawn ?? make('p', 'This card cannot be shown.'));
  if (content['msteams'] && isFullWidth(content['msteams'])) frame.classList.add('card-full');
  return frame;
}

function pass(action: Action, handlers: CardHandlers): void {
  if (action instanceof ExecuteAction) {
    handlers.press({
      type: 'Action.Execute',
      data: action.data ?? {},
      ...(action.verb ? { verb: action.verb } : {}),
      ...(action.id ? { id: action.id } : {}),
      ...(action.title ? { title: action.title } : {}),
    });
  } else if (action instanceof SubmitAction) {
    handlers.press({ type: 'Action.Submit', data: action.data ?? {} });
  } else if (action instanceof OpenUrlAction && action.url) {
    handlers.openLink(action.url);
  }
}

function isFullWidth(msteams: unknown): boolean {
  return typeof msteams === 'object' && msteams !== null && 'width' in msteams && msteams.width === 'Full';
}
