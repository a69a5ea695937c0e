import { changedColumn, newColumn, shown, type Column } from './columns.ts';
import { deltaPage, pageSize, type ResyncCode } from './delta.ts';
import { invalid, missing, objectOf, optionsOf, Refused, type GraphCall, type Reply } from './exchange.ts';
import { written } from './field-values.ts';
import { fieldValueSet, filtered, listItem, projectionOf } from './item-query.ts';
import { etagOf, type ListStore, type Row } from './list-store.ts';
import type { Site } from './site.ts';

export type ListRoutes = { readonly site: Site; readonly baseUrl: () => string; readonly resync: () => ResyncCode };

/** Calls below `/sites/{id}/lists`. @param rest what follows `lists`, in parts */
export function listCall(call: GraphCall, [idOrName, area, id, tail]: readonly string[], routes: ListRoutes): Reply {
  const { site } = routes;
  if (idOrName === undefined) return lists(call, site);
  const list = site.list(idOrName);
  if (area === undefined) return oneList(call, list, site);
  if (area === 'columns') return id === undefined ? columns(call, list, site) : oneColumn(call, list, id, site);
  if (area !== 'items') throw unknown(call);
  if (id === undefined) return items(call, list, routes);
  if (/^delta(?:\(.*\))?$/.test(id) && tail === undefined) {
    allow(call, 'GET');
    site.need('read');
    return deltaPage(site, list, call, (token) => `${routes.baseUrl()}/sites/${site.id}/lists/${list.id}/items/delta?token=${token}`, routes.resync());
  }
  const row = list.rows.get(Number(id));
  if (!row) throw missing('The specified item was not found');
  if (tail === undefined) return oneItem(call, list, row, site);
  if (tail === 'fields') return fieldsOf(call, list, row, site);
  throw unknown(call);
}

export const unknown = (call: GraphCall) => new Refused(400, 'BadRequest', `Resource not found for the segment of ${call.path}.`);

export function allow(call: GraphCall, ...methods: readonly string[]): void {
  if (!methods.includes(call.method)) throw new Refused(405, 'UnknownError', `The method ${call.method} is not allowed here.`);
}

function lists(call: GraphCall, site: Site): Reply {
  allow(call, 'GET', 'POST');
  if (call.method === 'POST') {
    site.need('fullcontrol');
    return { status: 201, body: site.describe(site.createList(call.body), true) };
  }
  site.need('read');
  const options = optionsOf(call.query, ['select', 'top', 'expand']);
  return { status: 200, body: { value: [...site.lists.values()].map((list) => site.describe(list, withColumns(options.get('expand')))) } };
}

function withColumns(expand: string | undefined): boolean {
  if (expand !== undefined && !/^columns(?:\(\$?select=[\w,]+\))?$/.test(expand)) throw invalid(`The expansion '${expand}' is not supported.`);
  return expand !== undefined;
}

function oneList(call: GraphCall, list: ListStore, site: Site): Reply {
  allow(call, 'GET', 'PATCH', 'DELETE');
  if (call.method === 'GET') {
    site.need('read');
    return { status: 200, body: site.describe(list, withColumns(optionsOf(call.query, ['select', 'expand']).get('expand'))) };
  }
  site.need('fullcontrol');
  if (call.method === 'DELETE') {
    site.lists.delete(list.id);
    return { status: 204 };
  }
  const given = objectOf(call.body, ['displayName', 'description']);
  if (typeof given['displayName'] === 'string') list.displayName = given['displayName'];
  if (typeof given['description'] === 'string') list.description = given['description'];
  return { status: 200, body: site.describe(list) };
}

function columns(call: GraphCall, list: ListStore, site: Site): Reply {
  allow(call, 'GET', 'POST');
  if (call.method === 'GET') {
    site.need('read');
    optionsOf(call.query, ['select', 'top']);
    return { status: 200, body: { value: list.columns.map(shown) } };
  }
  site.need('fullcontrol');
  const column = newColumn(call.body, list.columns, list.rows.size);
  replaceColumns(list, [...list.columns, column]);
  return { status: 201, body: shown(column) };
}

function oneColumn(call: GraphCall, list: ListStore, id: string, site: Site): Reply {
  allow(call, 'GET', 'PATCH', 'DELETE');
  const column = list.columns.find((each) => each.id === id || each.name === id);
  if (!column) throw missing('The specified column was not found');
  if (call.method === 'GET') {
    site.need('read');
    return { status: 200, body: shown(column) };
  }
  site.need('fullcontrol');
  if (call.method === 'DELETE') {
    if (column.readOnly === true || column.name === 'Title') throw invalid(`The column '${column.name}' cannot be deleted.`);
    dropColumn(list, column);
    return { status: 204 };
  }
  const after = changedColumn(column, call.body, list.columns, list.rows.size);
  replaceColumns(list, list.columns.map((each) => each === column ? after : each));
  return { status: 200, body: shown(after) };
}

