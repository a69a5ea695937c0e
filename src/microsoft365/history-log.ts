import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { HistoryEntry, HistoryQuestion } from '../register/register.ts';
import { commitOf, type KeptChange, type KeptCommit } from './commit-text.ts';
import { readDeltas } from './delta-reader.ts';
import type { GraphClient } from './graph-client.ts';
import { ListItem, queryPath, readPath, ItemPage, type BoundList } from './list-items.ts';
import { cellsOf } from './list-schema.ts';
import { historyRows, type HistoryRow } from './register-lists.ts';

/** A commit as the list tells it, without what it changed. */
export type Told = {
  readonly commit: string;
  readonly state: HistoryRow['state'];
  readonly parts: number;
  /** The list's name and the key of each row it changed, with a space between. */
  readonly rows: ReadonlySet<string>;
  /** By part: the item that holds it. */
  readonly items: ReadonlyMap<number, { readonly id: string; readonly eTag: string }>;
};

/** The first of the items is the one that tells the state. */
export type ReadCommit = { readonly items: readonly { readonly id: string; readonly eTag: string }[]; readonly state: HistoryRow['state'] | undefined; readonly content?: KeptCommit };

/** Answered when a question about history names no limit. */
const LIMIT = 1_000;
/** An entry's position: the item's number, then its place in the commit. */
const MOST_IN_ONE_COMMIT = 100_000;
const INDEX = 'Key,Commit,Part,Parts,State,Rows';

/**
 * The list that tells who changed what. The product holds only an index of it, and that only once somebody has asked; what changed is read
 * when it is asked for. From the start on it follows what is added, to see what other processes write.
 */
export class HistoryLog {
  readonly #client: Pick<GraphClient, 'batch' | 'pages'>;
  readonly #list: BoundList;
  readonly #told = new Map<string, Told>();
  readonly #commitByItem = new Map<string, string>();
  readonly #open = new Set<string>();
  #whole = false;
  deltaLink: string | undefined;

  constructor(client: Pick<GraphClient, 'batch' | 'pages'>, list: BoundList) {
    this.#client = client;
    this.#list = list;
  }

  get list(): BoundList {
    return this.#list;
  }

