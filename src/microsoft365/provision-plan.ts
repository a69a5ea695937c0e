import { z } from 'zod';
import { KEY_COLUMN, type ListColumn, type ListSchema } from './list-schema.ts';

/** A column as Graph describes it. */
export const FoundColumn = z.object({
  id: z.string(), name: z.string(), displayName: z.string().nullish(), description: z.string().nullish(),
  indexed: z.boolean().nullish(), enforceUniqueValues: z.boolean().nullish(), required: z.boolean().nullish(), readOnly: z.boolean().nullish(),
  text: z.object({ allowMultipleLines: z.boolean().nullish(), textType: z.string().nullish() }).nullish(),
  choice: z.object({ choices: z.array(z.string()).nullish(), allowTextEntry: z.boolean().nullish(), displayAs: z.string().nullish() }).nullish(),
  number: z.looseObject({}).nullish(), boolean: z.looseObject({}).nullish(),
});
export type FoundColumn = z.infer<typeof FoundColumn>;

/** One thing to do to one list, and how it is told to whoever runs it. */
export type ProvisionStep =
  | { readonly kind: 'create list'; readonly says: string }
  | { readonly kind: 'add column'; readonly column: ListColumn; readonly says: string }
  | { readonly kind: 'change column'; readonly columnId: string; readonly body: object; readonly says: string }
  /** Cannot be done without losing what people wrote: a person decides. */
  | { readonly kind: 'refused'; readonly says: string }
  /** Different from what was set up, and harmless. */
  | { readonly kind: 'told'; readonly says: string };

export type FoundListState = { readonly title: string; readonly bound: boolean; readonly columns: readonly FoundColumn[] };

/**
 * What a list needs to become what the product keeps in it. Only ever adds: nothing that this answers takes away a column, a choice or a row.
 * @param found `undefined` where the site has no such list
 * @param wasThere a list was bound before, so that its absence is somebody's doing
 */
export function planList(schema: ListSchema, found: FoundListState | undefined, wasThere: boolean): readonly ProvisionStep[] {
  const { title } = schema;
  if (!found) return [{ kind: 'create list', says: wasThere ? `${title}: the list has been deleted. It would be made anew and empty; to keep its rows, put it back from the site’s recycle bin first.` : `${title}: make the list.` }];
  const renamed: readonly ProvisionStep[] = found.title === title ? [] : [{ kind: 'told', says: `${title}: is called ${found.title} now. It is known by its id, so nothing needs to be done.` }];
  const byName = new Map(found.columns.map((column) => [column.name.toLowerCase(), column]));
  return [...renamed, ...schema.columns.flatMap((column) => planColumn(title, column, byName.get(column.name.toLowerCase())))];
}

function planColumn(title: string, wanted: ListColumn, found: FoundColumn | undefined): readonly ProvisionStep[] {
  const place = `${title}, column ${wanted.displayName}`;
  if (!found) {
    if (wanted.name === KEY_COLUMN) return [{ kind: 'refused', says: `${place}: is missing from a list of this name, so that its rows cannot be told apart. Rename or delete that list, then run this again.` }];
    return [{ kind: 'add column', column: wanted, says: `${place}: add it${wanted.indexed ? ' with an index' : ''}.` }];
  }
  const retyped = kindFault(wanted, found);
  if (retyped !== undefined) return [{ kind: 'refused', says: `${place}: ${retyped}. Copy what it holds elsewhere, delete the column in SharePoint, then run this again to make it anew.` }];
  const changes: { readonly body: object; readonly says: string }[] = [];
  if (found.displayName !== wanted.displayName) changes.push({ body: { displayName: wanted.displayName }, says: `was renamed to ${found.displayName ?? 'nothing'}; put the name back` });
  if (wanted.kind === 'long-text' && found.text?.allowMultipleLines !== true) changes.push({ body: { text: { allowMultipleLines: true, textType: 'plain' } }, says: 'holds a single line; let it hold several' });
  if (wanted.indexed && found.indexed !== true) changes.push({ body: { indexed: true }, says: 'has lost its index; add it' });
  if (wanted.unique && found.enforceUniqueValues !== true) changes.push({ body: { indexed: true, enforceUniqueValues: true }, says: 'lets values repeat; make them unique (rows that repeat one must be mended first)' });
  if (!wanted.required && found.required === true) changes.push({ body: { required: false }, says: 'has to be filled in, which would refuse rows of the product; lift that' });
  const choices = found.choice?.choices ?? [];
  const lost = wanted.choices.filter((choice) => !choices.includes(choice));
  if (wanted.kind === 'choice' && lost.length > 0) changes.push({ body: { choice: { choices: [...wanted.choices, ...choices.filter((choice) => !wanted.choices.includes(choice))] } }, says: `lacks the ${lost.length === 1 ? 'choice' : 'choices'} ${lost.join(', ')}; add` });
  const added = wanted.kind === 'choice' ? choices.filter((choice) => !wanted.choices.includes(choice)) : [];
  const told: readonly ProvisionStep[] = added.length === 0 ? [] : [{ kind: 'told', says: `${place}: offers ${added.join(', ')}, which the product does not know. Rows with it are shown as problems.` }];
  if (changes.length === 0) return told;
  return [...told, { kind: 'change column', columnId: found.id, body: Object.assign({}, ...changes.map(({ body }) => body)) as object, says: `${place}: ${changes.map(({ says }) => says).join('; ')}.` }];
}

function kindFault(wanted: ListColumn, found: FoundColumn): string | undefined {
  const kind = found.text ? (found.text.allowMultipleLines === true ? 'long-text' : 'text') : found.choice ? 'choice' : found.number ? 'number' : found.boolean ? 'boolean' : 'of another type';
  if (found.text?.textType === 'richText') return 'holds formatted text now, where the product keeps plain text';
  if (kind === wanted.kind || (wanted.kind === 'long-text' && kind === 'text')) return undefined;
  return `was retyped: it is ${kind === 'of another type' ? kind : `a ${kind} column`} now, where the product keeps a ${wanted.kind} column`;
}
