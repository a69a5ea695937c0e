import { randomUUID } from 'node:crypto';
import { accept, refuse } from '../assurance/outcome.ts';
import type { By, Change, CommitOutcome, CommitRefusal } from '../assurance/records/change.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { RowProblem } from '../assurance/records/snapshot.ts';
import type { Instant } from '../assurance/time/instant.ts';
import { MemorySnapshot, problemId, type RowChange } from '../register/memory-snapshot.ts';
import { prepareChanges, type PreparedChange } from '../register/prepared-change.ts';
import { RegisterUnavailable, type HistoryEntry, type HistoryQuestion, type Register } from '../register/register.ts';
import { recoverCommit, stateRequest } from './commit-recovery.ts';
import { undoSteps, writeSteps, type Step, type Written } from './commit-steps.ts';
import { historyRowsOf, type KeptChange } from './commit-text.ts';
import { readDeltas, readWhole } from './delta-reader.ts';
import type { BatchRequest, GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';
import { HistoryLog, type Told } from './history-log.ts';
import { ItemPage, type BoundList } from './list-items.ts';
import { ListRows } from './list-rows.ts';
import { cellsOf, fieldsOfNew, listSchemaOf } from './list-schema.ts';
import { refusedLocally } from './local-refusal.ts';
import { bindLists } from './register-binding.ts';
import { cacheText, digestOf, readCache, type CacheFile } from './register-cache.ts';
import { NOT_KNOWN, NOTHING_SAVED, unavailable } from './register-fault.ts';
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
  /** Milliseconds after which a commit of another process that is still under way is taken to be left behind. */
  readonly lease?: number;
};

export type RegisterHealth = {
  /** Until when everything that anybody wrote is known. */
  readonly asOf: Instant;
  readonly ageMs: number;
  /** What is wrong, in a sentence, while SharePoint cannot be read. */
  readonly fault?: string;
};

type Listener = (changed: { readonly lists: ReadonlySet<string> }) => void;
type Mark = { readonly id: string };

