import { accept } from '../assurance/outcome.ts';
import type { By, Change, CommitOutcome } from '../assurance/records/change.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { RowProblem } from '../assurance/records/snapshot.ts';
import type { Instant } from '../assurance/time/instant.ts';
import { MemorySnapshot, problemId, type RowChange } from '../register/memory-snapshot.ts';
import type { HistoryEntry, HistoryQuestion, Register, RegisterHealth } from '../register/register.ts';
import { AbandonedCommits } from './abandoned-commits.ts';
import { CommitWriter, prepared } from './commit-writer.ts';
import { readDeltas, readWhole } from './delta-reader.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';
import { HistoryLog } from './history-log.ts';
import type { BoundList } from './list-items.ts';
import { ListRows } from './list-rows.ts';
import { listSchemaOf } from './list-schema.ts';
import { bindLists } from './register-binding.ts';
import { cacheText, digestOf, readCache, type CacheFile } from './register-cache.ts';
import { unavailable } from './register-fault.ts';
import { historyRows } from './register-lists.ts';

export type SharePointRegisterOptions = {
  readonly client: GraphClient;
  readonly timing: GraphTiming;
  readonly siteId: string;
  /** `LISTS`, other than in tests. */
  readonly definitions: readonly AnyRecordDefinition[];
  /** Spares the next start the reading of everything. */
  readonly cache?: CacheFile;
  /** Told in a sentence what whoever runs the server may want to know; nothing in it names a person or what they wrote. */
  readonly note?: (message: string) => void;
  /** Milliseconds after which a commit of another process that is still under way is taken to be left behind; large ones are given longer. */
  readonly lease?: number;
};

type Listener = (changed: { readonly lists: ReadonlySet<string> }) => void;

const LEASE = 120_000;
const LISTS_AT_ONCE = 4;
const CACHE_AT_MOST_EVERY = 600_000;

/**
 * The register in the lists of one SharePoint site. Every view is computed from the snapshot in memory; SharePoint is asked for changes only when
 * `refresh` is called. Several processes may work on one site, and people edit the lists by hand.
 *
 * SharePoint has no transactions. A commit first writes its intent, which is its row in history, then its changes in their order, then marks the
 * intent as done. Where one change is refused, those before it are taken back and the intent removed. What a crash leaves half done, any process
 * finishes from the intent. So in between others may see a part of a commit for as long as a request or two take.
 *
 * One commit costs two requests: one for the intent and up to nineteen changes, one for the mark and for what others have written meanwhile.
 */
export class SharePointRegister implements Register {
  readonly #client: GraphClient;
  readonly #timing: GraphTiming;
  readonly #definitions: readonly AnyRecordDefinition[];
  readonly #rows: ReadonlyMap<AnyRecordDefinition, ListRows>;
  readonly #history: HistoryLog;
  readonly #cache: CacheFile | undefined;
  readonly #cacheOf: string;
  readonly #note: (message: string) => void;
  readonly #listeners = new Set<Listener>();
  readonly #writer: CommitWriter;
  readonly #abandoned: AbandonedCommits;
  #snapshot = MemorySnapshot.of([]);
  #queue: Promise<unknown> = Promise.resolve();
  #readAt: number;
  #cachedAt = Number.NEGATIVE_INFINITY;
  #cacheIsOld = false;
  #fault: string | undefined;

