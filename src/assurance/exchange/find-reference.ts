import { indicators } from '../indicators/indicator.ts';
import { agencies } from '../partnership/agency.ts';
import { areas, groups } from '../partnership/partnership.ts';
import { people } from '../partnership/person.ts';
import type { AnyRecordDefinition } from '../records/record.ts';
import type { Snapshot } from '../records/snapshot.ts';
import { accept, refuse } from '../outcome.ts';
import { plainWords, type Read } from './read-cell.ts';
import { mostAlike } from './similarity.ts';

/** The lists that imported rows refer to, and the fields by which people call their rows. */
const TARGETS = {
  agency: { definition: agencies, names: ['name', 'shortName'] },
  area: { definition: areas, names: ['name'] },
  group: { definition: groups, names: ['name', 'shortName'] },
  indicator: { definition: indicators, names: ['name'] },
  person: { definition: people, names: ['name', 'mail'] },
} as const satisfies Record<string, { definition: AnyRecordDefinition; names: readonly string[] }>;
export type ReferenceTarget = keyof typeof TARGETS;

export type Finder = (target: ReferenceTarget, text: string) => Read<string>;

type Known = { readonly keys: ReadonlySet<string>; readonly byWords: ReadonlyMap<string, ReadonlySet<string>>; readonly spoken: readonly string[] };

/** With more names wrong than this, the sheet is not about these people. */
const MOST_SUGGESTIONS = 200;

/**
 * Finds the row that a text means: by its key, by one of its names, or by a code that a name follows (`LA4 Re-referrals`). A name that two
 * rows share is refused, and one that no row has is answered with the most similar.
 */
export function referenceFinder(snapshot: Snapshot): Finder {
  const known = new Map<ReferenceTarget, Known>();
  const found = new Map<string, Read<string>>();
  let suggested = 0;
  // Sheets repeat their names, and looking for a similar one takes time.
  return (target, text) => {
    const asked = `${target} ${text}`;
    const answer = found.get(asked) ?? find(target, text);
    found.set(asked, answer);
    return answer;
  };

  function find(target: ReferenceTarget, text: string): Read<string> {
    const { keys, byWords, spoken } = known.get(target) ?? remember(target);
    if (keys.has(text)) return accept(text);
    const meant = byWords.get(plainWords(text));
    if (meant?.size === 1) return accept([...meant][0] ?? '');
    const list = TARGETS[target].definition.title;
    if (meant) return refuse(`is “${text}”, and ${meant.size} rows of ${list} are called so. Write one of their keys: ${[...meant].join(', ')}`);
    const code = /^[^\s:–]+/.exec(text)?.[0] ?? '';
    if (target === 'indicator' && keys.has(code)) return accept(code);
    suggested += 1;
    const alike = suggested > MOST_SUGGESTIONS ? undefined : mostAlike(text, spoken);
    return refuse(`is “${text}”, which is not in the list ${list}. ${alike === undefined ? 'Add it there first, or write it as it is there' : `Did you mean “${alike}”?`}`);
  }

  function remember(target: ReferenceTarget): Known {
    const { definition, names } = TARGETS[target];
    const rows = snapshot.all(definition as AnyRecordDefinition) as readonly ({ readonly key: string } & Readonly<Record<string, unknown>>)[];
    const byWords = new Map<string, Set<string>>();
    const spoken: string[] = [];
    for (const row of rows) {
      for (const name of [row.key, ...names.flatMap((field) => (typeof row[field] === 'string' ? [row[field]] : []))]) {
        const said = plainWords(name);
        byWords.set(said, (byWords.get(said) ?? new Set()).add(row.key));
      }
      spoken.push(String(row[names[0]] ?? row.key));
    }
    const remembered = { keys: new Set(rows.map(({ key }) => key)), byWords, spoken };
    known.set(target, remembered);
    return remembered;
  }
}

/** A reference as people call it, for a preview. */
export function referenceName(snapshot: Snapshot, target: ReferenceTarget, key: string): string {
  const { definition, names } = TARGETS[target];
  const row = snapshot.get(definition as AnyRecordDefinition, key) as Readonly<Record<string, unknown>> | undefined;
  return target === 'indicator' || row === undefined ? key : String(row[names[0]]);
}