  /** For a delta of this list. */
  get question(): { readonly list: BoundList; readonly deltaLink: string | undefined; readonly select: string } {
    return { list: this.#list, deltaLink: this.deltaLink ?? `/sites/${this.#list.siteId}/lists/${this.#list.listId}/items/delta?token=latest&$expand=fields($select=${INDEX})`, select: INDEX };
  }

  /** Begins to follow the list, and takes in the commits that are under way or were left so. */
  async open(): Promise<void> {
    const states = ['writing', 'withdrawing'];
    const [delta] = this.deltaLink === undefined ? await readDeltas(this.#client, [this.question]) : [];
    if (delta && !delta.ok) throw delta.fault;
    if (delta) this.deltaLink = delta.deltaLink;
    for (const answer of await this.#client.batch(states.map((state) => ({ id: state, method: 'GET', path: queryPath(this.#list, 'State', state, INDEX) })))) {
      if (!answer.ok) throw answer.fault;
      this.takeIn(ItemPage.parse(answer.body).value);
    }
  }

  /** @returns the commits that were told anew or otherwise than before */
  takeIn(items: readonly ListItem[]): readonly Told[] {
    const changed = new Set<string>();
    for (const item of new Map(items.map((each) => [each.id, each])).values()) {
      const known = this.#commitByItem.get(item.id);
      if (item.deleted) {
        if (known !== undefined) this.#drop(known, item.id);
        continue;
      }
      const row = historyRows.decode({ ...cellsOf(historyRows, item.fields ?? {}), at: '2000-01-01T00:00:00.000Z', person: '-' });
      if (!row.ok) continue;
      const { commit, part, parts, state, rows } = row.row;
      const before = this.#told.get(commit);
      if (before?.items.get(part)?.eTag === item.eTag) continue;
      this.#commitByItem.set(item.id, commit);
      const now = part === 1 ? state : before?.state ?? 'done';
      if (now === 'done') this.#open.delete(commit);
      else this.#open.add(commit);
      this.#told.set(commit, {
        commit, parts, state: now,
        rows: new Set([...(before?.rows ?? []), ...rows.split('\n')]),
        items: new Map([...(before?.items ?? []), [part, { id: item.id, eTag: item.eTag ?? '' }]]),
      });
      changed.add(commit);
    }
    return [...changed].flatMap((commit) => this.#told.get(commit) ?? []);
  }

  /** Commits whose rows may not all be written. */
  underWay(): readonly Told[] {
    return [...this.#open].flatMap((commit) => this.#told.get(commit) ?? []);
  }

  /**
   * A commit as it stands in the list now, whether or not it has been seen.
   * @returns `undefined` where the list cannot be read; `content` is missing where a part of it is
   */
  async read(commit: string, parts = 1): Promise<ReadCommit | undefined> {
    const answers = await this.#client.batch(Array.from({ length: parts }, (_, index) => ({ id: String(index + 1), method: 'GET', path: queryPath(this.#list, 'Key', `${commit}.${index + 1}`) })));
    const found: ListItem[] = [];
    for (const answer of answers) {
      if (!answer.ok) return undefined;
      found.push(...ItemPage.parse(answer.body).value);
    }
    const rows = partsOf(found);
    const all = Math.max(parts, ...rows.map((row) => row.parts));
    if (all > parts) return await this.read(commit, all);
    const content = commitOf(rows);
    return { items: found.map(({ id, eTag = '' }) => ({ id, eTag })), state: rows.find(({ part }) => part === 1)?.state, ...(content ? { content } : {}) };
  }

  async answer({ list, key, limit = LIMIT }: HistoryQuestion, definitions: readonly AnyRecordDefinition[]): Promise<readonly HistoryEntry[]> {
    await this.#readWhole();
    const name = list === undefined ? undefined : definitions.find(({ title }) => title === list)?.name ?? list;
    const asked = (row: string) => {
      const at = row.indexOf(' ');
      return (name === undefined || row.slice(0, at) === name) && (key === undefined || row.slice(at + 1) === key);
    };
    const candidates = [...this.#told.values()].filter(({ state, rows }) => state === 'done' && [...rows].some(asked)).sort((a, b) => positionOf(b) - positionOf(a));
    const entries: HistoryEntry[] = [];
    for (let from = 0; from < candidates.length && entries.length < limit; from += 20) {
      const page = candidates.slice(from, from + 20);
      for (const [index, content] of (await this.#contentsOf(page)).entries()) {
        if (content) entries.push(...entriesOf(content, positionOf(page[index] as Told), definitions, asked));
      }
    }
    return entries.slice(0, limit);
  }

  async #contentsOf(told: readonly Pick<Told, 'items'>[]): Promise<readonly (KeptCommit | undefined)[]> {
    const ids = told.flatMap(({ items }) => [...items.values()].map(({ id }) => id));
    const answers = await this.#client.batch(ids.map((id) => ({ id, method: 'GET', path: readPath(this.#list, id) })));
    const read = new Map<string, ListItem>();
    for (const answer of answers) {
      if (answer.ok) read.set(answer.id, ListItem.parse(answer.body));
      else if (answer.fault.kind !== 'not-found') throw answer.fault;
    }
    return told.map(({ items }) => commitOf(partsOf([...items.values()].flatMap(({ id }) => read.get(id) ?? []))));
  }

  async #readWhole(): Promise<void> {
    const [delta] = await readDeltas(this.#client, [this.#whole ? this.question : { ...this.question, deltaLink: undefined }]);
    if (delta && !delta.ok) throw delta.fault;
    if (!delta) return;
    this.takeIn(delta.items);
    this.deltaLink = delta.deltaLink;
    this.#whole = true;
  }

  #drop(commit: string, itemId: string): void {
    this.#commitByItem.delete(itemId);
    const told = this.#told.get(commit);
    if (!told) return;
    const items = new Map([...told.items].filter(([, { id }]) => id !== itemId));
    this.#open.delete(commit);
    if (items.size === 0) this.#told.delete(commit);
    else this.#told.set(commit, { ...told, items });
  }
}

function positionOf({ items }: Pick<Told, 'items'>): number {
  return Number(items.get(1)?.id ?? 0);
}

function partsOf(items: readonly ListItem[]): readonly HistoryRow[] {
  return items.flatMap((item) => {
    const decoded = historyRows.decode(cellsOf(historyRows, item.fields ?? {}));
    return decoded.ok ? [decoded.row] : [];
  });
}

function entriesOf({ changes, at, person, what, reason }: KeptCommit, position: number, definitions: readonly AnyRecordDefinition[], asked: (row: string) => boolean): readonly HistoryEntry[] {
  return changes.map((change: KeptChange, index): HistoryEntry & { readonly row: string } => ({
    at, person, what, ...(reason === undefined ? {} : { reason }), sequence: position * MOST_IN_ONE_COMMIT + index, list: definitions.find(({ name }) => name === change.list)?.title ?? change.list, key: change.key,
    before: change.before, after: change.after, row: `${change.list} ${change.key}`,
  })).filter(({ row }) => asked(row)).reverse().map(({ row: _row, ...entry }) => entry);
}
