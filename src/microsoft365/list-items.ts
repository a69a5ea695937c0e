import { z } from 'zod';
import { filterText } from './graph-client.ts';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { KEY_COLUMN, selectedColumns } from './list-schema.ts';

/** One list of one site, by id: titles get renamed. */
export type BoundList = { readonly definition: AnyRecordDefinition; readonly siteId: string; readonly listId: string };

/** An item as a delta, a query or a write answers it. */
export type ListItem = {
  readonly id: string;
  readonly eTag?: string;
  readonly webUrl?: string | undefined;
  readonly deleted?: object | null | undefined;
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
};
export const ListItem = z.object({
  'id': z.string(),
  'eTag': z.string().optional(),
  '@odata.etag': z.string().optional(),
  'webUrl': z.string().optional(),
  'deleted': z.object({ state: z.string().optional() }).nullish(),
  'fields': z.record(z.string(), z.unknown()).optional(),
}).transform(({ '@odata.etag': other, eTag = other, ...item }): ListItem => (eTag === undefined ? item : { ...item, eTag }));

export const ItemPage = z.object({ 'value': z.array(ListItem), '@odata.nextLink': z.string().optional(), '@odata.deltaLink': z.string().optional() });
export type ItemPage = z.infer<typeof ItemPage>;

/** As many as Graph gives at once. */
const LARGEST_PAGE = 5_000;

export function itemsPath({ siteId, listId }: BoundList): string {
  return `/sites/${siteId}/lists/${listId}/items`;
}

export function itemPath(list: BoundList, id: string): string {
  return `${itemsPath(list)}/${id}`;
}

/** Every item of the list, then a link to ask for changes. Nothing but the columns in `select` is answered. */
export function deltaPath(list: BoundList, select: string = selectedColumns(list.definition)): string {
  return `${itemsPath(list)}/delta?$top=${LARGEST_PAGE}&$expand=fields($select=${select})`;
}

export function readPath(list: BoundList, id: string): string {
  return `${itemPath(list, id)}?$expand=fields($select=${selectedColumns(list.definition)})`;
}

/** The items with one value of one indexed column. */
export function queryPath(list: BoundList, column: string, value: string, select: string = selectedColumns(list.definition)): string {
  return `${itemsPath(list)}?$filter=fields/${column}%20eq%20${filterText(value)}&$expand=fields($select=${select})`;
}

export function byKeyPath(list: BoundList, key: string): string {
  return queryPath(list, KEY_COLUMN, key);
}