  private constructor({ client, timing, definitions, cache, siteId, note = () => undefined, lease = LEASE }: SharePointRegisterOptions, bound: ReadonlyMap<AnyRecordDefinition, BoundList>) {
    this.#client = client;
    this.#timing = timing;
    this.#definitions = definitions;
    this.#rows = new Map(definitions.map((definition) => [definition, new ListRows(bound.get(definition) as BoundList)]));
    this.#history = new HistoryLog(client, bound.get(historyRows) as BoundList);
    this.#cache = cache;
    this.#cacheOf = digestOf(JSON.stringify([client.baseUrl, siteId, [...bound.values()].map(({ listId, definition }) => [listId, listSchemaOf(definition)])]));
    this.#note = note;
    this.#readAt = timing.monotonic();
    const house = { client, timing, rows: this.#rows, history: this.#history, note };
    this.#writer = new CommitWriter({ ...house, snapshot: () => this.#snapshot, apply: (changes) => { this.#apply(changes); }, takeIn: (of) => this.#takeIn(of) });
    this.#abandoned = new AbandonedCommits({ ...house, lease, isDone: (told) => this.#writer.isDone(told) });
  }

  /** @throws {RegisterUnavailable} where SharePoint cannot be reached, has no register, or has one of a newer program */
  static async open(options: SharePointRegisterOptions): Promise<SharePointRegister> {
    try {
      const register = new SharePointRegister(options, await bindLists(options.client, options.siteId, options.definitions));
      await register.#load();
      return register;
    } catch (error) {
      throw unavailable(error);
    }
  }

  snapshot(): MemorySnapshot {
    return this.#snapshot;
  }

  async commit(changes: readonly Change[], by: By): Promise<CommitOutcome> {
    const rows = prepared(changes);
    if (rows.length === 0) return accept({ snapshot: this.#snapshot });
    return await this.#inTurn(() => this.#writer.commit(rows, by));
  }

  async history(question: HistoryQuestion): Promise<readonly HistoryEntry[]> {
    return await this.#inTurn(() => this.#history.answer(question, this.#definitions));
  }

  async refresh(): Promise<void> {
    await this.#inTurn(() => this.#refresh(this.#definitions));
  }

  /** Takes in what has changed in some lists only, because a notification named them. @param listIds SharePoint's ids */
  async refreshLists(listIds: ReadonlySet<string>): Promise<void> {
    const named = this.#definitions.filter((definition) => listIds.has(this.#rows.get(definition)?.list.listId ?? ''));
    await this.#inTurn(() => this.#refresh(named));
  }

  /** The ids of the lists, for change notifications. */
  get listIds(): readonly string[] {
    return [...[...this.#rows.values()].map(({ list }) => list.listId), this.#history.list.listId];
  }

  health(): RegisterHealth {
    const ageMs = this.#timing.monotonic() - this.#readAt;
    return { asOf: new Date(Date.parse(this.#timing.now()) - ageMs).toISOString() as Instant, ageMs, ...(this.#fault === undefined ? {} : { fault: this.#fault }) };
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => { this.#listeners.delete(listener); };
  }

  async close(): Promise<void> {
    await this.#queue;
    try {
      await this.#writer.sendMarks();
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
    }
    if (this.#cacheIsOld) await this.#writeCache();
  }

  /** One after another: what is decided from one answer of SharePoint is not overtaken by the next. */
  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    try {
      return await turn;
    } catch (error) {
      throw unavailable(error);
    }
  }

  async #load(): Promise<void> {
    const cached = await this.#readCache();
    if (cached) {
      this.#history.deltaLink = cached.historyLink;
      const taken = [...this.#rows].map(([definition, rows]) => {
        const list = cached.lists.get(definition.name);
        rows.deltaLink = list?.deltaLink;
        return rows.takeIn(list?.items ?? []);
      });
      this.#snapshot = snapshotOf([...this.#rows.keys()], taken);
      await this.#history.open();
      await this.#refresh(this.#definitions);
      return;
    }
    await this.#history.open();
    this.#abandoned.look();
    const taken = await inParallel([...this.#rows.values()], LISTS_AT_ONCE, async (rows) => {
      const items: ReturnType<ListRows['takeIn']>[] = [];
      rows.deltaLink = await readWhole(this.#client, rows.list, (page) => { items.push(rows.takeIn(page)); });
      return items;
    });
    this.#snapshot = snapshotOf([...this.#rows.keys()], taken.flat());
    this.#readAt = this.#timing.monotonic();
    this.#cacheIsOld = true;
    await this.#writeCache();
  }

  async #refresh(definitions: readonly AnyRecordDefinition[]): Promise<void> {
    try {
      await this.#writer.sendMarks();
      await this.#abandoned.finish();
      const began = this.#timing.monotonic();
      await this.#takeIn(definitions);
      if (definitions.length === this.#definitions.length) this.#readAt = began;
      this.#fault = undefined;
    } catch (error) {
      this.#fault = error instanceof GraphError ? error.forPerson : this.#fault;
      throw error;
    }
    if (this.#cacheIsOld && this.#timing.monotonic() - this.#cachedAt > CACHE_AT_MOST_EVERY) await this.#writeCache();
  }

  async #takeIn(definitions: readonly AnyRecordDefinition[]): Promise<void> {
    const lists = definitions.map((definition) => this.#rows.get(definition) as ListRows);
    const [history, ...deltas] = await readDeltas(this.#client, [this.#history.question, ...lists]);
    if (history && !history.ok) throw history.fault;
    if (history) {
      this.#history.deltaLink = history.deltaLink;
      this.#history.takeIn(history.items);
      this.#abandoned.look();
    }
    const changes: RowChange[] = [];
    const found: RowProblem[] = [];
    const mended: string[] = [];
    deltas.forEach((delta, index) => {
      const rows = lists[index] as ListRows;
      const { definition } = rows.list;
      const whole = { list: definition.title, rowId: 'list' };
      if (!delta.ok) {
        if (delta.fault.kind !== 'not-found' && delta.fault.kind !== 'invalid') throw delta.fault;
        if (this.#listFault(definition) === undefined) found.push({ ...whole, key: undefined, faults: [{ field: 'list', label: 'List', message: listFaultText(definition.title, delta.fault) }] });
        return;
      }
      if (this.#listFault(definition) !== undefined) mended.push(problemId(whole));
      const taken = rows.takeIn(delta.items, delta.all);
      rows.deltaLink = delta.deltaLink;
      changes.push(...taken.changes);
      found.push(...taken.found);
      mended.push(...taken.mended);
    });
    this.#apply(changes, { found, mended });
  }

  #listFault(definition: AnyRecordDefinition): RowProblem | undefined {
    return this.#snapshot.problems().find(({ list, rowId }) => list === definition.title && rowId === 'list');
  }

  #apply(changes: readonly RowChange[], problems: { readonly found: readonly RowProblem[]; readonly mended: readonly string[] } = { found: [], mended: [] }): void {
    const known = new Set(this.#snapshot.problems().map(problemId));
    const mended = problems.mended.filter((id) => known.has(id));
    if (changes.length === 0 && problems.found.length === 0 && mended.length === 0) return;
    this.#snapshot = this.#snapshot.with(changes, { found: problems.found, mended });
    this.#cacheIsOld = true;
    const lists = new Set([...changes.map(({ definition }) => definition.title), ...problems.found.map(({ list }) => list), ...mended.map((id) => id.slice(0, id.lastIndexOf('/')))]);
    for (const listener of this.#listeners) listener({ lists });
  }

  async #readCache() {
    const text = await this.#cache?.read();
    if (text === undefined) return undefined;
    const read = readCache(text, this.#cacheOf);
    if (read.ok) return read.cached;
    this.#note(`The local copy of the lists is not used, because ${read.why}. Everything is being read from SharePoint.`);
    return undefined;
  }

  async #writeCache(): Promise<void> {
    if (!this.#cache) return;
    const lists = [...this.#rows].map(([definition, rows]) => ({
      name: definition.name, deltaLink: rows.deltaLink ?? '', items: [...rows.kept((key) => this.#snapshot.get(definition, key) as { readonly key: string } | undefined)],
    }));
    await this.#cache.write(cacheText(this.#cacheOf, lists, this.#history.deltaLink));
    this.#cachedAt = this.#timing.monotonic();
    this.#cacheIsOld = false;
  }
}

function snapshotOf(definitions: readonly AnyRecordDefinition[], taken: readonly { readonly changes: readonly RowChange[]; readonly found: readonly RowProblem[]; readonly mended: readonly string[] }[]): MemorySnapshot {
  const rows = new Map(definitions.map((definition) => [definition, new Map<string, NonNullable<RowChange['stored']>>()]));
  const problems = new Map<string, RowProblem>();
  for (const { changes, found, mended } of taken) {
    for (const { definition, key, stored } of changes) {
      if (stored) rows.get(definition)?.set(key, stored);
      else rows.get(definition)?.delete(key);
    }
    for (const id of mended) problems.delete(id);
    for (const problem of found) problems.set(problemId(problem), problem);
  }
  return MemorySnapshot.of([...rows].map(([definition, stored]) => [definition, [...stored.values()]] as const), problems.values());
}

async function inParallel<T, R>(work: readonly T[], atOnce: number, run: (each: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: Math.min(atOnce, work.length) }, async () => {
    for (let index = next++; index < work.length; index = next++) results[index] = await run(work[index] as T);
  }));
  return results;
}

function listFaultText(title: string, fault: GraphError): string {
  return fault.kind === 'not-found'
    ? `SharePoint no longer has the list ${title}. Its rows are shown as they last were. Put the list back from the site’s recycle bin, or run npm run provision to make it anew`
    : `SharePoint does not answer for the list ${title}: ${fault.fault.said} A column may have been deleted or retyped by hand; npm run provision says which. Its rows are shown as they last were`;
}

