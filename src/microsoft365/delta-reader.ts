import type { GraphClient } from './graph-client.ts';
import type { GraphError } from './graph-errors.ts';
import { deltaPath, ItemPage, ListItem, readPath, type BoundList } from './list-items.ts';

/** What a list has to tell: what changed, or, where `all`, everything there is. */
export type Delta =
  | { readonly ok: true; readonly items: readonly ListItem[]; readonly all: boolean; readonly deltaLink: string }
  | { readonly ok: false; readonly fault: GraphError };

export type DeltaQuestion = {
  readonly list: BoundList;
  /** From the last answer; `undefined` asks for everything. */
  readonly deltaLink: string | undefined;
  /** The columns to ask for; all of the record's, when left out. */
  readonly select?: string;
};

type Asking = { readonly next: string; readonly items: readonly ListItem[]; readonly all: boolean };

/**
 * Asks all the lists what has changed, twenty in one request. A list whose link is too old is read afresh: whatever Graph calls the way to
 * resync, nothing here waits to be uploaded, so that what the server has is what is true.
 */
export async function readDeltas(client: Pick<GraphClient, 'batch'>, questions: readonly DeltaQuestion[]): Promise<readonly Delta[]> {
  const settled = new Map<number, Delta>();
  const asking = new Map(questions.map(({ list, deltaLink, select }, index): [number, Asking] => [index, { next: deltaLink ?? deltaPath(list, select), items: [], all: deltaLink === undefined }]));
  while (asking.size > 0) {
    const round = [...asking];
    const answers = await client.batch(round.map(([index, { next }]) => ({ id: String(index), method: 'GET', path: next })));
    answers.forEach((answer, at) => {
      const [index, { items, all }] = round[at] as [number, Asking];
      const question = questions[index] as DeltaQuestion;
      asking.delete(index);
      if (!answer.ok) {
        const again = answer.fault.kind === 'gone' && !all ? answer.fault.fault.location ?? deltaPath(question.list, question.select) : undefined;
        if (again === undefined) settled.set(index, { ok: false, fault: answer.fault });
        else asking.set(index, { next: again, items: [], all: true });
        return;
      }
      const page = ItemPage.parse(answer.body);
      const read = items.length === 0 ? page.value : [...items, ...page.value];
      const { '@odata.nextLink': next, '@odata.deltaLink': deltaLink } = page;
      if (next !== undefined) asking.set(index, { next, items: read, all });
      else settled.set(index, { ok: true, items: read, all, deltaLink: deltaLink ?? question.deltaLink ?? '' });
    });
  }
  return await Promise.all(questions.map(({ list }, index) => withFields(client, list, settled.get(index) as Delta)));
}

/** A link may forget that the columns were asked for; an item without them is read by itself, lest a row be taken for an empty one. */
async function withFields(client: Pick<GraphClient, 'batch'>, list: BoundList, delta: Delta): Promise<Delta> {
  const bare = delta.ok ? delta.items.filter(({ deleted, fields }) => !deleted && !fields) : [];
  if (!delta.ok || bare.length === 0) return delta;
  const read = new Map<string, ListItem>();
  for (const answer of await client.batch([...new Set(bare.map(({ id }) => id))].map((id) => ({ id, method: 'GET', path: readPath(list, id) })))) {
    if (answer.ok) read.set(answer.id, ListItem.parse(answer.body));
    else if (answer.fault.kind === 'not-found') read.set(answer.id, { id: answer.id, deleted: {} });
    else return { ok: false, fault: answer.fault };
  }
  return { ...delta, items: delta.items.map((item) => read.get(item.id) ?? item) };
}

/** Everything in one list, page by page. @returns where to ask for what changes from now on */
export async function readWhole(client: Pick<GraphClient, 'pages'>, list: BoundList, each: (items: readonly ListItem[]) => void): Promise<string | undefined> {
  let last: string | undefined;
  for await (const { items, deltaLink } of client.pages(deltaPath(list), ListItem)) {
    each(items);
    last = deltaLink;
  }
  return last;
}
