import { literal } from './escape.ts';

/**
 * The part of adaptive cards 1.5 that the bot uses. Text goes in as people wrote it: the functions here escape it, so that no card can
 * forget to. A card has at most five inputs and six actions and stays under 25 KB.
 */
export type Element = { readonly type: string } & Readonly<Record<string, unknown>>;
export type Action = { readonly type: 'Action.Execute' | 'Action.Submit' | 'Action.OpenUrl'; readonly title: string } & Readonly<Record<string, unknown>>;
export type Card = { readonly type: 'AdaptiveCard'; readonly body: readonly Element[]; readonly actions?: readonly Action[] } & Readonly<Record<string, unknown>>;

/** Ids and the like that a button sends back. Never a record's content. */
export type ButtonData = Readonly<Record<string, unknown>>;

export function heading(text: string): Element {
  return { type: 'TextBlock', text: literal(text), style: 'heading', size: 'Large', weight: 'Bolder', wrap: true };
}

export function paragraph(text: string, look: 'normal' | 'quiet' | 'strong' = 'normal'): Element {
  return { type: 'TextBlock', text: literal(text), wrap: true, ...(look === 'quiet' ? { isSubtle: true } : look === 'strong' ? { weight: 'Bolder' } : {}) };
}

/** Something the reader must see before going on: the word says what it is, the colour only underlines it. */
export function notice(word: 'Please check' | 'Done' | 'Refused' | 'Changed by somebody else' | 'Not saved', text: string): Element {
  const style = word === 'Done' ? 'good' : word === 'Changed by somebody else' || word === 'Please check' ? 'warning' : 'attention';
  return { type: 'Container', style, bleed: false, items: [paragraph(word, 'strong'), paragraph(text)] };
}

export function facts(rows: readonly (readonly [title: string, value: string])[]): Element {
  return { type: 'FactSet', facts: rows.map(([title, value]) => ({ title: literal(title), value: literal(value) })) };
}

export function group(items: readonly Element[]): Element {
  return { type: 'Container', separator: true, spacing: 'Medium', items };
}

export function buttons(actions: readonly Action[]): Element {
  return { type: 'ActionSet', actions };
}

/** What every input has: a label, and what to do when it is not filled in as asked. */
type Asked = { readonly id: string; readonly label: string; readonly errorMessage: string; readonly required?: boolean };

export function textInput(asked: Asked & { readonly value: string; readonly maxLength: number }): Element {
  const { required = false, ...rest } = asked;
  return { type: 'Input.Text', isMultiline: true, isRequired: required, ...rest };
}

/** Without a least value: where it has one, Microsoft's renderer refuses a card whose optional number is left empty. */
export function numberInput(asked: Asked & { readonly value?: number | string }): Element {
  const { required = false, value, ...rest } = asked;
  return { type: 'Input.Number', isRequired: required, ...rest, ...(value === undefined ? {} : { value }) };
}

export function dateInput(asked: Asked & { readonly value: string; readonly min: string }): Element {
  const { required = false, ...rest } = asked;
  return { type: 'Input.Date', isRequired: required, ...rest };
}

export function choiceInput(asked: Asked & { readonly value: string; readonly choices: readonly (readonly [value: string, title: string])[] }): Element {
  const { required = false, choices, ...rest } = asked;
  return { type: 'Input.ChoiceSet', style: 'compact', isMultiSelect: false, wrap: true, isRequired: required, ...rest, choices: choices.map(([value, title]) => ({ value, title })) };
}

type ButtonLook = { readonly primary?: boolean; /** Sends no inputs, so an unfinished form never stands in the way. */ readonly alone?: boolean };

/** A button that acts: `Action.Execute`, and the same as `Action.Submit` for clients without universal actions. */
export function button(title: string, verb: string, data: ButtonData, { primary = false, alone = false }: ButtonLook = {}): Action {
  const inputs = { associatedInputs: alone ? 'none' : 'auto' };
  const style = primary ? { style: 'positive' } : {};
  return {
    type: 'Action.Execute', title, verb, data, ...inputs, ...style,
    fallback: { type: 'Action.Submit', title, data: { ...data, verb }, ...inputs, ...style },
  };
}

/** A button that opens a page of the tab as a dialog. Only `Action.Submit` can do that. */
export function dialogButton(title: string, data: ButtonData): Action {
  return { type: 'Action.Submit', title, data: { ...data, msteams: { type: 'task/fetch' } }, associatedInputs: 'none' };
}

export function linkButton(title: string, url: string): Action {
  return { type: 'Action.OpenUrl', title, url };
}

/**
 * A whole card.
 * @param of.title says app, what, for whom and when, because it is read out first
 * @param of.summary makes sense read aloud and where no card can be shown; it names no person
 * @param of.refresh asks for the current state when the card is opened, for these Teams users (at most sixty)
 */
export function card(of: {
  readonly title: string; readonly summary: string; readonly body: readonly Element[]; readonly actions?: readonly Action[];
  readonly refresh?: { readonly verb: string; readonly data: ButtonData; readonly userIds: readonly string[] };
}): Card {
  const userIds = of.refresh?.userIds.slice(0, 60) ?? [];
  return {
    type: 'AdaptiveCard', $schema: 'http://adaptivecards.io/schemas/adaptive-card.json', version: '1.5',
    fallbackText: of.summary, speak: of.summary,
    body: [heading(of.title), ...of.body],
    ...(of.actions === undefined || of.actions.length === 0 ? {} : { actions: of.actions }),
    ...(of.refresh === undefined ? {} : {
      refresh: { action: { type: 'Action.Execute', title: 'Refresh', verb: of.refresh.verb, data: of.refresh.data }, ...(userIds.length === 0 ? {} : { userIds }) },
    }),
    msteams: { width: 'Full' },
  };
}
