import type { z } from 'zod';
import { parseAcknowledge, parseShow } from './cards/digest-card.ts';
import { parseEscalationKey, parseEscalationPress } from './cards/escalation-card.ts';
import { parseAnswerQuery, parseAnswerRead, parseQueryKey } from './cards/query-cards.ts';
import { parseReturnKey, parseReturnPress } from './cards/return-card.ts';
import { parseSignOff } from './cards/sign-off-card.ts';
import { parseCommandPress } from './cards/welcome-card.ts';
import { answerCommand } from './answers.ts';
import { sentence, type Answer, type Turn } from './turn.ts';
import { decideFromCard, showEscalation } from './verbs/escalation-verbs.ts';
import { acknowledge } from './verbs/notice-verbs.ts';
import { acceptFromCard, answerQueryFromCard, askAgainFromCard, showAnswer, showQuery } from './verbs/query-verbs.ts';
import { askDeputyFromCard, askSignOffFromCard, saveReturn, showReturn, submitFromCard } from './verbs/return-verbs.ts';
import { approveFromCard, sendBackFromCard, showSignOff } from './verbs/sign-off-verbs.ts';

type Verb = (turn: Turn, data: unknown) => Promise<Answer>;

const UNREADABLE = 'I could not read what this card sent, so nothing was changed. Say “my returns” for a fresh card, or open the tab.';

/** What a button does, once what it sent has been read. Whatever cannot be read changes nothing. */
function verb<Shape extends z.ZodType>(shape: Shape, act: (turn: Turn, press: z.infer<Shape>) => Answer | Promise<Answer>): Verb {
  return async (turn, data) => {
    const read = shape.safeParse(data);
    return read.success ? act(turn, read.data) : sentence(UNREADABLE);
  };
}

/** Shows something in a new message, so that the card that was pressed keeps its other buttons. */
function beside(answer: Answer, words: string): Answer {
  return answer.kind === 'card' ? sentence(words, [{ card: answer.card }]) : answer;
}

/** Everything a card's button can ask for. Nothing else is done. */
export const VERBS: Readonly<Record<string, Verb>> = {
  say: verb(parseCommandPress, async (turn, { command }) => sentence('Here it is.', await answerCommand(turn, command))),
  acknowledge: verb(parseAcknowledge, (turn, { digest }) => acknowledge(turn, digest)),

  'show-return': verb(parseShow, (turn, { subject }) => beside(showReturn(turn, subject), 'Here is the return.')),
  'view-return': verb(parseReturnKey, (turn, { returnKey }) => showReturn(turn, returnKey)),
  'save-return': verb(parseReturnPress, saveReturn),
  'submit-return': verb(parseReturnPress, submitFromCard),
  'ask-sign-off': verb(parseReturnPress, askSignOffFromCard),
  'ask-deputy': verb(parseReturnKey, (turn, { returnKey }) => askDeputyFromCard(turn, returnKey)),

  'show-query': verb(parseShow, (turn, { subject }) => beside(showQuery(turn, subject), 'Here is the query.')),
  'view-query': verb(parseQueryKey, (turn, { queryKey }) => showQuery(turn, queryKey)),
  'answer-query': verb(parseAnswerQuery, answerQueryFromCard),
  'show-answer': verb(parseShow, (turn, { subject }) => beside(showAnswer(turn, subject), 'Here is the reply.')),
  'view-answer': verb(parseQueryKey, (turn, { queryKey }) => showAnswer(turn, queryKey)),
  'accept-return': verb(parseAnswerRead, acceptFromCard),
  'ask-again': verb(parseAnswerRead, askAgainFromCard),

  'show-sign-off': verb(parseShow, (turn, { subject }) => beside(showSignOff(turn, subject), 'Here is the return to sign off.')),
  'view-sign-off': verb(parseReturnKey, (turn, { returnKey }) => showSignOff(turn, returnKey)),
  'approve-return': verb(parseSignOff, approveFromCard),
  'send-back-return': verb(parseSignOff, sendBackFromCard),

  'show-escalation': verb(parseShow, (turn, { subject }) => beside(showEscalation(turn, subject), 'Here is what is to be decided.')),
  'view-escalation': verb(parseEscalationKey, (turn, { escalationKey }) => showEscalation(turn, escalationKey)),
  'decide-escalation': verb(parseEscalationPress, decideFromCard),
};

/** Does what a button asks for. `name` comes from outside. */
export async function act(turn: Turn, name: unknown, data: unknown): Promise<Answer> {
  const known = typeof name === 'string' && Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  return known === undefined ? sentence('This button is from an older card, so nothing was changed. Say “help” to see what I can do.') : known(turn, data);
}
