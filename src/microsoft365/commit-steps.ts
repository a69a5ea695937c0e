import type { BatchRequest, GraphClient } from './graph-client.ts';
import type { GraphError } from './graph-errors.ts';
import type { GraphTiming } from './graph-timing.ts';
import type { HistoryLog } from './history-log.ts';
import { byKeyPath, ItemPage, itemPath, itemsPath, ListItem, readPath, type BoundList } from './list-items.ts';
import { COMMIT_COLUMN, fieldsOfChanged, fieldsOfNew, type Cells } from './list-schema.ts';
import { isWrittenUnder } from './written-under.ts';

type Target = { readonly list: BoundList; readonly key: string };

/** One row to write. Updates and removals name the item and the version that was read. */
export type Step =
  | (Target & { readonly kind: 'insert'; readonly cells: Cells })
  | (Target & { readonly kind: 'update'; readonly cells: Cells; readonly id: string; readonly read: string })
  | (Target & { readonly kind: 'remove'; readonly id: string; readonly read: string });

/** What SharePoint calls a row that has been written; nothing for one that was removed. */
export type Written = { readonly id: string; readonly eTag: string };

export type StepsOutcome =
  | { readonly kind: 'written' }
  | { readonly kind: 'refused'; readonly step: Step; readonly reason: 'changed-elsewhere' | 'already-there' }
  /** Nobody can say more at the moment; what is in `done` was certainly carried out. */
  | { readonly kind: 'failed'; readonly fault: GraphError };

type Verdict = 'done' | 'again' | 'changed-elsewhere' | 'already-there';
type Tools = { readonly history: Pick<HistoryLog, 'read'>; readonly client: Pick<GraphClient, 'batch'>; readonly timing: Pick<GraphTiming, 'monotonic' | 'sleep' | 'random'> };

const ROUNDS = 8;
const BETWEEN_ROUNDS = 300;
/** Somebody waits for the answer; what cannot be taken back by then is taken back from the intent. */
const UNDO_DEADLINE = 15_000;
const DUPLICATE = /duplicate values/i;

/**
 * Writes one step after another, each only after the one before it, twenty in one request. Where an answer is lost, the row itself tells
 * whether it was written: it bears the name of the commit.
 * @param deadline milliseconds from now, after which nothing more is begun
 * @param done is filled with what was carried out, also when the outcome is another
 */
export async function writeSteps({ client, timing, history }: Tools, commit: string, steps: readonly Step[], done: Map<Step, Written | undefined>, deadline: number): Promise<StepsOutcome> {
  const doubted = new Set<Step>();
  const conflicts = new Map<Step, number>();
  const until = timing.monotonic() + deadline;
  let fault: GraphError | undefined;
  for (let round = 0; round < ROUNDS; round += 1) {
    const waiting = steps.filter((step) => !done.has(step));
    if (waiting.length === 0) return { kind: 'written' };
    if (fault && timing.monotonic() >= until) break;
    if (round > 0) await timing.sleep(BETWEEN_ROUNDS * (0.5 + timing.random()));
    const answers = await client.batch(chained(waiting.map((step) => requestFor(step, commit))), { deadline: Math.max(until - timing.monotonic(), 0) });
    const doubts: { readonly step: Step; readonly fault?: GraphError }[] = [];
    let progress = false;
    for (const [index, answer] of answers.entries()) {
      const step = waiting[index] as Step;
      if (answer.ok) {
        const written = ListItem.safeParse(answer.body).data;
        if (step.kind !== 'remove' && written?.eTag === undefined) doubts.push({ step });
        else done.set(step, step.kind === 'remove' ? undefined : { id: written?.id ?? '', eTag: written?.eTag ?? '' });
        progress = true;
        continue;
      }
      fault = answer.fault;
      switch (fault.kind) {
        case 'not-attempted': case 'throttled': case 'unavailable': break;
        case 'uncertain': doubted.add(step); doubts.push({ step, fault }); break;
        case 'conflict': conflicts.set(step, (conflicts.get(step) ?? 0) + 1); doubts.push({ step, fault }); break;
        case 'precondition': case 'not-found': case 'invalid': doubts.push({ step, fault }); break;
        default: return { kind: 'failed', fault };
      }
    }
    if (!progress && doubts.length === 0) break;
    const looks = await client.batch(doubts.map(({ step }, index) => ({ id: String(index), method: 'GET', path: step.kind === 'insert' ? byKeyPath(step.list, step.key) : readPath(step.list, step.id) })));
    let refused: StepsOutcome | undefined;
    let laterIsDone = false;
    // From the last to the first: a step that was written says that all those before it were.
    for (const [index, look] of [...looks.entries()].reverse()) {
      const { step, fault: met } = doubts[index] as { step: Step; fault?: GraphError };
      const item = look.ok ? (step.kind === 'insert' ? ItemPage.parse(look.body).value[0] : ListItem.parse(look.body)) : undefined;
      if (!look.ok && look.fault.kind !== 'not-found') return { kind: 'failed', fault: look.fault };
      const taken = met?.kind === 'conflict' && (DUPLICATE.test(met.fault.said) || (conflicts.get(step) ?? 0) > 2);
      const own = item?.fields?.[COMMIT_COLUMN] === commit;
      const under: boolean = laterIsDone || (doubted.has(step) && !own && step.kind !== 'remove' && item !== undefined && item.eTag !== eTagRead(step) && await isWrittenUnder(history, step.list, step.key, item, commit));
      const verdict: Verdict = under ? 'done' : judged(step, commit, item, doubted.has(step), taken);
      if (verdict === 'again' && met?.kind === 'invalid') return { kind: 'failed', fault: met };
      // A version that somebody has written over is no version to go on from: it is left open until the row is read again.
      if (verdict === 'done') done.set(step, step.kind === 'remove' ? undefined : { id: item?.id ?? '', eTag: own ? item?.eTag ?? '' : '' });
      else if (verdict !== 'again') refused = { kind: 'refused', step, reason: verdict };
      laterIsDone ||= verdict === 'done' && step.kind !== 'remove';
    }
    if (refused) return refused;
  }
  return steps.every((step) => done.has(step)) ? { kind: 'written' } : { kind: 'failed', fault: fault as GraphError };
}

