import type { HistoryLog } from './history-log.ts';
import type { BoundList, ListItem } from './list-items.ts';
import { COMMIT_COLUMN } from './list-schema.ts';

/** So many have at most written over a row while one answer was on its way. */
const MOST_ON_TOP = 10;

/**
 * Whether a row bears what a commit wrote, or what others wrote on top of it: each commit says in history which one had written what it was
 * decided from.
 */
export async function isWrittenUnder(history: Pick<HistoryLog, 'read'>, list: BoundList, key: string, item: ListItem, commit: string): Promise<boolean> {
  let writer = item.fields?.[COMMIT_COLUMN];
  for (let hop = 0; hop < MOST_ON_TOP && typeof writer === 'string' && writer !== ''; hop += 1) {
    if (writer === commit) return true;
    const change = (await history.read(writer))?.content?.changes.find((each) => each.list === list.definition.name && each.key === key);
    writer = change?.on;
  }
  return false;
}
