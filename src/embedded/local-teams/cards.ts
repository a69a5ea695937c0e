import { z } from 'zod';
import type { Card as CardContent, Conversation, Message, Person } from './world.ts';

export const adaptiveCardType = 'application/vnd.microsoft.card.adaptive';

/** Up to this many members, Teams refreshes a card by itself for everybody when the card names nobody. */
const mostMembersForRefreshOfAll = 60;

/** An adaptive card, as deep as Local Teams needs to know it; the renderer checks the rest. */
export const Card = z.looseObject({ type: z.literal('AdaptiveCard') });

const Refresh = z.object({
  action: z.looseObject({
    type: z.literal('Action.Execute'),
    verb: z.string().optional(),
    id: z.string().optional(),
    data: z.unknown().optional(),
  }),
  userIds: z.array(z.string()).optional(),
});

/** The cards as this person sees them: their own view where they have one, else everybody's. */
export function cardsFor(message: Message, key: string): readonly CardContent[] {
  const own = message.views.get(key);
  return own ? [own] : message.cards;
}

/** The action that Teams presses by itself when this person looks at the message; undefined where there is none. */
export function refreshActionFor(message: Message, person: Person, conversation: Conversation): z.infer<typeof Refresh>['action'] | undefined {
  if (message.author.kind !== 'bot' || message.deleted) return undefined;
  for (const card of cardsFor(message, person.key)) {
    const refresh = Refresh.safeParse(card['refresh']);
    if (!refresh.success) continue;
    const { action, userIds = [] } = refresh.data;
    const included = userIds.length > 0 ? userIds.includes(person.teamsId) : conversation.memberKeys.length <= mostMembersForRefreshOfAll;
    if (included) return action;
  }
  return undefined;
}
