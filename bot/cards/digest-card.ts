import { z } from 'zod';
import type { Digest, DigestLine } from '../../src/assurance/notices/digest.ts';
import { button, buttons, card, group, linkButton, paragraph, type Action, type Card } from './card.ts';
import { excerpt } from './escape.ts';

/** A card has six actions: five lines with their button and the acknowledgement, or four and the way to the rest. */
const MOST_BUTTONS = 5;
const MOST_LINES = 12;

/** The digest that was seen; which of the presser's own notices it told is looked up. */
export const parseAcknowledge = z.object({ digest: z.string().min(1).max(255) });

/** What a line's button shows in the chat, by what the line is about. */
export const parseShow = z.object({ subject: z.string().min(1).max(255) });

type Address = (path: string) => string;

/** Everything one person is told on one day: each line with the button that deals with it, and one acknowledgement. */
export function renderDigestCard(digest: Digest, tab: Address, desk: string): Card {
  const whole = digest.lines.length <= MOST_BUTTONS;
  const withButton = whole ? MOST_BUTTONS : MOST_BUTTONS - 1;
  const rest = digest.lines.length - MOST_LINES;
  return card({
    title: digest.headline,
    summary: `${digest.headline} ${excerpt(digest.lines.map(({ sentence }) => sentence).join(' '), 600)}`,
    body: [
      ...digest.lines.slice(0, MOST_LINES).map((line, index) => group([paragraph(excerpt(line.sentence, 250)), ...(index < withButton ? [buttons([buttonOf(line, tab)])] : [])])),
      ...(rest > 0 ? [paragraph(`And ${rest} more on your desk.`)] : []),
    ],
    actions: [
      button('I have seen this', 'acknowledge', { digest: digest.key }, { primary: true, alone: true }),
      ...(whole ? [] : [linkButton('Open my desk', desk)]),
    ],
  });
}

function buttonOf(line: DigestLine, tab: Address): Action {
  const data = { subject: line.subject };
  switch (line.kind) {
    case 'round-opened': case 'return-due': case 'return-overdue': case 'deputy-asked': case 'return-accepted':
      return button(line.action.label, 'show-return', data, { alone: true });
    case 'query-raised': return button(line.action.label, 'show-query', data, { alone: true });
    case 'query-answered': return button(line.action.label, 'show-answer', data, { alone: true });
    case 'sign-off-asked': return button(line.action.label, 'show-sign-off', data, { alone: true });
    case 'escalation-proposed': return button(line.action.label, 'show-escalation', data, { alone: true });
    default: return linkButton(line.action.label, tab(line.action.href));
  }
}

/** What the digest becomes once it is acknowledged: still readable, without the button. */
export function renderAcknowledged(words: string, desk: string): Card {
  return card({ title: words, summary: words, body: [paragraph('It stays on your desk until it is done.', 'quiet')], actions: [linkButton('Open my desk', desk)] });
}
