/** What one can say to the bot, in the words of `help`. */
export const COMMANDS = {
  help: { say: 'help', does: 'what I can do', also: ['hi', 'hello', 'hey', 'good morning', 'good afternoon', 'start', 'what can you do', '?', ''] },
  'my-returns': { say: 'my returns', does: 'your agency’s return, to answer or to look at', also: ['my return', 'returns', 'return', 'show my returns', 'quarterly return'] },
  due: { say: 'what is due', does: 'what needs you, by date', also: ['whats due', 'due', 'what do i owe', 'my desk', 'what is overdue'] },
  waiting: { say: 'who are we waiting for', does: 'which agencies’ returns are missing', also: ['who is missing', 'waiting', 'who are we waiting on', 'whos missing', 'who has not answered'] },
  'post-escalations-here': { say: 'post escalations here', does: 'in a channel: proposals to escalate are posted there', also: ['post escalations', 'escalations here'] },
} as const satisfies Record<string, { readonly say: string; readonly does: string; readonly also: readonly string[] }>;
export type Command = keyof typeof COMMANDS;

export type Heard =
  | { readonly kind: 'command'; readonly command: Command; /** Understood although it was misspelt. */ readonly guessed: boolean }
  | { readonly kind: 'unknown' };

/** Anything longer is not a command; it is not measured against them either. */
const LONGEST_COMMAND = 60;

/**
 * What somebody said, whatever its case, spaces and punctuation. A near miss is understood as the nearest command; a near miss of a
 * command that changes something is not, because that is to be meant.
 * @param text without the mention of the bot
 */
export function hear(text: string): Heard {
  const said = tidied(text);
  for (const command of Object.keys(COMMANDS) as Command[]) {
    if (phrasesOf(command).includes(said)) return { kind: 'command', command, guessed: false };
  }
  if (said.length > LONGEST_COMMAND) return { kind: 'unknown' };
  const nearest = (Object.keys(COMMANDS) as Command[])
    .filter((command) => command !== 'post-escalations-here')
    .flatMap((command) => phrasesOf(command).filter((phrase) => phrase.length > 3).map((phrase) => ({ command, phrase, distance: distanceBetween(said, phrase) })))
    .filter(({ phrase, distance }) => distance <= Math.max(1, Math.floor(phrase.length / 5)))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest === undefined ? { kind: 'unknown' } : { kind: 'command', command: nearest.command, guessed: true };
}

function phrasesOf(command: Command): readonly string[] {
  const { say, also } = COMMANDS[command];
  return [say, ...also];
}

function tidied(text: string): string {
  const words = text.slice(0, 1_000).normalize('NFKC').toLowerCase().replaceAll(/['’]/g, '').replaceAll(/[^\p{L}\p{N}?]+/gu, ' ').trim();
  return words === '?' ? words : words.replaceAll('?', '').replaceAll(/\s+/g, ' ').trim().replace(/^please | please$/g, '');
}

/** How many letters have to be added, taken away or changed to make one text of the other. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
