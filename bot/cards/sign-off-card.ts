import { z } from 'zod';
import { longDate, type Day } from '../../src/assurance/time/day.ts';
import { button, card, dialogButton, facts, linkButton, notice, paragraph, textInput, type Card } from './card.ts';
import { excerpt } from './escape.ts';

export const parseSignOff = z.object({ returnKey: z.string().min(1).max(255), reason: z.string().default('') });

export type SignOffFacts = {
  readonly returnKey: string;
  readonly quarterName: string;
  readonly agencyName: string;
  readonly dueOn: Day;
  readonly askedByName?: string;
  /** One line for each part: "Learning: nothing to raise". */
  readonly parts: readonly (readonly [title: string, words: string])[];
  /** Whether it still waits for this person. */
  readonly waits: boolean;
  readonly state: string;
  readonly typed?: string;
  readonly said?: { readonly word: Parameters<typeof notice>[0]; readonly text: string };
  readonly readUrl: string;
  readonly userIds: readonly string[];
};

/** To an agency's senior officer: what would be submitted, with approve and send back. */
export function renderSignOffCard(of: SignOffFacts): Card {
  const data = { returnKey: of.returnKey };
  return card({
    title: `Sign off · ${of.quarterName} return · ${of.agencyName} · due ${longDate(of.dueOn)}`,
    summary: of.waits ? `The ${of.quarterName} return of ${of.agencyName} waits for your sign-off.` : `The ${of.quarterName} return of ${of.agencyName}: ${of.state}`,
    refresh: { verb: 'view-sign-off', data, userIds: of.userIds },
    body: [
      ...(of.said === undefined ? [] : [notice(of.said.word, excerpt(of.said.text, 900))]),
      paragraph(of.waits ? `${of.askedByName ?? 'Your agency'} asks you to approve this return, so that it can be submitted.` : of.state),
      ...(of.waits ? [
        facts(of.parts.slice(0, 15).map(([title, words]) => [title, excerpt(words, 160)] as const)),
        textInput({ id: 'reason', label: 'What is to be changed (only if you send it back)', value: (of.typed ?? '').slice(0, 1_000), maxLength: 1_000, errorMessage: 'Use 1000 characters or fewer' }),
      ] : []),
    ],
    actions: of.waits
      ? [
        button('Approve and submit', 'approve-return', data, { primary: true }),
        button('Send back', 'send-back-return', data),
        dialogButton('Read it in full', { dialog: 'return-form', returnKey: of.returnKey }),
      ]
      : [linkButton('Open in the tab', of.readUrl)],
  });
}
