import { z } from 'zod';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { RegisterUnavailable } from '../register/register.ts';
import type { GraphClient } from './graph-client.ts';
import { byKeyPath, ItemPage, ListItem, itemPath, itemsPath, type BoundList } from './list-items.ts';
import { cellsOf, fieldsOfChanged, fieldsOfNew } from './list-schema.ts';
import { historyRows, registerSettings } from './register-lists.ts';

/** What changes when lists of an older program no longer fit by adding alone. */
export const SCHEMA_VERSION = 1;
const MAP_KEY = 'lists';

/**
 * Which SharePoint list is which, by id, so that a renamed list stays ours. It is kept on the site itself, in the list *Register settings*: every
 * process and every new machine finds the same answer there, and it cannot be lost apart from the lists.
 */
export const ListMap = z.object({ schema: z.number(), lists: z.record(z.string(), z.string()) });
export type ListMap = z.infer<typeof ListMap>;

export const FoundList = z.object({ id: z.string(), displayName: z.string(), description: z.string().nullish(), webUrl: z.string().optional() });
export type FoundList = z.infer<typeof FoundList>;

/** Every list that the product keeps, its own two included. */
export function listsOf(definitions: readonly AnyRecordDefinition[]): readonly AnyRecordDefinition[] {
  return [registerSettings, historyRows, ...definitions];
}

export async function findLists(client: GraphClient, siteId: string): Promise<readonly FoundList[]> {
  const lists: FoundList[] = [];
  for await (const { items } of client.pages(`/sites/${siteId}/lists?$select=id,displayName,description,webUrl`, FoundList)) lists.push(...items);
  return lists;
}

export type ReadMap = { readonly map: ListMap; readonly item: { readonly id: string; readonly eTag: string } };

/** @param settings the list of that name, which is the one thing found by its title */
export async function readMap(client: GraphClient, siteId: string, settings: FoundList | undefined): Promise<ReadMap | undefined> {
  if (!settings) return undefined;
  const list = settingsList(siteId, settings.id);
  const [item] = (await client.get(byKeyPath(list, MAP_KEY), ItemPage)).value;
  if (!item) return undefined;
  const row = registerSettings.decode(cellsOf(registerSettings, item.fields ?? {}));
  const map = row.ok ? ListMap.safeParse(jsonOf(row.row.value)).data : undefined;
  return map && { map, item: { id: item.id, eTag: item.eTag ?? '' } };
}

export async function writeMap(client: GraphClient, siteId: string, settingsId: string, map: ListMap, before: ReadMap | undefined): Promise<void> {
  const list = settingsList(siteId, settingsId);
  const cells = registerSettings.encode({ key: MAP_KEY, value: JSON.stringify(map) });
  if (before) await client.patch(itemPath(list, before.item.id), { fields: fieldsOfChanged(registerSettings, cells, '') }, ListItem, { repeatable: true });
  else await client.post(itemsPath(list), { fields: fieldsOfNew(registerSettings, cells, '') }, ListItem);
}

/**
 * The lists of a site that has been provisioned.
 * @throws {RegisterUnavailable} that says what to do, where lists are missing or belong to a newer program
 */
export async function bindLists(client: GraphClient, siteId: string, definitions: readonly AnyRecordDefinition[]): Promise<ReadonlyMap<AnyRecordDefinition, BoundList>> {
  const found = await findLists(client, siteId);
  const read = await readMap(client, siteId, found.find(({ displayName }) => displayName === registerSettings.title));
  if (!read) throw new RegisterUnavailable('The site has no register yet. Run npm run provision for this environment.');
  if (read.map.schema > SCHEMA_VERSION) throw new RegisterUnavailable('The lists of this site were set up by a newer version of this program. Install the newer version.');
  const there = new Set(found.map(({ id }) => id));
  const wanted = listsOf(definitions);
  const missing = wanted.filter(({ name }) => !there.has(read.map.lists[name] ?? ''));
  if (missing.length > 0) {
    throw new RegisterUnavailable(`SharePoint lacks ${missing.map(({ title }) => `the list ${title}`).join(', ')}. Put it back from the site’s recycle bin, or run npm run provision to make it anew.`);
  }
  return new Map(wanted.map((definition) => [definition, { definition, siteId, listId: read.map.lists[definition.name] ?? '' }]));
}

function settingsList(siteId: string, listId: string): BoundList {
  return { definition: registerSettings, siteId, listId };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
