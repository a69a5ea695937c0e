import { z } from 'zod';
import type { AnyRecordDefinition } from '../assurance/records/record.ts';
import { RegisterUnavailable } from '../register/register.ts';
import type { GraphClient } from './graph-client.ts';
import { GraphError } from './graph-errors.ts';
import { columnBody, listBody, listSchemaOf } from './list-schema.ts';
import { FoundColumn, planList, type ProvisionStep } from './provision-plan.ts';
import { findLists, FoundList, listsOf, readMap, SCHEMA_VERSION, writeMap, type ReadMap } from './register-binding.ts';
import { registerSettings } from './register-lists.ts';

export type ProvisionReport = {
  /** What was done, or would be done; a sentence each. */
  readonly steps: readonly (ProvisionStep & { readonly list: string; readonly failed?: string })[];
  /** Nothing is left that a person has to see to. */
  readonly ok: boolean;
};

const Columns = z.object({ 'value': z.array(FoundColumn), '@odata.nextLink': z.string().optional() });
const SitePage = z.object({ id: z.string(), displayName: z.string().nullish(), webUrl: z.string().nullish() });

/** @param site `contoso.sharepoint.com:/sites/partnership`, or an id */
export async function findSite(client: GraphClient, site: string): Promise<z.infer<typeof SitePage>> {
  return await client.get(`/sites/${site}`, SitePage);
}

/**
 * Makes the lists of the register on a site, or mends them. Only adds, so it may be run again at any time, also after a crash half-way: lists are
 * taken by the id that was noted, else by their title. What it could mend only by losing something it tells and leaves alone.
 * @param dryRun looks and tells, changes nothing
 * @throws {RegisterUnavailable} where the lists belong to a newer version of the program
 */
export async function provisionLists(client: GraphClient, siteId: string, definitions: readonly AnyRecordDefinition[], dryRun: boolean): Promise<ProvisionReport> {
  const found = await findLists(client, siteId);
  const before = await readMap(client, siteId, found.find(({ displayName }) => displayName === registerSettings.title));
  if (before && before.map.schema > SCHEMA_VERSION) throw new RegisterUnavailable('The lists of this site were set up by a newer version of this program. Install the newer version.');
  const lists = listsOf(definitions);
  const existing = new Map(lists.map((definition) => [definition, existingOf(definition, found, before)]));
  const columns = await columnsOf(client, siteId, [...existing.values()].flatMap((list) => list?.id ?? []));
  const ids: Record<string, string> = {};
  const steps: ProvisionReport['steps'][number][] = [];
  for (const definition of lists) {
    const list = existing.get(definition);
    const bound = before?.map.lists[definition.name] !== undefined;
    const schema = listSchemaOf(definition);
    const plan = planList(schema, list && { title: list.displayName, bound, columns: columns.get(list.id) ?? [] }, bound);
    if (list) ids[definition.name] = list.id;
    for (const step of plan) {
      const done = dryRun ? {} : await carriedOut(() => carryOut(client, siteId, list?.id, step, () => listBody(schema), (id) => { ids[definition.name] = id; }));
      steps.push({ ...step, list: definition.title, ...done });
    }
  }
  const settings = ids[registerSettings.name];
  const complete = lists.every(({ name }) => ids[name] !== undefined);
  if (!dryRun && settings !== undefined && complete && !sameMap(before, ids)) await writeMap(client, siteId, settings, { schema: SCHEMA_VERSION, lists: ids }, before);
  return { steps, ok: steps.every(({ kind, failed }) => kind !== 'refused' && failed === undefined) };
}

function existingOf(definition: AnyRecordDefinition, found: readonly FoundList[], before: ReadMap | undefined): FoundList | undefined {
  const bound = before?.map.lists[definition.name];
  return found.find(({ id }) => id === bound) ?? found.find(({ displayName }) => displayName.toLowerCase() === definition.title.toLowerCase());
}

async function columnsOf(client: GraphClient, siteId: string, ids: readonly string[]): Promise<ReadonlyMap<string, readonly FoundColumn[]>> {
  const answers = await client.batch(ids.map((id) => ({ id, method: 'GET', path: `/sites/${siteId}/lists/${id}/columns` })));
  const columns = new Map<string, readonly FoundColumn[]>();
  for (const answer of answers) {
    if (!answer.ok) throw answer.fault;
    const page = Columns.parse(answer.body);
    const read = [...page.value];
    for (let next = page['@odata.nextLink']; next !== undefined;) {
      const further = await client.get(next, Columns);
      read.push(...further.value);
      next = further['@odata.nextLink'];
    }
    columns.set(answer.id, read);
  }
  return columns;
}

async function carryOut(client: GraphClient, siteId: string, listId: string | undefined, step: ProvisionStep, body: () => object, made: (id: string) => void): Promise<void> {
  const lists = `/sites/${siteId}/lists`;
  if (step.kind === 'create list') made((await client.post(lists, body(), FoundList)).id);
  else if (step.kind === 'add column') await client.post(`${lists}/${listId}/columns`, columnBody(step.column), z.unknown());
  else if (step.kind === 'change column') await client.patch(`${lists}/${listId}/columns/${step.columnId}`, step.body, z.unknown(), { repeatable: true });
}

async function carriedOut(work: () => Promise<void>): Promise<{ readonly failed?: string }> {
  try {
    await work();
    return {};
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    return { failed: error.kind === 'uncertain' || error.kind === 'unavailable' ? `${error.forPerson} Run this again; what is done is not done twice.` : `${error.forPerson} SharePoint said: ${error.fault.said}` };
  }
}

function sameMap(before: ReadMap | undefined, ids: Readonly<Record<string, string>>): boolean {
  return before !== undefined && before.map.schema === SCHEMA_VERSION && JSON.stringify(before.map.lists) === JSON.stringify(ids);
}