function eTagRead(step: Step): string | undefined {
  return step.kind === 'insert' ? undefined : step.read;
}

/** @param taken a unique value of the row belongs to another one */
function judged(step: Step, commit: string, item: ListItem | undefined, doubted: boolean, taken: boolean): Verdict {
  if (step.kind === 'remove') return item === undefined ? (doubted ? 'done' : 'changed-elsewhere') : item.eTag === step.read ? 'again' : 'changed-elsewhere';
  if (item?.fields?.[COMMIT_COLUMN] === commit) return 'done';
  if (step.kind === 'insert') return item !== undefined || taken ? 'already-there' : 'again';
  if (item?.eTag !== step.read) return 'changed-elsewhere';
  return taken ? 'already-there' : 'again';
}

/**
 * Takes back what was written, last first, as far as nobody has written over it since.
 * @param before the row's cells as they were, and the commit that had written them
 * @returns whether all of it is back; if not, Graph cannot be reached and whoever sees the intent goes on
 */
export async function undoSteps({ client, timing }: Omit<Tools, 'history'>, done: ReadonlyMap<Step, Written | undefined>, before: (step: Step) => { readonly cells: Cells; readonly commit: string } | undefined): Promise<boolean> {
  let waiting = [...done].reverse().flatMap(([step, written], index) => {
    const request = undoing(step, written, before(step), String(index));
    return request ? [request] : [];
  });
  for (let round = 0; round < ROUNDS && waiting.length > 0; round += 1) {
    if (round > 0) await timing.sleep(BETWEEN_ROUNDS * (0.5 + timing.random()));
    const answers = await client.batch(waiting, { deadline: UNDO_DEADLINE });
    waiting = waiting.filter((_, index) => {
      const answer = answers[index];
      if (!answer || answer.ok) return false;
      const { kind } = answer.fault;
      return kind === 'uncertain' || kind === 'unavailable' || kind === 'throttled' || kind === 'not-attempted' || (kind === 'conflict' && round < 3);
    });
  }
  return waiting.length === 0;
}

function undoing(step: Step, written: Written | undefined, before: { readonly cells: Cells; readonly commit: string } | undefined, id: string): BatchRequest | undefined {
  const { list } = step;
  if (step.kind === 'insert') return written && { id, method: 'DELETE', path: itemPath(list, written.id), ifMatch: written.eTag };
  if (!before) return undefined;
  if (step.kind === 'remove') return { id, method: 'POST', path: itemsPath(list), body: { fields: fieldsOfNew(list.definition, before.cells, before.commit) } };
  return written && { id, method: 'PATCH', path: itemPath(list, written.id), ifMatch: written.eTag, body: { fields: fieldsOfChanged(list.definition, before.cells, before.commit) } };
}

function requestFor(step: Step, commit: string): Omit<BatchRequest, 'id'> {
  const { list } = step;
  if (step.kind === 'insert') return { method: 'POST', path: itemsPath(list), body: { fields: fieldsOfNew(list.definition, step.cells, commit) } };
  const item = { path: itemPath(list, step.id), ifMatch: step.read };
  return step.kind === 'remove' ? { method: 'DELETE', ...item } : { method: 'PATCH', ...item, body: { fields: fieldsOfChanged(list.definition, step.cells, commit) } };
}

function chained(requests: readonly Omit<BatchRequest, 'id'>[]): readonly BatchRequest[] {
  return requests.map((request, index) => ({ ...request, id: String(index), ...(index === 0 ? {} : { dependsOn: [String(index - 1)] }) }));
}
