import { z } from 'zod';
import { button, card, linkButton, paragraph, type Card } from './card.ts';

export type WelcomeFacts = {
  readonly partnership: string;
  /** The commands this person can use, each with what it does. */
  readonly commands: readonly { readonly say: string; readonly does: string }[];
  readonly deskUrl: string;
};

export const parseCommandPress = z.object({ command: z.enum(['my-returns', 'due', 'waiting']) });

/** The first message, and the answer to `help`. */
export function renderWelcomeCard({ partnership, commands, deskUrl }: WelcomeFacts): Card {
  return card({
    title: `Assurance for ${partnership}`,
    summary: `I collect the quarterly returns and tell you what needs you. You can say: ${commands.map(({ say }) => say).join(', ')}.`,
    body: [
      paragraph('I collect the quarterly returns, remind people before they are due and tell you what needs you. At most one message a day, in working hours.'),
      ...commands.map(({ say, does }) => paragraph(`“${say}”: ${does}`)),
      paragraph('To stop my messages, block this chat or remove the app. What needs you then reaches you by e-mail.', 'quiet'),
    ],
    actions: [
      button('My returns', 'say', { command: 'my-returns' }, { primary: true, alone: true }),
      button('What is due', 'say', { command: 'due' }, { alone: true }),
      linkButton('Open my desk', deskUrl),
    ],
  });
}