/** Keeps the columns as they were when the rows do not fit the new ones. */
export function replaceColumns(list: ListStore, after: Column[]): void {
  const before = list.columns;
  list.columns = after;
  try {
    list.reindex();
  } catch (error) {
    list.columns = before;
    list.reindex();
    throw error;
  }
}

export function dropColumn(list: ListStore, column: Column): void {
  list.columns = list.columns.filter((each) => each !== column);
  for (const row of list.rows.values()) {
    const { [column.name]: _, ...fields } = row.fields;
    list.rows.set(row.id, { ...row, fields });
  }
  list.reindex();
}

function items(call: GraphCall, list: ListStore, { site, baseUrl }: ListRoutes): Reply {
  allow(call, 'GET', 'POST');
  if (call.method === 'POST') {
    site.need('write');
    const given = objectOf(call.body, ['fields', 'contentType']);
    const row = list.add(written(given['fields'] ?? {}, undefined, list.columns), site.now(), site.behaviour.uniqueViolation);
    site.changed(list);
    return { status: 201, body: listItem(row, list, site.id, { fields: [] }) };
  }
  site.need('read');
  const options = optionsOf(call.query, ['select', 'expand', 'filter', 'top', 'skiptoken']);
  const projection = projectionOf(options, list.columns, site.behaviour.unknownSelect === 'leave-out');
  const filter = options.get('filter');
  const rows = filter === undefined ? list.rows.values() : filtered(list, filter, /HonorNonIndexedQueriesWarningMayFailRandomly/i.test(call.header('prefer') ?? ''));
  const top = pageSize(options.get('top'));
  const after = Number(/p_ID=(\d+)/.exec(options.get('skiptoken') ?? '')?.[1] ?? 0);
  const page: Row[] = [];
  let more = false;
  for (const row of rows) {
    if (row.id <= after) continue;
    more = page.length >= top;
    if (more) break;
    page.push(row);
  }
  const next = new URLSearchParams([...call.query].filter(([name]) => !/skiptoken$/i.test(name)));
  next.set('$skiptoken', `Paged=TRUE&p_ID=${page.at(-1)?.id ?? 0}`);
  return {
    status: 200,
    body: {
      value: page.map((row) => listItem(row, list, site.id, projection)),
      ...(more ? { '@odata.nextLink': `${baseUrl()}/sites/${site.id}/lists/${list.id}/items?${next}` } : {}),
    },
  };
}

function oneItem(call: GraphCall, list: ListStore, row: Row, site: Site): Reply {
  allow(call, 'GET', 'PATCH', 'DELETE');
  const projection = projectionOf(optionsOf(call.query, ['select', 'expand']), list.columns, site.behaviour.unknownSelect === 'leave-out');
  if (call.method === 'GET') {
    site.need('read');
    return { status: 200, body: listItem(row, list, site.id, projection) };
  }
  site.need('write');
  requireMatch(call, row);
  if (call.method === 'DELETE') {
    list.remove(row);
    site.changed(list);
    return { status: 204 };
  }
  const given = objectOf(call.body, ['fields']);
  const after = list.change(row, written(given['fields'] ?? {}, row.fields, list.columns), site.now(), site.behaviour.uniqueViolation);
  site.changed(list);
  return { status: 200, body: listItem(after, list, site.id, projection) };
}

function fieldsOf(call: GraphCall, list: ListStore, row: Row, site: Site): Reply {
  allow(call, 'GET', 'PATCH');
  const selected = optionsOf(call.query, ['select']).get('select')?.split(',') ?? [];
  if (call.method === 'GET') {
    site.need('read');
    return { status: 200, body: fieldValueSet(row, selected) };
  }
  site.need('write');
  requireMatch(call, row);
  const after = list.change(row, written(call.body, row.fields, list.columns), site.now(), site.behaviour.uniqueViolation);
  site.changed(list);
  return { status: 200, body: fieldValueSet(after, selected) };
}

function requireMatch(call: GraphCall, row: Row): void {
  const wanted = call.header('if-match');
  if (wanted === undefined || wanted === '*' || wanted === etagOf(row)) return;
  throw new Refused(412, 'resourceModified', 'The resource has changed since the caller last read it; usually an eTag mismatch');
}
