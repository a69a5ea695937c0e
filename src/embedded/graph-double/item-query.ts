import type { ListItem } from '@microsoft/microsoft-graph-types';
import type { Column } from './columns.ts';
import { invalid, Refused } from './exchange.ts';
import { withoutMilliseconds, type FieldValue } from './field-values.ts';
import { etagOf, folded, type ListStore, type Row } from './list-store.ts';

export type Projection = {
  /** Left out: everything. */
  readonly select?: readonly string[] | undefined;
  /** `undefined`: no fields; `[]`: all of them. */
  readonly fields?: readonly string[] | undefined;
};

export const THRESHOLD = 5_000;

/** Reads `$expand=fields($select=A,B)`, with or without the dollar signs, and `$select`. */
export function projectionOf(options: ReadonlyMap<string, string>, columns: readonly Column[], lenient: boolean): Projection {
  const select = options.get('select')?.split(',').map((name) => name.trim());
  const expand = options.get('expand');
  if (expand === undefined) return { select };
  const match = /^fields(?:\(\$?select=([^()]*)\))?$/i.exec(expand.trim());
  if (!match) throw invalid(`The expansion '${expand}' is not supported.`);
  const fields = (match[1] ?? '').split(',').map((name) => name.trim()).filter((name) => name !== '');
  const unknown = fields.find((name) => !isField(name, columns));
  if (unknown !== undefined && !lenient) throw invalid(`Field '${unknown}' is not recognized`);
  return { select, fields };
}

const SYSTEM_FIELDS = ['id', 'AuthorLookupId', 'EditorLookupId', '_UIVersionString', 'Edit', 'LinkTitle'];

function isField(name: string, columns: readonly Column[]): boolean {
  return SYSTEM_FIELDS.includes(name) || columns.some((each) => each.name === name || ((each.personOrGroup || each.lookup) && `${each.name}LookupId` === name));
}

/** A row as Graph answers it. */
export function listItem(row: Row, list: ListStore, siteId: string, { select, fields }: Projection): ListItem {
  const item: Record<string, unknown> = {
    '@odata.etag': etagOf(row),
    'createdDateTime': withoutMilliseconds(row.created),
    'eTag': etagOf(row),
    'id': String(row.id),
    'lastModifiedDateTime': withoutMilliseconds(row.modified),
    'webUrl': `https://example.sharepoint.com/Lists/${encodeURIComponent(list.displayName)}/${row.id}_.000`,
    'createdBy': { user: { displayName: 'SharePoint App' } },
    'lastModifiedBy': { user: { displayName: 'SharePoint App' } },
    'parentReference': { id: list.id, siteId },
    'contentType': { id: '0x0100', name: 'Item' },
  };
  const chosen = select ? Object.fromEntries(Object.entries(item).filter(([name]) => name.startsWith('@') || select.includes(name))) : item;
  return fields ? { ...chosen, fields: fieldValueSet(row, fields) } : chosen;
}

/** The `fields` of a row, whose own eTag is of another kind than the item's. */
export function fieldValueSet(row: Row, selected: readonly string[]): Record<string, unknown> {
  const all: Record<string, unknown> = {
    '@odata.etag': `"${row.version}"`,
    ...row.fields,
    'id': String(row.id),
    'ContentType': 'Item',
    'Created': withoutMilliseconds(row.created),
    'Modified': withoutMilliseconds(row.modified),
    'AuthorLookupId': '10',
    'EditorLookupId': '10',
    '_UIVersionString': `${row.version}.0`,
    'Attachments': false,
    'Edit': '',
    ...(row.fields['Title'] === undefined ? {} : { LinkTitle: row.fields['Title'] }),
  };
  if (selected.length === 0) return all;
  return Object.fromEntries(Object.entries(all).filter(([name]) => name.startsWith('@') || selected.includes(name)));
}

/**
 * The rows that a documented `$filter` finds: one comparison, on one indexed field.
 * @param honoursUnindexed the caller sent `Prefer: HonorNonIndexedQueriesWarningMayFailRandomly`
 */
export function filtered(list: ListStore, filter: string, honoursUnindexed: boolean): readonly Row[] {
  const { name, matches } = comparison(filter, list.columns);
  const column = list.columns.find((each) => each.name === name);
  const indexed = name === 'id' || column?.indexed === true;
  if (!indexed && !honoursUnindexed) {
    throw invalid(`Field '${name}' cannot be referenced in filter or orderby as it is not indexed. Provide the 'Prefer: HonorNonIndexedQueriesWarningMayFailRandomly' header to allow this, but be warned that such queries may fail on large lists.`);
  }
  const rows = [...list.rows.values()];
  const found = rows.filter((row) => matches(name === 'id' ? row.id : row.fields[name]));
  if ((indexed ? found : rows).length > THRESHOLD) throw new Refused(429, 'notSupported', 'The attempted operation is prohibited because it exceeds the list view threshold.');
  return found;
}

function comparison(filter: string, columns: readonly Column[]): { name: string; matches: (value: FieldValue | undefined) => boolean } {
  const starts = /^startswith\(\s*(?:fields\/)?(\w+)\s*,\s*('(?:[^']|'')*')\s*\)$/i.exec(filter.trim());
  const compares = /^(?:fields\/)?(\w+)\s+(eq|ne|lt|gt|le|ge)\s+('(?:[^']|'')*'|-?\d+(?:\.\d+)?|true|false|null)$/i.exec(filter.trim());
  const name = starts?.[1] ?? compares?.[1];
  if (name === undefined) throw invalid('Invalid filter clause');
  if (name !== 'id' && !columns.some((each) => each.name === name)) throw invalid(`Field '${name}' is not recognized`);
  const wanted = literal(starts?.[2] ?? compares?.[3] ?? 'null');
  if (starts) return { name, matches: (value) => value !== undefined && folded(value).startsWith(folded(wanted ?? '')) };
  const operator = compares?.[2]?.toLowerCase() ?? 'eq';
  return { name, matches: (value) => compare(operator, value, wanted) };
}

function literal(text: string): FieldValue | undefined {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (text === 'null') return undefined;
  if (text === 'true' || text === 'false') return text === 'true';
  return Number(text);
}

function compare(operator: string, value: FieldValue | undefined, wanted: FieldValue | undefined): boolean {
  const number = typeof value === 'number' && typeof wanted === 'number';
  const boolean = typeof value === 'boolean';
  const [a, b] = number ? [value, wanted] : boolean ? [value, wanted === true || wanted === 1] : [value === undefined ? '' : folded(value), wanted === undefined ? '' : folded(wanted)];
  switch (operator) {
    case 'eq': return a === b;
    case 'ne': return a !== b;
    case 'lt': return value !== undefined && a < b;
    case 'gt': return value !== undefined && a > b;
    case 'le': return value !== undefined && a <= b;
    default: return value !== undefined && a >= b;
  }
}
