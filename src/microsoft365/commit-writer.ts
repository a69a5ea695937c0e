import { randomUUID } from 'node:crypto';
import { accept, refuse } from '../assurance/outcome.ts';
import type { By, Change, CommitOutcome, CommitRefusal } from '../assurance/records/change.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import type { MemorySnapshot, RowChange } from '../register/memory-snapshot.ts';
import { prepareChanges, type PreparedChange } from '../register/prepared-change.ts';
import { RegisterUnavailable } from '../register/register.ts';
import { stateRequest } from './commit-recovery.ts';
import { undoSteps, writeSteps, type Step, type Written } from './commit-steps.ts';
import { historyRowsOf, type KeptChange } from './commit-text.ts';
import type { BatchRequest, GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';
import type { HistoryLog, Told } from './history-log.ts';
import { ItemPage } from './list-items.ts';
import type { ListRows } from './list-rows.ts';
import { cellsOf, fieldsOfNew } from './list-schema.ts';
import { refusedLocally } from './local-refusal.ts';
import { NOT_KNOWN, NOTHING_SAVED, unavailable } from './register-fault.ts';
import { historyRows } from './register-lists.ts';

/** What a commit needs of the register that it belongs to. */
export type CommitHouse = {
  readonly client: Pick<GraphClient, 'batch'>;
  readonly timing: Pick<GraphTiming, 'monotonic' | 'sleep' | 'random'>;
  readonly rows: ReadonlyMap<AnyRecordDefinition, ListRows>;
  readonly history: HistoryLog;
  readonly snapshot: () => MemorySnapshot;
  readonly apply: (changes: readonly RowChange[]) => void;
  /** Reads what has changed in these lists. */
  readonly takeIn: (definitions: readonly AnyRecordDefinition[]) => Promise<void>;
  readonly note: (message: string) => void;
};

type Mark = { readonly id: string };

const COMMIT_DEADLINE = 45_000;
/** What Graph's allowance of units may make each further row wait. */
const FOR_EACH_ROW = 250;

/** How long a live commit goes on, in milliseconds: it gives up long before another process takes it to be left behind. */
export function commitDeadline(rows: number): number {
  return COMMIT_DEADLINE + rows * FOR_EACH_ROW;
}

/** The changes of a commit with their rows as they will be read back. @throws as `prepareChanges` does */
export function prepared(changes: readonly Change[]): readonly PreparedChange[] {
  return prepareChanges(changes).map(asRead);
}

/** Writes the commits of one process, one after another. See `SharePointRegister` for the protocol. */
export class CommitWriter {
  readonly #house: CommitHouse;
  /** Begins the name of every commit of this process. */
  readonly #me = randomUUID();
  #commits = 0;
  /** Intents whose commits are done, which history does not say yet. */
  #marks: readonly Mark[] = [];

  constructor(house: CommitHouse) {
    this.#house = house;
  }

  /** Whether this commit is done and only lacks its mark. */
  isDone({ items }: Told): boolean {
    return this.#marks.some(({ id }) => id === items.get(1)?.id);
  }

  async commit(prepared: readonly PreparedChange[], by: By): Promise<CommitOutcome> {
    const refused = refusedLocally(this.#house.snapshot(), prepared);
    if (refused) return refuse(refused);
    this.#commits += 1;
    const commit = `${this.#me}-${this.#commits}`;
    const intent = historyRowsOf({ commit, ...by, changes: prepared.map((each) => this.#keptChange(each)) })
      .map((row): Step => ({ kind: 'insert', list: this.#house.history.list, key: row.key, cells: historyRows.encode(row) }));
    const steps = new Map(inWritingOrder(prepared).map((each): [Step, PreparedChange] => [this.#stepFor(each), each]));
    const done = new Map<Step, Written | undefined>();
    const { client, timing, history } = this.#house;
    const outcome = await writeSteps({ client, timing, history }, commit, [...intent, ...steps.keys()], done, commitDeadline(steps.size));
    if (outcome.kind === 'written') {
      this.#took(steps, done, commit);
      const first = done.get(intent[0] as Step);
      if (first) this.#marks = [...this.#marks, { id: first.id }];
      await this.#afterCommit(prepared);
      return accept({ snapshot: this.#house.snapshot() });
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
    await this.#house.takeIn([...new Set(prepared.map((each) => each.change.definition))]);
    return refuse({ reason: outcome.reason, list: change.change.definition.title, key: change.key } satisfies CommitRefusal);
  }

  #keptChange({ change, key, row }: PreparedChange): KeptChange {
    const { definition } = change;
    const before = this.#house.snapshot().get(definition, key) as { readonly key: string } | undefined;
    return {
      list: definition.name, key, ...(change.kind === 'insert' ? {} : { read: change.version, on: this.#house.rows.get(definition)?.lastCommitOf(key) ?? '' }),
      before: before ? definition.encodeForHistory(before) : null, after: row ? definition.encodeForHistory(change.kind === 'remove' ? row : change.row) : null,
    };
  }

  #stepFor({ change, key }: PreparedChange): Step {
    const rows = this.#house.rows.get(change.definition);
    if (!rows) throw new Error(`The register keeps no list ${change.definition.title}`);
    const { list } = rows;
    if (change.kind === 'insert') return { kind: 'insert', list, key, cells: change.definition.encode(change.row) };
    const found = { list, key, id: rows.idOf(key) ?? '', read: change.version };
    return change.kind === 'remove' ? { kind: 'remove', ...found } : { kind: 'update', ...found, cells: change.definition.encode(change.row) };
  }

  #took(steps: ReadonlyMap<Step, PreparedChange>, done: ReadonlyMap<Step, Written | undefined>, commit: string): void {
    this.#house.apply([...steps].map(([step, { change: { definition }, key, row }]): RowChange => {
      const found = done.get(step);
      // Without an id it was written, and removed by somebody else before it could be read back.
      const written = found?.id === '' ? undefined : found;
      this.#house.rows.get(definition)?.wrote(key, written && { ...written, commit });
      return { definition, key, stored: row && written && { row, version: written.eTag } };
    }));
  }

  /** Marks the intent and sees, in the same request, whether others have written; if so, what. Whatever fails here is done by the next refresh. */
  async #afterCommit(prepared: readonly PreparedChange[]): Promise<void> {
    try {
      const others = await this.#markAndLook();
      const touched = new Set(others.flatMap(({ rows }) => [...rows].map((row) => row.slice(0, row.indexOf(' ')))));
      const definitions = [...this.#house.rows.keys()].filter(({ name }) => touched.has(name));
      if (definitions.length > 0) await this.#house.takeIn(definitions);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      this.#house.note(`After a commit of ${prepared.length} changes, what others wrote could not be read: ${error.message}`);
    }
  }

  async #markAndLook(): Promise<readonly Told[]> {
    const marks = this.#marks.map(({ id }) => stateRequest(this.#house.history.list, { id }, 'done'));
    const { deltaLink = '' } = this.#house.history;
    const answers = await this.#house.client.batch([...marks, { id: 'history', method: 'GET', path: deltaLink }]);
    this.#settleMarks(marks, answers);
    const answer = answers.at(-1);
    if (!answer?.ok) return [];
    const page = ItemPage.parse(answer.body);
    this.#house.history.deltaLink = page['@odata.deltaLink'] ?? page['@odata.nextLink'] ?? deltaLink;
    return this.#house.history.takeIn(page.value).filter(({ commit }) => !commit.startsWith(this.#me));
  }

  #settleMarks(marks: readonly BatchRequest[], answers: readonly { readonly id: string; readonly ok: boolean }[]): void {
    const settled = new Set(answers.filter(({ ok }) => ok).map(({ id }) => id));
    const left = new Set(marks.filter(({ id }) => !settled.has(id)).map(({ id }) => id));
    this.#marks = this.#marks.filter(({ id }) => left.has(`state ${id}`));
  }

  /** Says in history of the commits that are done that they are. */
  async sendMarks(): Promise<void> {
    if (this.#marks.length === 0) return;
    const marks = this.#marks.map(({ id }) => stateRequest(this.#house.history.list, { id }, 'done'));
    this.#settleMarks(marks, await this.#house.client.batch(marks));
  }

  /** @returns whether nothing of the commit is left */
  async #takeBack(intent: readonly Step[], steps: ReadonlyMap<Step, PreparedChange>, done: ReadonlyMap<Step, Written | undefined>): Promise<boolean> {
    const tools = { client: this.#house.client, timing: this.#house.timing };
    const first = done.get(intent[0] as Step);
    const written = new Map([...done].filter(([step]) => steps.has(step)));
    if (written.size > 0 && first) await this.#house.client.batch([stateRequest(this.#house.history.list, { id: first.id }, 'withdrawing')]);
    const undone = await undoSteps(tools, written, (step) => {
      const change = steps.get(step);
      const before = change && this.#house.snapshot().get(change.change.definition, change.key) as { readonly key: string } | undefined;
      return before && change && { cells: change.change.definition.encode(before), commit: this.#house.rows.get(change.change.definition)?.lastCommitOf(change.key) ?? '' };
    });
    if (!undone) return false;
    const intents = new Map([...done].filter(([step]) => !steps.has(step)).map(([step, item]) => [step, item && { ...item, eTag: '*' }]));
    return await undoSteps(tools, intents, () => undefined);
  }
}

/** Rows of which history may not keep everything go first: the rest can be written from history, they cannot. */
function inWritingOrder(prepared: readonly PreparedChange[]): readonly PreparedChange[] {
  const hidden = ({ change: { kind, definition } }: PreparedChange) => kind !== 'remove' && definition.historyFields.length < Object.keys(definition.fields).length;
  return [...prepared.filter(hidden), ...prepared.filter((each) => !hidden(each))];
}

/** A row as it will be read back: SharePoint does not tell an empty text from none. */
function asRead(prepared: PreparedChange): PreparedChange {
  const { change: { definition }, row } = prepared;
  if (!row) return prepared;
  const decoded = definition.decode(cellsOf(definition, fieldsOfNew(definition, definition.encode(row), '')));
  return decoded.ok ? { ...prepared, row: decoded.row as { readonly key: string } } : prepared;
}
