import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { undoSteps, writeSteps, type Step, type Written } from './commit-steps.ts';
import type { KeptChange, KeptCommit } from './commit-text.ts';
import type { BatchRequest, GraphClient } from './graph-client.ts';
import type { GraphTiming } from './graph-timing.ts';
import type { HistoryLog, ReadCommit, Told } from './history-log.ts';
import { byKeyPath, ItemPage, itemPath, type BoundList, type ListItem } from './list-items.ts';
import { COMMIT_COLUMN } from './list-schema.ts';
import { isWrittenUnder } from './written-under.ts';

type Tools = { readonly client: Pick<GraphClient, 'batch'>; readonly timing: Pick<GraphTiming, 'monotonic' | 'sleep' | 'random'>; readonly history: HistoryLog; readonly lists: ReadonlyMap<string, BoundList> };

/** What was found of one change of a commit that was left half done. */
type Standing = {
  readonly change: KeptChange;
  readonly list: BoundList;
  readonly item: ListItem | undefined;
  /** `lost`: somebody else has written over what this change was decided from. `gone`: to be removed, and not there; who removed it nobody can say. */
  readonly state: 'written' | 'open' | 'lost' | 'gone';
};

const DEADLINE = 60_000;

/**
 * Finishes a commit that a crash or a cut has left half done. Its changes were written in their order, so that what was written last says what
 * came before it. Where nothing was written, or where somebody else has meanwhile taken what the rest was decided from, it is taken back;
 * otherwise the rest is written. Doing it twice, or in two processes at once, comes to the same.
 * @returns whether it is settled; if not, it is tried again later
 */
export async function recoverCommit(tools: Tools, { commit, parts }: Told): Promise<'completed' | 'withdrawn' | 'later'> {
  const { client, history } = tools;
  const read = await history.read(commit, parts);
  if (!read) return 'later';
  if (read.state === 'done') return 'completed';
  const { content, state, items: [first] } = read;
  if (!content || !first) return await forget(client, history.list, read);
  const standings = await standingsOf(tools, content);
  if (!standings) return 'later';
  const last = standings.findLastIndex((standing) => standing.state === 'written');
  const rest = standings.slice(last + 1).filter((standing) => standing.state !== 'gone');
  const begun = last >= 0 || standings[0]?.state === 'gone';
  const forward = begun && state === 'writing' && rest.every((standing) => standing.state === 'open' && isWhole(standing));
  if (forward && await complete(tools, commit, rest)) return await settle(client, history.list, first);
  if (last >= 0 && state === 'writing') {
    const [fenced] = await client.batch([stateRequest(history.list, first, 'withdrawing')]);
    if (!fenced?.ok) return 'later';
  }
  return await takeBack(tools, content, standings.slice(0, last + 1)) ? await forget(client, history.list, read) : 'later';
}

/** Says in history that a commit is what it came to. */
export function stateRequest(list: BoundList, item: { readonly id: string; readonly eTag?: string }, state: 'withdrawing' | 'done'): BatchRequest {
  return { id: `state ${item.id}`, method: 'PATCH', path: itemPath(list, item.id), ...(item.eTag === undefined ? {} : { ifMatch: item.eTag }), body: { fields: { State: state } } };
}

async function standingsOf({ client, history, lists }: Tools, { commit, changes }: KeptCommit): Promise<readonly Standing[] | undefined> {
  const bound = changes.flatMap((change) => {
    const list = lists.get(change.list);
    return list ? [{ change, list }] : [];
  });
  const answers = await client.batch(bound.map(({ list, change }, index) => ({ id: String(index), method: 'GET', path: byKeyPath(list, change.key) })));
  if (answers.some(({ ok }) => !ok)) return undefined;
  return await Promise.all(bound.map(async ({ change, list }, index): Promise<Standing> => {
    const answer = answers[index];
    const item = answer?.ok ? ItemPage.parse(answer.body).value[0] : undefined;
    return { change, list, item, state: await stateOf(change, list, item, commit, history) };
  }));
}

async function stateOf(change: KeptChange, list: BoundList, item: ListItem | undefined, commit: string, history: HistoryLog): Promise<Standing['state']> {
  if (item === undefined) return change.after === null ? 'gone' : change.before === null ? 'open' : 'lost';
  if (change.before !== null && item.eTag === change.read) return 'open';
  return change.after !== null && await isWrittenUnder(history, list, change.key, item, commit) ? 'written' : 'lost';
}

/** History keeps only a part of some rows: what such a row was to become cannot be written from it. */
function isWhole({ change, list: { definition } }: Standing): boolean {
  return change.after === null || definition.historyFields.length === Object.keys(definition.fields).length;
}

async function complete(tools: Tools, commit: string, rest: readonly Standing[]): Promise<boolean> {
  const steps = rest.map(({ change: { key, read = '', before, after }, list, item }): Step => {
    if (before === null && after) return { kind: 'insert', list, key, cells: after };
    const found = { list, key, id: item?.id ?? '', read };
    return after ? { kind: 'update', ...found, cells: after } : { kind: 'remove', ...found };
  });
  const outcome = await writeSteps(tools, commit, steps, new Map(), DEADLINE);
  return outcome.kind === 'written';
}

async function takeBack({ client, timing }: Tools, { commit }: KeptCommit, written: readonly Standing[]): Promise<boolean> {
  const done = new Map<Step, Written | undefined>();
  const before = new Map<Step, { readonly cells: NonNullable<KeptChange['before']>; readonly commit: string }>();
  for (const standing of written) {
    const { change, list, item } = standing;
    if (item && item.fields?.[COMMIT_COLUMN] !== commit) continue;
    const found = { list, key: change.key, id: item?.id ?? '', read: change.read ?? '' };
    const step: Step = change.after === null ? { kind: 'remove', ...found } : change.before === null ? { kind: 'insert', list, key: change.key, cells: change.after } : { kind: 'update', ...found, cells: change.after };
    done.set(step, item && { id: item.id, eTag: item.eTag ?? '' });
    if (change.before && holdsAll(list.definition)) before.set(step, { cells: change.before, commit: '' });
  }
  return await undoSteps({ client, timing }, done, (step) => before.get(step));
}

function holdsAll({ historyFields, fields }: AnyRecordDefinition): boolean {
  return historyFields.length === Object.keys(fields).length;
}

async function settle(client: Tools['client'], list: BoundList, first: ReadCommit['items'][number]): Promise<'completed' | 'later'> {
  const [answer] = await client.batch([stateRequest(list, first, 'done')]);
  return answer?.ok === true || answer?.fault.kind === 'precondition' ? 'completed' : 'later';
}

/** The first row goes last: as long as it is there, it is known that there is something to forget. */
async function forget(client: Tools['client'], list: BoundList, { items }: ReadCommit): Promise<'withdrawn' | 'later'> {
  const requests = items.toReversed().map(({ id }, index, all): BatchRequest => ({ id, method: 'DELETE', path: itemPath(list, id), ...(index === 0 ? {} : { dependsOn: [all[index - 1]?.id ?? ''] }) }));
  const answers = await client.batch(requests);
  return answers.every((answer) => answer.ok || answer.fault.kind === 'not-found') ? 'withdrawn' : 'later';
}