/** A live commit gives up long before another process takes it to be left behind. */
const COMMIT_DEADLINE = 45_000;
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
  readonly #lease: number;
  readonly #listeners = new Set<Listener>();
  readonly #seenUnderWay = new Map<string, number>();
  /** Begins the name of every commit of this process. */
  readonly #me = randomUUID();
  #commits = 0;
  /** Intents whose commits are done, which history does not say yet. */
  #marks: readonly Mark[] = [];
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
    this.#lease = lease;
    this.#readAt = timing.monotonic();
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
    const prepared = prepareChanges(changes).map((each) => this.#asRead(each));
    if (prepared.length === 0) return accept({ snapshot: this.#snapshot });
    return await this.#inTurn(() => this.#commit(prepared, by));
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
      await this.#sendMarks();
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
    this.#noteUnderWay();
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
      await this.#sendMarks();
      await this.#recoverAbandoned();
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
      this.#noteUnderWay();
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

  /** A row as it will be read back: SharePoint does not tell an empty text from none. */
  #asRead(prepared: PreparedChange): PreparedChange {
    const { change: { definition }, row } = prepared;
    if (!row) return prepared;
    const decoded = definition.decode(cellsOf(definition, fieldsOfNew(definition, definition.encode(row), '')));
    return decoded.ok ? { ...prepared, row: decoded.row as { readonly key: string } } : prepared;
  }

  async #commit(prepared: readonly PreparedChange[], by: By): Promise<CommitOutcome> {
    const refused = refusedLocally(this.#snapshot, prepared);
    if (refused) return refuse(refused);
    this.#commits += 1;
    const commit = `${this.#me}-${this.#commits}`;
    const intent = historyRowsOf({ commit, ...by, changes: prepared.map((each) => this.#keptChange(each)) })
      .map((row): Step => ({ kind: 'insert', list: this.#history.list, key: row.key, cells: historyRows.encode(row) }));
    const steps = new Map(inWritingOrder(prepared).map((each): [Step, PreparedChange] => [this.#stepFor(each), each]));
    const done = new Map<Step, Written | undefined>();
    const tools = { client: this.#client, timing: this.#timing };
    const outcome = await writeSteps(tools, commit, [...intent, ...steps.keys()], done, COMMIT_DEADLINE);
    if (outcome.kind === 'written') {
      this.#took(steps, done, commit);
      const first = done.get(intent[0] as Step);
      if (first) this.#marks = [...this.#marks, { id: first.id }];
      await this.#afterCommit(prepared);
      return accept({ snapshot: this.#snapshot });
    }
    if (outcome.kind === 'failed' && (outcome.fault.kind === 'unavailable' || outcome.fault.kind === 'throttled') && done.size === 0) {
      throw new RegisterUnavailable(`${outcome.fault.forPerson} ${NOTHING_SAVED}`, { cause: outcome.fault });
    }
    const back = await this.#takeBack(intent, steps, done);
    if (outcome.kind === 'failed') {
      const { fault } = outcome;
      throw new RegisterUnavailable(back && fault.kind !== 'uncertain' ? `${(unavailable(fault) as Error).message} ${NOTHING_SAVED}` : NOT_KNOWN, { cause: fault });
    }
    const change = steps.get(outcome.step);
    if (!back || !change) throw new RegisterUnavailable(NOT_KNOWN);
    await this.#takeIn([...new Set(prepared.map((each) => each.change.definition))]);
    return refuse({ reason: outcome.reason, list: change.change.definition.title, key: change.key } satisfies CommitRefusal);
  }

  #keptChange({ change, key, row }: PreparedChange): KeptChange {
    const { definition } = change;
    const before = this.#snapshot.get(definition, key) as { readonly key: string } | undefined;
    return {
      list: definition.name, key, ...(change.kind === 'insert' ? {} : { read: change.version }),
      before: before ? definition.encodeForHistory(before) : null, after: row ? definition.encodeForHistory(change.kind === 'remove' ? row : change.row) : null,
    };
  }

  #stepFor({ change, key }: PreparedChange): Step {
    const rows = this.#rows.get(change.definition);
    if (!rows) throw new Error(`The register keeps no list ${change.definition.title}`);
    const { list } = rows;
    if (change.kind === 'insert') return { kind: 'insert', list, key, cells: change.definition.encode(change.row) };
    const found = { list, key, id: rows.idOf(key) ?? '', read: change.version };
    return change.kind === 'remove' ? { kind: 'remove', ...found } : { kind: 'update', ...found, cells: change.definition.encode(change.row) };
  }

  #took(steps: ReadonlyMap<Step, PreparedChange>, done: ReadonlyMap<Step, Written | undefined>, commit: string): void {
    this.#apply([...steps].map(([step, { change: { definition }, key, row }]): RowChange => {
      const written = done.get(step);
      this.#rows.get(definition)?.wrote(key, written && { ...written, commit });
      return { definition, key, stored: row && written && { row, version: written.eTag } };
    }));
  }

  /** Marks the intent and sees, in the same request, whether others have written; if so, what. Whatever fails here is done by the next refresh. */
  async #afterCommit(prepared: readonly PreparedChange[]): Promise<void> {
    try {
      const others = await this.#markAndLook();
      const touched = new Set(others.flatMap(({ rows }) => [...rows].map((row) => row.slice(0, row.indexOf(' ')))));
      const definitions = this.#definitions.filter(({ name }) => touched.has(name));
      if (definitions.length > 0) await this.#takeIn(definitions);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      this.#note(`After a commit of ${prepared.length} changes, what others wrote could not be read: ${error.message}`);
    }
  }

  async #markAndLook(): Promise<readonly Told[]> {
    const marks = this.#marks.map(({ id }) => stateRequest(this.#history.list, { id }, 'done'));
    const { deltaLink = '' } = this.#history;
    const answers = await this.#client.batch([...marks, { id: 'history', method: 'GET', path: deltaLink }]);
    this.#settleMarks(marks, answers);
    const answer = answers.at(-1);
    if (!answer?.ok) return [];
    const page = ItemPage.parse(answer.body);
    this.#history.deltaLink = page['@odata.deltaLink'] ?? page['@odata.nextLink'] ?? deltaLink;
    return this.#history.takeIn(page.value).filter(({ commit }) => !commit.startsWith(this.#me));
  }

  #settleMarks(marks: readonly BatchRequest[], answers: readonly { readonly id: string; readonly ok: boolean }[]): void {
    const settled = new Set(answers.filter(({ ok }) => ok).map(({ id }) => id));
    const left = new Set(marks.filter(({ id }) => !settled.has(id)).map(({ id }) => id));
    this.#marks = this.#marks.filter(({ id }) => left.has(`state ${id}`));
  }

  async #sendMarks(): Promise<void> {
    if (this.#marks.length === 0) return;
    const marks = this.#marks.map(({ id }) => stateRequest(this.#history.list, { id }, 'done'));
    this.#settleMarks(marks, await this.#client.batch(marks));
  }

  /** @returns whether nothing of the commit is left */
  async #takeBack(intent: readonly Step[], steps: ReadonlyMap<Step, PreparedChange>, done: ReadonlyMap<Step, Written | undefined>): Promise<boolean> {
    const tools = { client: this.#client, timing: this.#timing };
    const first = done.get(intent[0] as Step);
    const written = new Map([...done].filter(([step]) => steps.has(step)));
    if (written.size > 0 && first) await this.#client.batch([stateRequest(this.#history.list, { id: first.id }, 'withdrawing')]);
    const undone = await undoSteps(tools, written, (step) => {
      const change = steps.get(step);
      const before = change && this.#snapshot.get(change.change.definition, change.key) as { readonly key: string } | undefined;
      return before && change && { cells: change.change.definition.encode(before), commit: this.#rows.get(change.change.definition)?.lastCommitOf(change.key) ?? '' };
    });
    if (!undone) return false;
    const intents = new Map([...done].filter(([step]) => !steps.has(step)).map(([step, item]) => [step, item && { ...item, eTag: '*' }]));
    return await undoSteps(tools, intents, () => undefined);
  }

  /** Finishes what another process, or this one before a cut, left half done. */
  async #recoverAbandoned(): Promise<void> {
    const now = this.#timing.monotonic();
    for (const told of this.#underWay()) {
      if (now - (this.#seenUnderWay.get(told.commit) ?? now) < this.#lease) continue;
      const lists = new Map([...this.#rows].map(([{ name }, { list }]) => [name, list]));
      const outcome = await recoverCommit({ client: this.#client, timing: this.#timing, history: this.#history, lists }, told);
      this.#note(outcome === 'later' ? 'A commit that was left half done could not be finished yet.' : `A commit that was left half done has been ${outcome}.`);
    }
  }

  /** Commits whose rows may not all be written, those of this process that only lack their mark left out. */
  #underWay(): readonly Told[] {
    const marked = new Set(this.#marks.map(({ id }) => id));
    return this.#history.underWay().filter(({ items }) => !marked.has(items.get(1)?.id ?? ''));
  }

  /** Since when they have been seen by this process's own clock, which no other clock has to agree with. */
  #noteUnderWay(): void {
    const now = this.#timing.monotonic();
    const underWay = new Set(this.#underWay().map(({ commit }) => commit));
    for (const commit of this.#seenUnderWay.keys()) if (!underWay.has(commit)) this.#seenUnderWay.delete(commit);
    for (const commit of underWay) if (!this.#seenUnderWay.has(commit)) this.#seenUnderWay.set(commit, now);
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

/** Rows of which history may not keep everything go first: the rest can be written from history, they cannot. */
function inWritingOrder(prepared: readonly PreparedChange[]): readonly PreparedChange[] {
  const hidden = ({ change: { kind, definition } }: PreparedChange) => kind !== 'remove' && definition.historyFields.length < Object.keys(definition.fields).length;
  return [...prepared.filter(hidden), ...prepared.filter((each) => !hidden(each))];
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

