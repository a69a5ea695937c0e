import { z } from 'zod';
import { ANSWER_LENGTH } from '../../src/assurance/returns/return-draft.ts';
import { button, card, facts, linkButton, notice, paragraph, textInput, type Card } from './card.ts';
import { excerpt } from './escape.ts';

const Key = z.string().min(1).max(255);
export const parseQueryKey = z.object({ queryKey: Key });
export const parseAnswerQuery = z.object({ queryKey: Key, reply: z.string().default('') });
export const parseAnswerRead = z.object({ queryKey: Key, returnKey: Key, query: z.string().default('') });

export type QueryFacts = {
  readonly queryKey: string;
  readonly returnKey: string;
  readonly quarterName: string;
  readonly agencyName: string;
  /** What the query is about: a section's title, or the whole return. */
  readonly about: string;
  readonly query: string;
  readonly askedByName: string;
  readonly reply?: string;
  readonly answeredByName?: string;
  readonly canReply: boolean;
  readonly typed?: string;
  readonly said?: { readonly word: Parameters<typeof notice>[0]; readonly text: string };
  readonly readUrl: string;
  readonly userIds: readonly string[];
};

function titleOf(of: QueryFacts): string {
  return `${of.reply === undefined ? 'Query' : 'Query answered'} · ${of.quarterName} return · ${of.agencyName}`;
}

function asked(of: QueryFacts): ReturnType<typeof paragraph>[] {
  return [
    ...(of.said === undefined ? [] : [notice(of.said.word, excerpt(of.said.text, 900))]),
    facts([['About', of.about], ['Asked by', of.askedByName]]),
    paragraph(excerpt(of.query, 1_500)),
  ];
}

function answered(of: QueryFacts): ReturnType<typeof paragraph>[] {
  return [paragraph(`Reply by ${of.answeredByName ?? 'the agency'}`, 'strong'), paragraph(excerpt(of.reply ?? '', 1_500))];
}

/** To the agency: the query and a box for the reply; a receipt once it is answered. */
export function renderQueryCard(of: QueryFacts): Card {
  const refresh = { verb: 'view-query', data: { queryKey: of.queryKey }, userIds: of.userIds };
  const read = linkButton('Open in the tab', of.readUrl);
  const unsent = of.typed !== undefined && of.typed.trim() !== of.reply ? [notice('Not saved', excerpt(of.typed, 1_500))] : [];
  if (of.reply === undefined && !of.canReply) {
    return card({ title: titleOf(of), refresh, summary: `There is a query about the ${of.quarterName} return of ${of.agencyName}.`, body: [...asked(of), ...unsent, paragraph('It waits for the agency’s reply.', 'quiet')], actions: [read] });
  }
  if (of.reply !== undefined) {
    return card({ title: titleOf(of), refresh, summary: `The query about the ${of.quarterName} return is answered.`, body: [...asked(of), ...answered(of), ...unsent], actions: [read] });
  }
  return card({
    title: titleOf(of), refresh, summary: `There is a query about the ${of.quarterName} return of ${of.agencyName}. Reply on the card or in the tab.`,
    body: [...asked(of), textInput({ id: 'reply', label: 'Your reply', value: (of.typed ?? '').slice(0, ANSWER_LENGTH), maxLength: ANSWER_LENGTH, required: true, errorMessage: `Enter a reply of ${ANSWER_LENGTH} characters or fewer` })],
    actions: [button('Send reply', 'answer-query', { queryKey: of.queryKey }, { primary: true }), read],
  });
}

/** To whoever asked: the reply, and what to do with it. */
export function renderAnswerCard(of: QueryFacts & { readonly accepted: boolean; readonly canAccept: boolean }): Card {
  const read = linkButton('Read the return', of.readUrl);
  const data = { queryKey: of.queryKey, returnKey: of.returnKey };
  const open = of.canAccept && !of.accepted;
  return card({
    title: titleOf(of), summary: `${of.agencyName} has answered the query about its ${of.quarterName} return.`,
    refresh: { verb: 'view-answer', data: { queryKey: of.queryKey }, userIds: of.userIds },
    body: [
      ...asked(of), ...answered(of),
      ...(of.accepted ? [paragraph('The return is accepted with thanks.', 'strong')] : []),
      ...(open ? [textInput({ id: 'query', label: 'Ask again (only if the reply does not settle it)', value: (of.typed ?? '').slice(0, 2_000), maxLength: 2_000, errorMessage: 'Use 2000 characters or fewer' })] : []),
    ],
    actions: open ? [button('Accept with thanks', 'accept-return', data, { primary: true }), button('Ask again', 'ask-again', data), read] : [read],
  });
}
