import { decideConversation, decideUnreachable } from '../assurance/notices/decide-conversation.ts';
import { accept } from '../assurance/outcome.ts';
import { decideAndCommit, type Work } from './decide-and-commit.ts';

/**
 * Remembers where the bot can write to a person or a channel, whenever it has heard from there. What could not be delivered to them
 * is tried again, so that a stale reference heals without anybody's help.
 * @param request.recipient a person's key, or `channel:` and a group's key
 */
export async function saveConversation(work: Work, request: { readonly recipient: string; readonly reference: string }): Promise<void> {
  await decideAndCommit(work, 'system', (snapshot, moment) => accept(decideConversation(snapshot, moment, request)));
}

/** The bot was removed or blocked there: the next channel is used until it is heard from again. */
export async function markUnreachable(work: Work, request: { readonly recipient: string; readonly problem: string }): Promise<void> {
  await decideAndCommit(work, 'system', (snapshot, moment) => accept(decideUnreachable(snapshot, moment, request)));
}
