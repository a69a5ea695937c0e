import type { Snapshot } from '../src/assurance/records/snapshot.ts';
import type { Viewer } from '../src/assurance/partnership/viewer.ts';
import type { Day } from '../src/assurance/time/day.ts';
import type { Work } from '../src/use-cases/decide-and-commit.ts';
import type { Card } from './cards/card.ts';

/** A chat with one person, a group or meeting chat, or a channel. Only the first shows an agency's own text. */
export type Place = 'personal' | 'group' | 'channel';

/** One thing that somebody whom the register knows says or presses. */
export type Turn = {
  readonly viewer: Viewer;
  readonly place: Place;
  readonly today: Day;
  readonly snapshot: () => Snapshot;
  readonly work: Work;
  /** The address outside of a path inside the tab. */
  readonly tab: (path: string) => string;
  /** The presser's id in Teams, for whom cards refresh by themselves. */
  readonly teamsUser: string;
  /** Where this was said, as it is kept to write there later. */
  readonly reference: string;
};

/** One message of the bot: plain words, or a card. They are never sent in one activity, because Teams then gives it no id. */
export type Post = { readonly text: string } | { readonly card: Card };

/** What a press leads to: the card's next state or a sentence for the presser, and messages beside it. */
export type Answer =
  | { readonly kind: 'card'; readonly card: Card; readonly posts?: readonly Post[] }
  | { readonly kind: 'sentence'; readonly text: string; readonly posts?: readonly Post[] };

export function sentence(text: string, posts: readonly Post[] = []): Answer {
  return { kind: 'sentence', text, posts };
}

export function shown(card: Card, posts: readonly Post[] = []): Answer {
  return { kind: 'card', card, posts };
}
