import { z } from 'zod';
import type { By } from '../assurance/records/change.ts';
import type { Instant } from '../assurance/time/instant.ts';
import { PART_LENGTH, type HistoryRow } from './register-lists.ts';

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const StoredCells = z.record(z.string(), Cell).nullable();

/** One change of a commit as history keeps it. */
export const KeptChange = z.object({
  /** The list's name for programs. */
  list: z.string(),
  key: z.string(),
  /** The version that an update or removal was decided from. */
  read: z.string().optional(),
  /** The commit that had written that version. */
  on: z.string().optional(),
  before: StoredCells,
  after: StoredCells,
});
export type KeptChange = z.infer<typeof KeptChange>;

export type KeptCommit = By & { readonly commit: string; readonly changes: readonly KeptChange[] };

/** The rows that tell of a commit: one, or as many as its text needs. The first tells the state of all of it. */
export function historyRowsOf({ commit, changes, at, person, what, reason }: KeptCommit): readonly HistoryRow[] {
  const texts = chunks(JSON.stringify(changes));
  const rows = lineChunks(changes.map(({ list, key }) => `${list} ${key}`));
  const parts = Math.max(texts.length, rows.length);
  return Array.from({ length: parts }, (_, index) => ({
    key: `${commit}.${index + 1}`, commit, part: index + 1, parts, state: index === 0 ? 'writing' as const : 'done' as const, at, person, what, ...(reason === undefined ? {} : { reason }),
    rows: rows[index] ?? '', changes: texts[index] ?? '',
  }));
}

/** @param parts every row of the commit, in any order @returns `undefined` where one is missing or has been edited by hand */
export function commitOf(parts: readonly { readonly commit: string; readonly part: number; readonly parts: number; readonly at: Instant; readonly person: string; readonly what: string; readonly reason?: string; readonly changes: string }[]): KeptCommit | undefined {
  const [first, ...others] = [...parts].sort((a, b) => a.part - b.part);
  if (!first || first.parts !== parts.length) return undefined;
  const changes = z.array(KeptChange).safeParse(jsonOf([first, ...others].map((part) => part.changes).join('')));
  const { commit, at, person, what, reason } = first;
  return changes.success ? { commit, at, person, what, ...(reason === undefined ? {} : { reason }), changes: changes.data } : undefined;
}


function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Never between the halves of a character, and never beside a space: a list may trim what it stores. */
function chunks(text: string): readonly string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length;) {
    let to = Math.min(from + PART_LENGTH, text.length);
    while (to < text.length && to > from + 1 && (/[\s\uD800-\uDBFF]/.test(text.charAt(to - 1)) || /[\s\uDC00-\uDFFF]/.test(text.charAt(to)))) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

function lineChunks(lines: readonly string[]): readonly string[] {
  const pieces: string[] = [];
  for (const line of lines) {
    const last = pieces.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= PART_LENGTH) pieces[pieces.length - 1] = `${last}\n${line}`;
    else pieces.push(line);
  }
  return pieces;
}
