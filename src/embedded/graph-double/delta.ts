import type { ListItem } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { invalid, optionsOf, Refused, type GraphCall, type Reply } from './exchange.ts';
import { listItem, projectionOf } from './item-query.ts';
import type { ListStore } from './list-store.ts';
import type { Site } from './site.ts';

const DEFAULT_PAGE = 200;

/** Everything a link needs to go on, so that nothing has to be said twice: opaque to whoever follows it. */
const Token = z.object({
  list: z.string(), age: z.number(),
  /** Enumerating: the last row told. */
  after: z.number().optional(),
  /** Position in the list's changes from which the next delta tells. */
  since: z.number(),
  /** Listing changes: how many of them have been told. */
  told: z.number().optional(),
  upTo: z.number().optional(),
  top: z.number(), select: z.string().optional(), expand: z.string().optional(),
});
type Token = z.infer<typeof Token>;

export type ResyncCode = 'resyncChangesApplyDifferences' | 'resyncChangesUploadDifferences';

/** `items/delta`: the first time every row, afterwards what has changed, each change told as the row now is. */
export function deltaPage(site: Site, list: ListStore, call: GraphCall, link: (token: string) => string, resync: ResyncCode): Reply {
  const token = tokenOf(call, list);
  if (token === 'latest') return { status: 200, body: { 'value': [], '@odata.deltaLink': link(encoded({ list: list.id, age: list.tokenAge, since: list.changes.length, top: DEFAULT_PAGE, ...asked(call) })) } };
  if (token.age !== list.tokenAge) {
    const { select, expand, top } = token;
    const fresh = encoded({ list: list.id, age: list.tokenAge, after: 0, since: list.changes.length, top, ...(select ? { select } : {}), ...(expand ? { expand } : {}) });
    throw new Refused(410, resync, 'The token is too old. Start again from the Location.', { Location: link(fresh) });
  }
  const options = new Map([['select', token.select], ['expand', token.expand]].filter((entry): entry is [string, string] => entry[1] !== undefined));
  const projection = projectionOf(options, list.columns, site.behaviour.unknownSelect === 'leave-out');
  return token.after === undefined
    ? changesPage(list, token, link, (row) => listItem(row, list, site.id, projection), site.behaviour.repeatsInDelta)
    : enumerationPage(list, { ...token, after: token.after }, link, (row) => listItem(row, list, site.id, projection));
}

type Render = (row: Parameters<typeof listItem>[0]) => ListItem;

function enumerationPage(list: ListStore, token: Token & { readonly after: number }, link: (token: string) => string, render: Render): Reply {
  const value: ListItem[] = [];
  let last = token.after;
  let more = false;
  for (const row of list.rows.values()) {
    if (row.id <= token.after) continue;
    if (value.length >= token.top) {
      more = true;
      break;
    }
    value.push(render(row));
    last = row.id;
  }
  if (more) return { status: 200, body: { value, '@odata.nextLink': link(encoded({ ...token, after: last })) } };
  const { after: _, ...rest } = token;
  return { status: 200, body: { value, '@odata.deltaLink': link(encoded(rest)) } };
}

function changesPage(list: ListStore, token: Token, link: (token: string) => string, render: Render, repeats: boolean): Reply {
  const upTo = token.upTo ?? list.changes.length;
  const ids = [...new Set(list.changes.slice(token.since, upTo))];
  const told = token.told ?? 0;
  const page = ids.slice(told, told + token.top);
  const value = page.flatMap((id): ListItem[] => {
    const row = list.rows.get(id);
    if (!row) return [{ id: String(id), deleted: { state: 'deleted' } } as ListItem];
    return repeats && row.previous ? [render(row.previous), render(row)] : [render(row)];
  });
  const { told: _, upTo: __, ...rest } = token;
  if (told + page.length < ids.length) return { status: 200, body: { value, '@odata.nextLink': link(encoded({ ...rest, told: told + page.length, upTo })) } };
  return { status: 200, body: { value, '@odata.deltaLink': link(encoded({ ...rest, since: upTo })) } };
}

function tokenOf(call: GraphCall, list: ListStore): Token | 'latest' {
  const inPath = /\/delta\(token='([^']*)'\)$/.exec(call.path)?.[1];
  const text = inPath ?? call.query.get('token') ?? call.query.get('$skiptoken');
  if (text === 'latest') return 'latest';
  if (text === null) return { list: list.id, age: list.tokenAge, after: 0, since: list.changes.length, top: DEFAULT_PAGE, ...asked(call) };
  try {
    const token = Token.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
    if (token.list === list.id) return token;
  } catch {
    // Not one of ours.
  }
  throw invalid('The token is not valid.');
}

function asked(call: GraphCall): Partial<Pick<Token, 'top' | 'select' | 'expand'>> {
  const options = optionsOf(call.query, ['select', 'expand', 'top', 'token']);
  const [top, select, expand] = [options.get('top'), options.get('select'), options.get('expand')];
  return { ...(top === undefined ? {} : { top: pageSize(top) }), ...(select === undefined ? {} : { select }), ...(expand === undefined ? {} : { expand }) };
}

export function pageSize(top: string | undefined): number {
  if (top === undefined) return DEFAULT_PAGE;
  if (!/^[1-9]\d*$/.test(top)) throw invalid('$top must be a positive number.');
  return Math.min(Number(top), 5_000);
}

function encoded(token: Token): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}
